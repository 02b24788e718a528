import type { Listing, Page, PageRequest } from '../../../domain/shared/page.ts';

/** The genres, or the directors, of the catalogue, ordered by id. */
export interface LookupRepository<T extends { readonly id: number; readonly name: string }> {
  find(id: number): Promise<T | undefined>;

  list(page: PageRequest): Promise<Page<T>>;

  /** All records in the order of `list`; a list that may be long is read in batches. */
  all(): Promise<Listing<T>>;
}
