import type { FilmListFiles, ListFile } from '../../src/application/imports/ports/film-list-files.ts';
import type { ImportedRow, ListedFilm, ListFormat, ListRow } from '../../src/domain/imports/film-import.ts';

/** Whatever the file, there are the rows in it that it was told; without any those that it has written. */
export class PreparedFilmListFiles implements FilmListFiles {
  constructor(private readonly rows?: () => AsyncIterable<ListRow> | Iterable<ListRow>) {}

  async read({ bytes }: ListFile): Promise<{ readonly format: ListFormat; readonly rows: AsyncIterable<ListRow> }> {
    if (this.rows) return { format: 'imdb', rows: each(this.rows()) };
    return { format: 'table', rows: writtenIn(bytes) };
  }

  /** A line of JSON for each: `{"row":2,"said":{"film":…}}`. */
  async *writeRows(rows: AsyncIterable<ImportedRow>): AsyncIterable<string> {
    for await (const { row, said } of rows) yield `${JSON.stringify({ row, said })}\n`;
  }
}

async function* each(rows: AsyncIterable<ListRow> | Iterable<ListRow>): AsyncIterable<ListRow> {
  yield* rows;
}

async function* writtenIn(bytes: AsyncIterable<Uint8Array>): AsyncIterable<ListRow> {
  const text = Buffer.concat(await Array.fromAsync(bytes)).toString();
  for (const line of text.split('\n').filter(Boolean)) {
    const { said } = JSON.parse(line, (key, value: unknown) =>
      key === 'addedAt' && typeof value === 'string' ? new Date(value) : value,
    ) as { said: ListRow };
    yield 'film' in said ? said : { film: { ...NOTHING_SAID, titles: [said.text] } };
  }
}

const NOTHING_SAID: ListedFilm = {
  kinopoiskId: null,
  imdbId: null,
  titles: [],
  year: null,
  isSeries: null,
  userRating: null,
  note: null,
  watchedAt: null,
  addedAt: null,
};
