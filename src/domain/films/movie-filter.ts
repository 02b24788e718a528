import type { TeaserFilms } from '../access/restriction.ts';

/**
 * `stored`: by the time the films were added to the catalogue. `newest`: by year, then rating (unknown last), both
 * descending, then id ascending.
 */
export type MovieOrder = 'stored' | 'newest';

/**
 * Selects films of the catalogue. A film matches if one of its genres and one of its directors match. `teasers` are
 * sorted as if nobody had rated them.
 */
export type MovieFilter = {
  readonly order: MovieOrder;
  readonly genreId?: number;
  readonly directorId?: number;
  readonly year?: number;
  readonly teasers?: TeaserFilms;
};
