import type { Movie } from '../../../domain/films/movie.ts';

/** One cached page of a search. `movies`: with the current data of the catalogue. `total` counts all pages. */
export type CachedSearch = { readonly movies: readonly Movie[]; readonly total: number; readonly fetchedAt: Date };

/** The cached answers to searches. */
export interface SearchRepository {
  /** `key`: as made by `searchQuery`. */
  find(key: string, page: number): Promise<CachedSearch | undefined>;

  /** Stores the answer: stored films in the order found. A newer answer is not overwritten. */
  keep(
    key: string,
    page: number,
    found: { readonly kinopoiskIds: readonly number[]; readonly total: number; readonly fetchedAt: Date },
  ): Promise<void>;

  /** Deletes a batch of pages older than this. @returns how many; 0 when there are none left */
  purge(before: Date): Promise<number>;
}
