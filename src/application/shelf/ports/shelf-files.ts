import type { VisibleFavorite } from '../../../domain/shelf/favorite-movie.ts';

export const SHELF_FILE_FORMATS = ['json', 'csv', 'letterboxd'] as const;

/** `json` holds all there is and can be read back; `csv` is for spreadsheets; `letterboxd` is what Letterboxd imports. */
export type ShelfFileFormat = (typeof SHELF_FILE_FORMATS)[number];

export interface ShelfFiles {
  /** The text of a file, piece by piece as the films come, so that memory does not grow with the shelf. */
  write(format: ShelfFileFormat, films: AsyncIterable<VisibleFavorite>): AsyncIterable<string>;
}
