import type { Listing, Page, PageRequest } from '../../../domain/shared/page.ts';

/** A genre or a director. */
export type Named = { readonly id: number; readonly name: string };

/** The genres, or the directors, of the catalogue, ordered by id. */
export interface LookupRepository<T extends Named> {
  find(id: number): Promise<T | undefined>;

  list(page: PageRequest): Promise<Page<T>>;

  /** All records in the order of `list`; a list that may be long is read in batches. */
  all(): Promise<Listing<T>>;
}
