/** Records on a page of a list when the caller does not say. */
export const DEFAULT_PER_PAGE = 12;
export const MAX_PER_PAGE = 100;

/** `page` counts from 1; `perPage` is 1 to {@link MAX_PER_PAGE}. */
export type PageRequest = { readonly page: number; readonly perPage: number };

/** One page of a list. `total` counts the records of all pages. */
export type Page<T> = { readonly items: readonly T[]; readonly total: number };

/** A list as somebody asked for it: one page, or all records one after the other in constant memory. */
export type Listing<T> = Page<T> | AsyncIterable<T>;
