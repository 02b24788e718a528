import { DAY_MS, HOUR_MS } from '../shared/duration.ts';
import type { Movie } from './movie.ts';

const SEARCH_FRESH_MS = DAY_MS;
/** Shorter than for other searches: a single new film may change an empty result. */
const EMPTY_SEARCH_FRESH_MS = HOUR_MS;
/** Maximum age at which a cached search answer is still returned. Its films stay in the catalogue. */
const SEARCH_KEPT_MS = 30 * DAY_MS;
const NEW_FILM_FRESH_MS = DAY_MS;
const FILM_FRESH_MS = 30 * DAY_MS;
/** How long the negative cache keeps an id that belongs to no film. */
const UNKNOWN_FILM_MS = HOUR_MS;

/**
 * Whether the film's card is still fresh. Cards of films of this year and the last change daily, and older cards hardly
 * ever.
 */
export function isFreshCard({ fetchedAt, year }: Pick<Movie, 'fetchedAt' | 'year'>, now: Date): boolean {
  if (fetchedAt === null) return false;
  const isNew = year === null || year >= now.getUTCFullYear() - 1;
  return ageMs(fetchedAt, now) < (isNew ? NEW_FILM_FRESH_MS : FILM_FRESH_MS);
}

export function isFreshSearch({ fetchedAt, total }: { fetchedAt: Date; total: number }, now: Date): boolean {
  return ageMs(fetchedAt, now) < (total === 0 ? EMPTY_SEARCH_FRESH_MS : SEARCH_FRESH_MS);
}

/** Search answers cached before this time are purged. */
export function searchesKeptSince(now: Date): Date {
  return new Date(now.getTime() - SEARCH_KEPT_MS);
}

/** Negative cache entries made since this time are valid. */
export function unknownSince(now: Date): Date {
  return new Date(now.getTime() - UNKNOWN_FILM_MS);
}

/** Whole seconds. Never negative, even if the clock of another instance is ahead. */
export function ageSeconds(fetchedAt: Date, now: Date): number {
  return Math.max(0, Math.floor(ageMs(fetchedAt, now) / 1000));
}

function ageMs(fetchedAt: Date, now: Date): number {
  return now.getTime() - fetchedAt.getTime();
}
