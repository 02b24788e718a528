import type { Collection, FilmList } from '../../domain/films/film-lists.ts';
import { monthOfPremieres } from '../../domain/films/film-lists.ts';
import type { KinopoiskQuestion } from './kinopoisk-http.ts';

/** The documented bound of `page`. */
export const MAX_LIST_PAGES = 50;

/** Kinopoisk's names of the collections (`type`). */
const TYPES = {
  popular: 'TOP_POPULAR_ALL',
  popular_films: 'TOP_POPULAR_MOVIES',
  popular_series: 'POPULAR_SERIES',
  best_films: 'TOP_250_MOVIES',
  best_series: 'TOP_250_TV_SHOWS',
  coming_soon: 'CLOSES_RELEASES',
  family: 'FAMILY',
  animation: 'KIDS_ANIMATION_THEME',
  comics: 'COMICS_THEME',
  awarded: 'OSKAR_WINNERS_2021',
  love: 'LOVE_THEME',
  disasters: 'CATASTROPHE_THEME',
  vampires: 'VAMPIRE_THEME',
  zombies: 'ZOMBIE_THEME',
} satisfies Record<Collection, string>;

const TYPE_OF: ReadonlyMap<string, string> = new Map(Object.entries(TYPES));

const MONTHS = [
  'JANUARY',
  'FEBRUARY',
  'MARCH',
  'APRIL',
  'MAY',
  'JUNE',
  'JULY',
  'AUGUST',
  'SEPTEMBER',
  'OCTOBER',
  'NOVEMBER',
  'DECEMBER',
] as const;

/** The question for a page of a list: a page of `/collections`, or `/premieres` of a month, which has no pages. */
export function questionOf(list: FilmList, page: number): Pick<KinopoiskQuestion, 'operation' | 'path' | 'query'> {
  const premieres = monthOfPremieres(list);
  if (premieres) {
    const query = { year: premieres.year, month: MONTHS[premieres.month - 1] ?? '' };
    return { operation: 'premieres', path: '/api/v2.2/films/premieres', query };
  }
  const type = TYPE_OF.get(list) ?? '';
  return { operation: 'collection', path: '/api/v2.2/films/collections', query: { type, page } };
}
