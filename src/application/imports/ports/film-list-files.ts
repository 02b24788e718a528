import type { ImportedRow, ListFormat, ListRow } from '../../../domain/imports/film-import.ts';

/** An uploaded file. `encoding`: the character encoding that the client declares. */
export type ListFile = {
  readonly type: 'csv' | 'json';
  readonly encoding?: string;
  readonly bytes: AsyncIterable<Uint8Array>;
};

export interface FilmListFiles {
  /**
   * Reads a list of films row by row, in constant memory. The format is known after the header.
   * @throws FilmListUnusable, also while the rows are read; any error of reading the bytes
   */
  read(file: ListFile): Promise<{ readonly format: ListFormat; readonly rows: AsyncIterable<ListRow> }>;

  /** Writes rows as a CSV table that `read` accepts again after somebody has corrected the ids or titles. */
  writeRows(rows: AsyncIterable<ImportedRow>): AsyncIterable<string>;
}
