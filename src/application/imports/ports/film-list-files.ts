import type { ImportedRow, ListFormat, ListRow } from '../../../domain/imports/film-import.ts';
import type { ListSurvey } from '../../../domain/imports/list-columns.ts';

/**
 * An uploaded file. `csv`: a table, which may also be an HTML page as Kinopoisk writes it. `encoding`: the character
 * encoding that the client declares.
 */
export type ListFile = {
  readonly type: 'csv' | 'json';
  readonly encoding?: string;
  readonly bytes: AsyncIterable<Uint8Array>;
};

/** A list that is being read. `survey` knows all of the columns once the last row was read. */
export type FilmList = {
  readonly format: ListFormat;
  readonly survey: ListSurvey;
  readonly rows: AsyncIterable<ListRow>;
};

export interface FilmListFiles {
  /**
   * Reads a list of films row by row, in constant memory. The format is known after the header.
   * @throws FilmListUnusable, also while the rows are read; any error of reading the bytes
   */
  read(file: ListFile): Promise<FilmList>;

  /** Writes rows as a CSV table that `read` accepts again after somebody has corrected the ids or titles. */
  writeRows(rows: AsyncIterable<ImportedRow>): AsyncIterable<string>;
}
