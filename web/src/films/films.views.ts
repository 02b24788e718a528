import { later } from '../later.ts';
import type { View } from '../shared/routing/view.ts';
import { FilmView } from './film-view.tsx';
import { filmsWording } from './films.wording.ts';
import { SearchView } from './search-view.tsx';

export const filmsViews: readonly View[] = [
  {
    path: 'search',
    title: () => filmsWording().search,
    needs: 'anyone',
    navigation: { group: 'main', icon: 'search' },
    component: SearchView,
  },
  { path: 'films/:id', title: () => filmsWording().film, needs: 'anyone', component: FilmView },
];

/** After the other views of administration. */
export const quotaViews: readonly View[] = [
  {
    path: 'quota',
    title: () => filmsWording().quota,
    needs: ['quota:read'],
    navigation: { group: 'administration', icon: 'gauge' },
    load: later('QuotaView'),
  },
];
