import { accessViews } from './access/access.views.ts';
import { accountsViews } from './accounts/accounts.views.ts';
import { filmsViews, quotaViews } from './films/films.views.ts';
import { importsViews } from './imports/imports.views.ts';
import { sessionsViews } from './sessions/sessions.views.ts';
import type { View } from './shared/routing/view.ts';
import { shelfViews } from './shelf/shelf.views.ts';

/** All views; navigation shows them in this order. */
export const views: readonly View[] = [
  ...shelfViews,
  ...filmsViews,
  ...accountsViews,
  ...sessionsViews,
  ...importsViews,
  ...accessViews,
  ...quotaViews,
];
