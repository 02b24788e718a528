/** Number of records per page by default. */
export const DEFAULT_PER_PAGE = 12;
export const MAX_PER_PAGE = 100;

/** `page` counts from 1; `perPage` is 1 to {@link MAX_PER_PAGE}. */
export type PageRequest = { readonly page: number; readonly perPage: number };

/** One page of a list. `total` counts the records of all pages. */
export type Page<T> = { readonly items: readonly T[]; readonly total: number };

/** A list as requested: one page, or all records as a stream in constant memory. */
export type Listing<T> = Page<T> | AsyncIterable<T>;

/** One page of a short list, or the whole list without `page`. */
export function paged<T>(records: readonly T[], page: PageRequest | undefined): Page<T> {
  if (page === undefined) return { items: records, total: records.length };
  const start = (page.page - 1) * page.perPage;
  return { items: records.slice(start, start + page.perPage), total: records.length };
}

/** Maps each record of a list. */
export function mapListing<T, U>(listing: Listing<T>, map: (record: T) => U): Listing<U> {
  return 'items' in listing ? { ...listing, items: listing.items.map(map) } : mapStream(listing, map);
}

export async function* mapStream<T, U>(records: AsyncIterable<T>, map: (record: T) => U): AsyncIterable<U> {
  for await (const record of records) yield map(record);
}

/** A stream whose first records, `ahead`, were already read. If the reader stops early, `rest` is closed. */
export async function* resumed<T>(ahead: readonly T[], rest: AsyncIterator<T>): AsyncIterable<T> {
  try {
    yield* ahead;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
