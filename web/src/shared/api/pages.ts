import { useEffect } from 'preact/hooks';
import { whenForgotten } from '../forgetting.ts';
import type { LoadedPage } from './paged-list.ts';
import { PagedList } from './paged-list.ts';

/** The result of `unwrapWithHeaders` for a page of a list. */
type Answer<T> = { readonly data: readonly T[]; readonly headers: Headers };

export function loadedPage<T>({ data, headers }: Answer<T>): LoadedPage<T> {
  return { items: data, total: Number(headers.get('X-Total-Count') ?? data.length) };
}

const MAX_LISTS = 12;
const lists = new Map<string, PagedList<unknown>>();
whenForgotten(() => lists.clear());

/**
 * A list of the service that grows by a page with "Show more". A view that is opened again shows as many items as
 * before at once, while they are loaded again. `load`: a page, from 1, with `pageSize` items.
 */
export function usePages<T>(key: string, pageSize: number, load: (page: number) => Promise<Answer<T>>) {
  const list = listOf(key, pageSize, async (page) => loadedPage(await load(page)));
  const { items, error } = list.state.value;
  const loaded = items?.filter((item) => item !== undefined);
  const reload = async () => list.refresh(0, Math.max(0, (loaded?.length ?? 0) - 1));
  useEffect(() => void reload(), [key]);

  return {
    items: loaded,
    total: items?.length ?? 0,
    error,
    hasMore: loaded !== undefined && items !== undefined && loaded.length < items.length,
    more: async () => list.need(0, loaded?.length ?? 0),
    reload,
  };
}

function listOf<T>(key: string, pageSize: number, load: (page: number) => Promise<LoadedPage<T>>): PagedList<T> {
  const list = (lists.get(key) as PagedList<T> | undefined) ?? new PagedList<T>(pageSize, load);
  lists.delete(key);
  lists.set(key, list);
  const [oldest] = lists.keys();
  if (lists.size > MAX_LISTS && oldest !== undefined) lists.delete(oldest);
  return list;
}
