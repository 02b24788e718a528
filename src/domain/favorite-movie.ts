import { domainError } from './errors.ts';
import type { Movie } from './movie.ts';
import type { ShownMovie } from './shown-movie.ts';

/** A film on somebody's shelf. `addedAt`: UTC, millisecond precision. */
export type FavoriteMovie = { readonly movie: Movie; readonly addedAt: Date };

/** The same as its owner may see it. */
export type ShownFavorite = ShownMovie & Pick<FavoriteMovie, 'addedAt'>;

export const FAVORITE_SORTS = ['added_at', 'title', 'year', 'rating'] as const;

/** `added_at`, `year` and `rating` run downwards (unknown last), `title` upwards; ties by film id upwards. */
export type FavoriteSort = (typeof FAVORITE_SORTS)[number];

/** `query`: words of the title, as somebody types them. */
export type FavoriteFilter = {
  readonly sort: FavoriteSort;
  readonly genreId?: number | undefined;
  readonly query?: string | undefined;
};

export class FavoriteNotFound extends domainError('not-found', 'favorite-not-found') {}
