import type { FilmList, FilmListFiles } from '../../src/application/imports/ports/film-list-files.ts';
import type { ImportedRow, ListRow } from '../../src/domain/imports/film-import.ts';
import { ListSurvey } from '../../src/domain/imports/list-columns.ts';

/** Whatever the file, there are these rows in it. It writes numbers of rows, one a piece. */
export class PreparedFilmListFiles implements FilmListFiles {
  constructor(private readonly rows: () => AsyncIterable<ListRow> | Iterable<ListRow> = () => []) {}

  async read(): Promise<FilmList> {
    return { format: 'imdb', survey: new ListSurvey(1), rows: each(this.rows()) };
  }

  async *writeRows(rows: AsyncIterable<ImportedRow>): AsyncIterable<string> {
    for await (const { row } of rows) yield String(row);
  }
}

async function* each(rows: AsyncIterable<ListRow> | Iterable<ListRow>): AsyncIterable<ListRow> {
  yield* rows;
}
