import { describe, expect, it } from 'vitest';
import type { FilmListFiles, ListFile } from '../../../src/application/imports/ports/film-list-files.ts';
import type { ImportedRow, ListFormat, ListRow } from '../../../src/domain/imports/film-import.ts';
import { aListedFilm } from '../../builders/film-import.ts';

/** A film of a list with a title and a year. */
const film = (at: number): ListRow => ({
  film: {
    ...aListedFilm({ imdbId: null, titles: [`Фильм ${at}`], year: 1999 }),
    ...{ isSeries: null, userRating: null, note: null, watchedAt: null, addedAt: null },
  },
});
const unreadable = { fault: 'columns', text: 'Чужой в том году' } as const satisfies ListRow;

/** A file and its reader. */
export type OpenFile = { readonly files: FilmListFiles; readonly file: ListFile };

/**
 * `fileOf`: a file of `format` with these rows, each of which is taken when it is read. `written`: a file with this
 * text. In an unreadable row, each word is a cell, so that there are more cells than columns.
 */
export function filmListFilesContract(
  adapter: string,
  {
    format,
    fileOf,
    written,
  }: {
    readonly format: ListFormat;
    readonly fileOf: (rows: Iterable<ListRow>) => OpenFile;
    readonly written: (text: readonly string[]) => OpenFile;
  },
): void {
  describe(`FilmListFiles: ${adapter}`, () => {
    const readAll = async ({ files, file }: OpenFile) => {
      const read = await files.read(file);
      return { format: read.format, rows: await Array.fromAsync(read.rows) };
    };

    it('reads all rows in their order, even unusable ones, and names the program that wrote them', async () => {
      const rows = [film(1), unreadable, film(2), film(2), film(3)];
      expect(await readAll(fileOf(rows))).toEqual({ format, rows });
    });

    it('reads no further than requested', async () => {
      let taken = 0;
      const { files, file } = fileOf(
        (function* () {
          for (let at = 1; at <= 20_000; at += 1) {
            taken += 1;
            yield film(at);
          }
        })(),
      );
      const { rows } = await files.read(file);
      const reading = rows[Symbol.asyncIterator]();
      expect(await reading.next()).toEqual({ done: false, value: film(1) });
      expect(taken).toBeLessThan(10_000);
      await reading.return?.();
    });

    it('passes on the error of a file that cannot be read to its end', async () => {
      const broken = new RangeError('the connection broke off');
      const { files, file } = fileOf(
        (function* () {
          yield film(1);
          yield film(2);
          throw broken;
        })(),
      );
      await expect(readAll({ files, file })).rejects.toBe(broken);
    });

    const undecided = { kinopoiskId: null, by: null, confidence: null, candidates: [], effect: null };
    const rows: ImportedRow[] = [
      { ...undecided, row: 3, said: { film: aListedFilm({ isSeries: null, note: 'a;"b"' }) }, outcome: 'not_found' },
      { ...undecided, row: 4, said: film(9), outcome: 'ambiguous' },
      { ...undecided, row: 7, said: unreadable, outcome: 'invalid' },
    ];
    const writing = async ({ files }: OpenFile) =>
      Array.fromAsync(
        files.writeRows(
          (async function* () {
            yield* rows;
          })(),
        ),
      );

    it('writes rows as a file that it can read, with unreadable rows as films without a name', async () => {
      const text = await writing(written([]));
      const toBeNamed = expect.objectContaining({ titles: [unreadable.text], year: null }) as unknown;
      expect((await readAll(written(text))).rows).toEqual([rows[0]!.said, film(9), { film: toBeNamed }]);
    });

    it('writes piece by piece', async () => {
      expect((await writing(written([]))).length).toBeGreaterThanOrEqual(rows.length);
    });
  });
}
