import { FAVORITE_SORTS } from './favorite-sorts.ts';
import type { FavoriteSort } from './favorite-sorts.ts';

/** The films of the shelf that are shown, and their order and view, according to the query of the address. */
export type ShelfQuery = {
  readonly view: 'posters' | 'table';
  readonly sort: FavoriteSort;
  readonly genreId: number | undefined;
  readonly watched: 'true' | 'false' | undefined;
  readonly words: string;
};

/** Reads the query of the address. Values that do not exist, as in a mistyped link, are ignored. */
export function shelfQueryOf(query: URLSearchParams): ShelfQuery {
  const [sort, watched, genre] = [query.get('sort'), query.get('watched'), Number(query.get('genre'))];
  return {
    view: query.get('view') === 'table' ? 'table' : 'posters',
    sort: FAVORITE_SORTS.find((one) => one === sort) ?? 'added_at',
    genreId: Number.isInteger(genre) && genre > 0 ? genre : undefined,
    watched: watched === 'true' || watched === 'false' ? watched : undefined,
    words: (query.get('q') ?? '').trim().slice(0, 200),
  };
}

/** Whether only some of the films are shown. */
export function isFiltered({ genreId, watched, words }: ShelfQuery): boolean {
  return genreId !== undefined || watched !== undefined || words !== '';
}
