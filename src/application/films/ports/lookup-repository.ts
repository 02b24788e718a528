import type { Page, PageRequest } from '../../../domain/shared/page.ts';

/** The genres, or the directors, of the catalogue, ordered by id. */
export interface LookupRepository<T extends { readonly id: number; readonly name: string }> {
  find(id: number): Promise<T | undefined>;

  list(page: PageRequest): Promise<Page<T>>;

  /** All records in the order of `list`, read in batches. */
  stream(): AsyncIterable<T>;
}
