import type { VisibleFavorite } from '../../domain/shelf/favorite-movie.ts';

/**
 * A film on a shelf as a row of a file. `added_at`: RFC 3339 in UTC with milliseconds; `watched_at`: `YYYY-MM-DD`. Only
 * `kinopoisk_id` and the last four fields are data of the shelf; the others help readers, and services that do not know
 * Kinopoisk ids.
 */
export type ShelfRow = {
  readonly kinopoisk_id: number;
  readonly imdb_id: string | null;
  readonly title: string | null;
  readonly original_title: string | null;
  readonly year: number | null;
  readonly type: string | null;
  readonly user_rating: number | null;
  readonly note: string | null;
  readonly watched_at: string | null;
  readonly added_at: string;
};

export const SHELF_ROW_FIELDS = [
  'kinopoisk_id',
  'imdb_id',
  'title',
  'original_title',
  'year',
  'type',
  'user_rating',
  'note',
  'watched_at',
  'added_at',
] as const satisfies readonly (keyof ShelfRow)[];

/** The columns of an export for Letterboxd, as its import reads them. */
export const LETTERBOXD_FIELDS = ['imdbID', 'Title', 'Year', 'Rating10', 'WatchedDate', 'Review'] as const;

export function toShelfRow({ movie, userRating, note, watchedAt, addedAt }: VisibleFavorite): ShelfRow {
  return {
    kinopoisk_id: movie.kinopoiskId,
    imdb_id: movie.imdbId,
    title: movie.title,
    original_title: movie.originalTitle,
    year: movie.year,
    type: movie.type,
    user_rating: userRating,
    note,
    watched_at: watchedAt,
    added_at: addedAt.toISOString(),
  };
}
