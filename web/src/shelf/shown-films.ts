import { useEffect } from 'preact/hooks';
import type { FavoriteMovie } from '../shared/api/api-types.ts';
import type { PagedList } from '../shared/api/paged-list.ts';

/** A film of the list, or `undefined` before its page is loaded. `index`: in the list of the service. */
export type ShownFilm = { readonly film: FavoriteMovie | undefined; readonly index: number };

/** Loads the films in sight. */
export function useFilmsInSight(inSight: readonly ShownFilm[], list: PagedList<FavoriteMovie>): void {
  const [first, last] = [inSight[0]?.index ?? 0, inSight.at(-1)?.index ?? 0];
  useEffect(() => void list.need(first, last), [list, first, last]);
}
