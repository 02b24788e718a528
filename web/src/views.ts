import { filmsViews } from './films/films.views.ts';
import type { View } from './shared/view.ts';
import { shelfViews } from './shelf/shelf.views.ts';

/** All views; navigation shows them in this order. */
export const views: readonly View[] = [...shelfViews, ...filmsViews];
