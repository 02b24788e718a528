import type { FavoriteMovie } from '../shared/api/api-types.ts';
import { api, unwrapWithHeaders } from '../shared/api/api.ts';
import { PagedList } from '../shared/api/paged-list.ts';
import { whenForgotten } from '../shared/forgetting.ts';
import { learn } from './entries.ts';
import type { ShelfQuery } from './shelf-query.ts';

const PAGE_SIZE = 60;
const MAX_LISTS = 6;

/** The lists used last are kept, so that they are shown at once when they are opened again. */
const lists = new Map<string, PagedList<FavoriteMovie>>();
whenForgotten(() => lists.clear());

/** The films of the shelf with the order and the filters of the query. */
export function shelfList({ sort, genreId, watched, words }: ShelfQuery): PagedList<FavoriteMovie> {
  const key = JSON.stringify([sort, genreId, watched, words]);
  const list = lists.get(key) ?? new PagedList(PAGE_SIZE, async (page) => loadPage(page));
  lists.delete(key);
  lists.set(key, list);
  const [oldest] = lists.keys();
  if (lists.size > MAX_LISTS && oldest !== undefined) lists.delete(oldest);
  return list;

  async function loadPage(page: number) {
    const query = {
      page,
      per_page: PAGE_SIZE,
      sort,
      ...(genreId !== undefined && { genre_id: genreId }),
      ...(watched !== undefined && { watched }),
      ...(words !== '' && { query: words }),
    };
    const { data, headers } = await unwrapWithHeaders(api.GET('/movies/favorites', { params: { query } }));
    learn(data);
    return { items: data, total: Number(headers.get('X-Total-Count') ?? data.length) };
  }
}
