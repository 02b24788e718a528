import type { VisibleFavorite } from '../../../domain/shelf/favorite-movie.ts';

export const SHELF_FILE_FORMATS = ['json', 'csv', 'letterboxd'] as const;

/**
 * `json` has all data and can be imported again; `csv` is for spreadsheets; `letterboxd` is Letterboxd's import format.
 */
export type ShelfFileFormat = (typeof SHELF_FILE_FORMATS)[number];

/** The largest file that programs accept in a format. A larger shelf is split. The other formats have no limit. */
const MAX_FILE_BYTES: Readonly<Partial<Record<ShelfFileFormat, number>>> = { letterboxd: 1_000_000 };

export function maxFileBytes(format: ShelfFileFormat): number | undefined {
  return MAX_FILE_BYTES[format];
}

/** One part of a shelf. `isLast`: whether no film follows after it. A part after the last one contains no film. */
export type ShelfFilePart = { readonly pieces: readonly string[]; readonly isLast: boolean };

/** The whole shelf as one file. `fits`: whether it has at most the given number of bytes. */
export type WholeShelfFile = { readonly pieces: AsyncIterable<string>; readonly fits: boolean };

export interface ShelfFiles {
  /** The text of a file, written film by film in constant memory. */
  write(format: ShelfFileFormat, films: AsyncIterable<VisibleFavorite>): AsyncIterable<string>;

  /** Like `write`, but first reads until it knows whether the file has at most `maxBytes`. */
  writeMeasured(
    format: ShelfFileFormat,
    films: AsyncIterable<VisibleFavorite>,
    maxBytes: number,
  ): Promise<WholeShelfFile>;

  /** The file with the number `part`, from 1. The shelf is split into files of at most `maxBytes`. */
  writePart(
    format: ShelfFileFormat,
    films: AsyncIterable<VisibleFavorite>,
    options: { readonly part: number; readonly maxBytes: number },
  ): Promise<ShelfFilePart>;
}
