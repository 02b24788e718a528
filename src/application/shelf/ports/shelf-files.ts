import type { VisibleFavorite } from '../../../domain/shelf/favorite-movie.ts';

export const SHELF_FILE_FORMATS = ['json', 'csv', 'letterboxd'] as const;

/**
 * `json` has all data and can be imported again; `csv` is for spreadsheets; `letterboxd` is Letterboxd's import format.
 */
export type ShelfFileFormat = (typeof SHELF_FILE_FORMATS)[number];

/** Letterboxd takes no file of more than 1 MB. */
export const MAX_LETTERBOXD_BYTES = 1_000_000;

/** A file of a shelf that was split. `isLast`: whether it has the last film; a part after that has none. */
export type ShelfFilePart = { readonly pieces: readonly string[]; readonly isLast: boolean };

export interface ShelfFiles {
  /** The text of a file, written film by film in constant memory. */
  write(format: ShelfFileFormat, films: AsyncIterable<VisibleFavorite>): AsyncIterable<string>;

  /** Part `part`, from 1, of the files for Letterboxd, each of at most {@link MAX_LETTERBOXD_BYTES}. */
  writeLetterboxdPart(films: AsyncIterable<VisibleFavorite>, part: number): Promise<ShelfFilePart>;
}
