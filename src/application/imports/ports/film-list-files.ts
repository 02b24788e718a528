import type { ImportedRow, ListFormat, ListRow } from '../../../domain/imports/film-import.ts';

/** A file as it comes. `encoding`: what its sender says its letters are written in. */
export type ListFile = {
  readonly type: 'csv' | 'json';
  readonly encoding?: string | undefined;
  readonly bytes: AsyncIterable<Uint8Array>;
};

export interface FilmListFiles {
  /**
   * Reads a list of films row by row, in memory that does not grow with it. The format is known once the head is read.
   * @throws FilmListUnusable, also while the rows are read; whatever reading the bytes throws
   */
  read(file: ListFile): Promise<{ readonly format: ListFormat; readonly rows: AsyncIterable<ListRow> }>;

  /** Rows as a table in CSV that `read` takes again once somebody has put the right ids or titles in. */
  writeRows(rows: AsyncIterable<ImportedRow>): AsyncIterable<string>;
}
