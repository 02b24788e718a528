import type { FilmList, FilmListFiles, ListFile } from '../../src/application/imports/ports/film-list-files.ts';
import type { ImportedRow, ListRow } from '../../src/domain/imports/film-import.ts';
import { ListSurvey } from '../../src/domain/imports/list-columns.ts';
import { listed } from '../builders/film-import.ts';

/** Reads the rows that a test has set from any file. Without such rows, it reads the rows that it has written. */
export class PreparedFilmListFiles implements FilmListFiles {
  constructor(private readonly rows?: () => AsyncIterable<ListRow> | Iterable<ListRow>) {}

  async read({ bytes }: ListFile): Promise<FilmList> {
    const survey = new ListSurvey(1);
    if (this.rows) return { format: 'imdb', survey, rows: each(this.rows()) };
    return { format: 'table', survey, rows: writtenIn(bytes) };
  }

  /** Writes a line of JSON for each row: `{"row":2,"said":{"film":…}}`. */
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
    yield 'film' in said ? said : { film: listed({ titles: [said.text] }) };
  }
}
