import { later } from '../later.ts';
import type { View } from '../shared/routing/view.ts';
import { ShelfView } from './shelf-view.tsx';
import { shelfWording } from './shelf.wording.ts';

export const shelfViews: readonly View[] = [
  {
    path: '',
    title: () => shelfWording().shelf,
    needs: 'session',
    navigation: { group: 'main', icon: 'shelf' },
    component: ShelfView,
  },
  {
    path: 'stats',
    title: () => shelfWording().stats,
    needs: 'session',
    navigation: { group: 'main', icon: 'stats' },
    load: later('StatsView'),
  },
];
