import type { TeaserFilms } from '../access/restriction.ts';
import type { FieldFault } from '../shared/errors.ts';
import { domainError } from '../shared/errors.ts';
import type { Movie } from '../films/movie.ts';
import type { VisibleMovie } from '../films/visible-movie.ts';
import { codePointLength, isCleanText } from '../shared/text.ts';

/** A day of the calendar, wherever it was: `2026-11-20`. */
export type CalendarDay = string;

/** What its owner says of a film. `note`: 1 to {@link MAX_NOTE_LENGTH} characters; `userRating`: 1 to {@link MAX_USER_RATING}. */
export type Personal = {
  readonly note: string | null;
  readonly userRating: number | null;
  readonly watchedAt: CalendarDay | null;
};

/** What is not given stays, `null` clears. */
export type PersonalChanges = { readonly [Field in keyof Personal]?: Personal[Field] | undefined };

/** What a shelf itself knows of a film on it. `addedAt`: UTC, millisecond precision. */
export type Shelved = Personal & { readonly addedAt: Date };

/** A film on somebody's shelf. */
export type FavoriteMovie = Shelved & { readonly movie: Movie };

/** The same as its owner may see it. What they said of it is theirs, whatever became of the film. */
export type VisibleFavorite = VisibleMovie & Shelved;

/** In code points. */
export const MAX_NOTE_LENGTH = 1000;
export const MAX_USER_RATING = 10;

/** The year of the first films. */
export const FIRST_WATCHED_DAY: CalendarDay = '1895-01-01';

export const FAVORITE_SORTS = ['added_at', 'title', 'year', 'rating', 'user_rating', 'watched_at'] as const;

/** All run downwards (unknown last) but `title`, which runs upwards; ties by film id upwards. */
export type FavoriteSort = (typeof FAVORITE_SORTS)[number];

/**
 * `query`: words of the title, as somebody types them. `watched`: whether there is a `watchedAt`. `teasers`: found by their title
 * only, and sorted as if nobody had rated them.
 */
export type FavoriteFilter = {
  readonly sort: FavoriteSort;
  readonly genreId?: number | undefined;
  readonly query?: string | undefined;
  readonly watched?: boolean | undefined;
  readonly teasers?: TeaserFilms | undefined;
};

export class FavoriteNotFound extends domainError('not-found', 'favorite-not-found') {}

/** Nothing said, as a new favourite has it. */
export const NOTHING_SAID: Personal = { note: null, userRating: null, watchedAt: null };

/** An empty note is none. */
export function withoutEmptyNote(changes: PersonalChanges): PersonalChanges {
  return changes.note === '' ? { ...changes, note: null } : changes;
}

/** What speaks against somebody saying this at `now`: clients' clocks are up to 14 hours ahead of UTC, so tomorrow is no fault. */
export function faultsOfPersonal({ note, userRating, watchedAt }: PersonalChanges, now: Date): FieldFault[] {
  return [...faultsOfNote(note ?? null), ...faultsOfRating(userRating ?? null), ...faultsOfDay(watchedAt ?? null, now)];
}

function faultsOfNote(note: string | null): FieldFault[] {
  if (note === null) return [];
  const tooLong: FieldFault = { field: 'note', code: 'too-long', limit: MAX_NOTE_LENGTH };
  // No character has more than two units: what is longer need not be counted, however long it is.
  if (note.length > 2 * MAX_NOTE_LENGTH) return [tooLong];
  if (!isCleanText(note)) return [{ field: 'note', code: 'not-well-formed' }];
  return codePointLength(note) > MAX_NOTE_LENGTH ? [tooLong] : [];
}

function faultsOfRating(rating: number | null): FieldFault[] {
  const isOne = rating === null || (Number.isInteger(rating) && rating >= 1 && rating <= MAX_USER_RATING);
  return isOne ? [] : [{ field: 'userRating', code: 'invalid-value' }];
}

function faultsOfDay(day: CalendarDay | null, now: Date): FieldFault[] {
  if (day === null) return [];
  if (!isCalendarDay(day)) return [{ field: 'watchedAt', code: 'invalid-format' }];
  const isPast = day >= FIRST_WATCHED_DAY && day <= dayAfter(now);
  return isPast ? [] : [{ field: 'watchedAt', code: 'day-out-of-range' }];
}

/** Whether it is written `YYYY-MM-DD` and such a day there is: no 30th of February. */
export function isCalendarDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const midnight = new Date(`${text}T00:00:00.000Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(text);
}

const DAY_MS = 24 * 3600 * 1000;

function dayAfter(now: Date): CalendarDay {
  return new Date(now.getTime() + DAY_MS).toISOString().slice(0, 10);
}
