import type { Movie } from '../../../domain/films/movie.ts';

/** One page of a search as the source answered it. `movies`: as they are known by now. `total` counts all pages. */
export type KeptSearch = { readonly movies: readonly Movie[]; readonly total: number; readonly fetchedAt: Date };

/** The searches this installation has ever put to its source. */
export interface SearchRepository {
  /** `key`: as `searchQuery` makes it. */
  find(key: string, page: number): Promise<KeptSearch | undefined>;

  /** The films, which are known, in the order found; a newer answer stays. */
  keep(
    key: string,
    page: number,
    found: { readonly kinopoiskIds: readonly number[]; readonly total: number; readonly fetchedAt: Date },
  ): Promise<void>;

  /** Forgets a part of those older than that. @returns how many pages that were; 0 when there are none left */
  purge(before: Date): Promise<number>;
}
