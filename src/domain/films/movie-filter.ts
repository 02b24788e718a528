import type { TeaserFilms } from '../access/restriction.ts';

/**
 * `stored`: as the films came into the catalogue. `newest`: by year downwards, then rating downwards (unknown last), then
 * id upwards.
 */
export type MovieOrder = 'stored' | 'newest';

/**
 * Which films of the catalogue to list. A film has several genres and directors: any of them counts. `teasers`: sorted as if
 * nobody had rated them.
 */
export type MovieFilter = {
  readonly order: MovieOrder;
  readonly genreId?: number | undefined;
  readonly directorId?: number | undefined;
  readonly year?: number | undefined;
  readonly teasers?: TeaserFilms | undefined;
};
