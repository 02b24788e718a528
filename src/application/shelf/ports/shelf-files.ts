import type { VisibleFavorite } from '../../../domain/shelf/favorite-movie.ts';

export const SHELF_FILE_FORMATS = ['json', 'csv', 'letterboxd'] as const;

/**
 * `json` has all data and can be imported again; `csv` is for spreadsheets; `letterboxd` is Letterboxd's import format.
 */
export type ShelfFileFormat = (typeof SHELF_FILE_FORMATS)[number];

export interface ShelfFiles {
  /** The text of a file, written film by film in constant memory. */
  write(format: ShelfFileFormat, films: AsyncIterable<VisibleFavorite>): AsyncIterable<string>;
}
