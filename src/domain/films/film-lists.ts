import { DAY_MS, HOUR_MS } from '../shared/duration.ts';

/** Collections of the film source that are read first, because most users ask for their films. */
const POPULAR = ['popular', 'popular_films', 'popular_series'] as const;
const OTHERS = [
  'best_films',
  'best_series',
  'coming_soon',
  'family',
  'animation',
  'comics',
  'awarded',
  'love',
  'disasters',
  'vampires',
  'zombies',
] as const;

export const COLLECTIONS = [...POPULAR, ...OTHERS] as const;

export type Collection = (typeof COLLECTIONS)[number];

/** A list of films at the source: a collection, or the premieres of a month (`premieres_2026_11`). */
export type FilmList = Collection | `premieres_${number}_${number}`;

/**
 * How far a list is read. `readAt`: when it was last read to its end, `null` before the first time. `failures`: the
 * number of failures since the last page that could be read.
 */
export type ListProgress = {
  readonly list: FilmList;
  readonly nextPage: number;
  readonly dueAt: Date;
  readonly readAt: Date | null;
  readonly failures: number;
};

/**
 * A page of a list. `pages`: the number of pages of the list. `added`: the number of films that were new to the
 * catalogue.
 */
export type ListPage = { readonly films: number; readonly added: number; readonly pages: number };

/** How many months before this one premieres are read, because users search for films that were recently in cinemas. */
const MONTHS_BACK = 11;

/** Popular lists and the premieres of these months change daily. The other lists hardly change. */
const CHANGING_LIST_MS = DAY_MS;
const OTHER_LIST_MS = 30 * DAY_MS;

/** Pause after the first failure of a list. It doubles with each further failure in a row, up to a day. */
const FIRST_RETRY_MS = HOUR_MS;

/** All lists at this time, in the order in which they are read. */
export function filmLists(now: Date): readonly FilmList[] {
  const months = Array.from({ length: MONTHS_BACK }, (_, at) => premieresOf(now, -1 - at));
  return [...POPULAR, ...comingMonths(now), ...OTHERS, ...months];
}

/** The year and the month, from 1, of a list of premieres; `undefined` for a collection. */
export function monthOfPremieres(list: FilmList): { readonly year: number; readonly month: number } | undefined {
  const [, year, month] = /^premieres_(\d+)_(\d+)$/.exec(list) ?? [];
  return year === undefined ? undefined : { year: Number(year), month: Number(month) };
}

export const LIST_STATES = ['unread', 'partly_read', 'read', 'failing'] as const;

/** `failing`: the source gave no usable page at the last attempt. */
export type ListState = (typeof LIST_STATES)[number];

export function listState(progress: ListProgress | undefined): ListState {
  if (progress === undefined) return 'unread';
  if (progress.failures > 0) return 'failing';
  return progress.readAt === null ? 'partly_read' : 'read';
}

/**
 * The list of which a page should be read next. Lists that were never read to their end come first. @returns
 * `undefined` if no list is due
 */
export function nextToRead(known: readonly ListProgress[], now: Date): ListProgress | undefined {
  const progress = new Map(known.map((each) => [each.list, each]));
  const due = filmLists(now)
    .map((list) => progress.get(list) ?? unread(list, now))
    .filter(({ dueAt }) => dueAt <= now);
  return due.find(({ readAt }) => readAt === null) ?? due[0];
}

/**
 * The progress after a page. The first time, a list is read to its end; later, until a page has no film that is new to
 * the catalogue.
 */
export function afterPage(before: ListProgress, { films, added, pages }: ListPage, now: Date): ListProgress {
  const { list, nextPage, readAt } = before;
  const isLast = films === 0 || nextPage >= pages;
  const isNothingNew = readAt !== null && added === 0;
  if (!isLast && !isNothingNew)
    return { ...before, nextPage: Math.min(pageAfter(before, added), pages), dueAt: now, failures: 0 };
  return { list, nextPage: 1, dueAt: new Date(now.getTime() + pauseMs(list, now)), readAt: now, failures: 0 };
}

/**
 * Lists begin with films that they share with other lists. So a page without a new film doubles the page number, which
 * saves calls. Every page of the first list is read, because no list was read before it.
 */
function pageAfter({ list, nextPage }: ListProgress, added: number): number {
  return added === 0 && list !== POPULAR[0] ? 2 * nextPage : nextPage + 1;
}

/** The progress after the source gave no usable page. The list waits while the others are read. */
export function afterFailure(before: ListProgress, now: Date): ListProgress {
  const waitMs = Math.min(FIRST_RETRY_MS * 2 ** before.failures, DAY_MS);
  return { ...before, dueAt: new Date(now.getTime() + waitMs), failures: before.failures + 1 };
}

function unread(list: FilmList, now: Date): ListProgress {
  return { list, nextPage: 1, dueAt: now, readAt: null, failures: 0 };
}

function pauseMs(list: FilmList, now: Date): number {
  const changing: readonly FilmList[] = [...POPULAR, 'coming_soon', ...comingMonths(now)];
  return changing.includes(list) ? CHANGING_LIST_MS : OTHER_LIST_MS;
}

function comingMonths(now: Date): readonly FilmList[] {
  return [premieresOf(now, 0), premieresOf(now, 1)];
}

function premieresOf(now: Date, monthsLater: number): FilmList {
  const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + monthsLater));
  return `premieres_${month.getUTCFullYear()}_${month.getUTCMonth() + 1}`;
}
