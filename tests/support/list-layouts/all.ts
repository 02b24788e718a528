import { imdb } from './imdb.ts';
import { kinopoisk, kinorium } from './kinopoisk.ts';
import type { Layout } from './layout.ts';
import { letterboxd, others, trakt } from './other-services.ts';
import { sheets } from './sheets.ts';

/** All layouts, by the service they come from. */
export const LAYOUTS: readonly Layout[] = [
  ...kinopoisk.map((layout) => ({ ...layout, name: `Kinopoisk: ${layout.name}` })),
  ...kinorium.map((layout) => ({ ...layout, name: `Kinorium: ${layout.name}` })),
  ...imdb.map((layout) => ({ ...layout, name: `IMDb: ${layout.name}` })),
  ...letterboxd.map((layout) => ({ ...layout, name: `Letterboxd: ${layout.name}` })),
  ...trakt.map((layout) => ({ ...layout, name: `Trakt: ${layout.name}` })),
  ...others,
  ...sheets.map((layout) => ({ ...layout, name: `A sheet: ${layout.name}` })),
];
