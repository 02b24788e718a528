import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine, unguarded } from '../../../src/adapters/files/csv.ts';
import { TextFilmListFiles } from '../../../src/adapters/files/text-film-list-files.ts';
import { TextShelfFiles } from '../../../src/adapters/files/text-shelf-files.ts';
import type { ImportedRow } from '../../../src/domain/imports/film-import.ts';
import { isCleanText } from '../../../src/domain/shared/text.ts';
import type { VisibleFavorite } from '../../../src/domain/shelf/favorite-movie.ts';
import { aListedFilm } from '../../builders/film-import.ts';
import { aMovie, KEPT_AT } from '../../builders/film.ts';
import { anyCharacter } from '../../support/any-character.ts';

const SEPARATORS = [',', ';', '\t', '|'];

/** The beginning of a cell that a spreadsheet reads as a formula, after characters that it drops or does not show. */
const DANGEROUS = /^[\p{Zs}\p{Cf}"]*[=+\-@\t\r＝＋－＠]/u;

/** Text with many of the dangerous characters, and other text. */
const hostile = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...'=+-@＝＋－＠﹦,;|\t\r\n\'" \u00a0\ufeff\u200b\v\u2028xя1') },
      {
        weight: 1,
        arbitrary: fc.constantFrom("=cmd|'/c calc'!A0", '\r\n', '""', "''", '@SUM(1+1)', ' \t=1', ';=', "';='"),
      },
      { weight: 2, arbitrary: fc.string({ unit: anyCharacter, maxLength: 5 }) },
    ),
    { maxLength: 20 },
  )
  .map((parts) => parts.join(''))
  .filter(isCleanText);

async function textOf(pieces: AsyncIterable<string>): Promise<string> {
  return (await Array.fromAsync(pieces)).join('');
}

/**
 * All cells as a spreadsheet reads them with this separator. A quotation mark within a cell is an ordinary character.
 */
function cellsOf(file: string, delimiter: string): string[] {
  const how = {
    delimiter,
    recordDelimiter: ['\r\n', '\n', '\r'],
    relaxColumnCount: true,
    relaxQuotes: true,
    bom: true,
  };
  try {
    return parse(file, how).flat();
  } catch {
    // A quotation mark without an end: reads the file like a program that does not know quotation marks.
    return file.split(/\r\n|\n|\r/).flatMap((line) => line.split(delimiter));
  }
}

/** Also reads the file without quotation marks, which gives the largest number of cells. */
function dangerousCells(file: string): string[] {
  const bare = SEPARATORS.flatMap((separator) =>
    file.split(/[\r\n\v\f\u0085\u2028\u2029]/).flatMap((line) => line.split(separator)),
  );
  const all = [...SEPARATORS.flatMap((separator) => cellsOf(file, separator)), ...bare];
  return all.filter((cell) => DANGEROUS.test(cell) && cell.trim() !== '');
}

async function* only<T>(...values: T[]): AsyncIterable<T> {
  yield* values;
}

const shelved = (note: string, title: string): VisibleFavorite => ({
  isViewable: true,
  labels: [],
  movie: aMovie({ title, originalTitle: title }),
  note,
  userRating: 9,
  watchedAt: '2026-11-19',
  addedAt: KEPT_AT,
});

const unmatched = (note: string, title: string): ImportedRow =>
  ({
    row: 1,
    said: { film: aListedFilm({ titles: [title, note], note }) },
    outcome: 'ambiguous',
    candidates: [{ kinopoiskId: 301, title, originalTitle: null, year: 1999 }],
  }) as unknown as ImportedRow;

const unreadable = (text: string): ImportedRow =>
  ({ row: 1, said: { fault: 'columns', text }, outcome: 'invalid', candidates: [] }) as unknown as ImportedRow;

describe('every table that this service writes', () => {
  it.each([
    ["x;=cmd|'/c calc'!A0"],
    ['x|=1+1'],
    ['x\t@SUM(1)'],
    ['x\n=1+1'],
    ['x;"=1+1"'],
    ['x;\ufeff=1+1'],
    ['x; ＝1+1'],
    ['\t=1+1'],
    ["';=1"],
  ])('escapes %j, with any separator', async (note) => {
    const file = await textOf(new TextShelfFiles().write('csv', only(shelved(note, note))));
    expect(dangerousCells(file)).toEqual([]);
    // The check finds the unsafe text.
    expect(dangerousCells(`301,"${note.replaceAll('"', '""')}"\r\n`)).not.toEqual([]);
  });

  it('has no cell that a spreadsheet would run, with any separator', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, hostile, async (note, title) => {
        const files = [
          await textOf(new TextShelfFiles().write('csv', only(shelved(note, title)))),
          await textOf(new TextShelfFiles().write('letterboxd', only(shelved(note, title)))),
          await textOf(new TextFilmListFiles().writeRows(only(unmatched(note, title), unreadable(note)))),
        ];
        expect(files.flatMap(dangerousCells)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('is restored exactly: every cell', () => {
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 2, maxLength: 4 }), (cells) => {
        const [read = []] = parse(csvLine(cells), { relaxColumnCount: true });
        expect(read.map(unguarded)).toEqual(cells);
      }),
      { numRuns: 2000 },
    );
  });

  it('is restored exactly: every note, through an import', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (note) => {
        for (const file of [
          await textOf(new TextShelfFiles().write('csv', only(shelved(note, 'Матрица')))),
          await textOf(new TextFilmListFiles().writeRows(only(unmatched(note, 'Матрица')))),
        ]) {
          const { rows } = await new TextFilmListFiles().read({
            type: 'csv',
            bytes: only(Buffer.from(file)),
          });
          expect(await Array.fromAsync(rows)).toMatchObject([{ film: { note: note || null } }]);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('escapes the longest note quickly', () => {
    for (const unit of ["'", ' ', '"', ';', ";'", '; ', '\n', '=', '\t']) {
      const text = unit.repeat(10_000);
      expect(
        unguarded(
          csvLine([text])
            .replace(/^"|"?\r\n$/g, '')
            .replaceAll('""', '"'),
        ),
      ).toBe(text);
    }
  });
});
