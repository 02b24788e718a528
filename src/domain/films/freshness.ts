import { DAY_MS, HOUR_MS } from '../shared/duration.ts';
import type { Movie } from './movie.ts';

const SEARCH_FRESH_MS = DAY_MS;
/** A search that found nothing is one film short of finding something. */
const EMPTY_SEARCH_FRESH_MS = HOUR_MS;
/** An older answer is not worth showing; the films themselves stay. */
const SEARCH_KEPT_MS = 30 * DAY_MS;
const NEW_FILM_FRESH_MS = DAY_MS;
const FILM_FRESH_MS = 30 * DAY_MS;
/** An id that belongs to no film is not asked for again for so long. */
const UNKNOWN_FILM_MS = HOUR_MS;

/** Whether the film's card need not be read anew. Films of this year and the last change from day to day, older ones hardly. */
export function isFreshCard({ fetchedAt, year }: Pick<Movie, 'fetchedAt' | 'year'>, now: Date): boolean {
  if (fetchedAt === null) return false;
  const isNew = year === null || year >= now.getUTCFullYear() - 1;
  return ageMs(fetchedAt, now) < (isNew ? NEW_FILM_FRESH_MS : FILM_FRESH_MS);
}

export function isFreshSearch({ fetchedAt, total }: { fetchedAt: Date; total: number }, now: Date): boolean {
  return ageMs(fetchedAt, now) < (total === 0 ? EMPTY_SEARCH_FRESH_MS : SEARCH_FRESH_MS);
}

/** Answers to searches of before are forgotten. */
export function searchesKeptSince(now: Date): Date {
  return new Date(now.getTime() - SEARCH_KEPT_MS);
}

/** Films asked for in vain since then still count as unknown. */
export function unknownSince(now: Date): Date {
  return new Date(now.getTime() - UNKNOWN_FILM_MS);
}

/** Whole seconds, never negative: another instance's clock may be ahead. */
export function ageSeconds(fetchedAt: Date, now: Date): number {
  return Math.max(0, Math.floor(ageMs(fetchedAt, now) / 1000));
}

function ageMs(fetchedAt: Date, now: Date): number {
  return now.getTime() - fetchedAt.getTime();
}
