import type { TeaserFilms } from '../access/restriction.ts';
import type { Movie } from '../films/movie.ts';
import type { VisibleMovie } from '../films/visible-movie.ts';
import { DAY_MS } from '../shared/duration.ts';
import type { FieldFault } from '../shared/errors.ts';
import { domainError } from '../shared/errors.ts';
import { codePointLength, isCleanText } from '../shared/text.ts';

/** A calendar day without a time zone: `2026-11-20`. */
export type CalendarDay = string;

/**
 * The owner's note, rating and date of a film. `note`: 1 to {@link MAX_NOTE_LENGTH} characters; `userRating`: 1 to
 * {@link MAX_USER_RATING}.
 */
export type Personal = {
  readonly note: string | null;
  readonly userRating: number | null;
  readonly watchedAt: CalendarDay | null;
};

/** Fields that are not given stay as they are, `null` clears a field. */
export type PersonalChanges = { readonly [Field in keyof Personal]?: Personal[Field] };

/** The shelf's own data about a film. `addedAt`: UTC, millisecond precision. */
export type Shelved = Personal & { readonly addedAt: Date };

/** A film on a shelf. */
export type FavoriteMovie = Shelved & { readonly movie: Movie };

/** A favourite as its owner may see it. The owner's note, rating and date stay visible if the film is restricted. */
export type VisibleFavorite = VisibleMovie & Shelved;

/** In code points. */
export const MAX_NOTE_LENGTH = 1000;
export const MAX_USER_RATING = 10;

/** The year of the first films. */
export const FIRST_WATCHED_DAY: CalendarDay = '1895-01-01';

export const FAVORITE_SORTS = ['added_at', 'title', 'year', 'rating', 'user_rating', 'watched_at'] as const;

/**
 * All orders are descending (unknown values last), except `title`, which is ascending. Ties are in ascending order of
 * film ids.
 */
export type FavoriteSort = (typeof FAVORITE_SORTS)[number];

/**
 * `kinopoiskIds`: only these films. `query`: words of the title, as typed. `watched`: whether `watchedAt` is set.
 * `teasers` are found by their title only, and sorted as if nobody had rated them.
 */
export type FavoriteFilter = {
  readonly sort: FavoriteSort;
  readonly kinopoiskIds?: readonly number[];
  readonly genreId?: number;
  readonly query?: string;
  readonly watched?: boolean;
  readonly teasers?: TeaserFilms;
};

export class FavoriteNotFound extends domainError('not-found', 'favorite-not-found') {}

/** A new favourite without note, rating and date. */
export const EMPTY_PERSONAL: Personal = { note: null, userRating: null, watchedAt: null };

/** Treats an empty note as no note. */
export function withoutEmptyNote(changes: PersonalChanges): PersonalChanges {
  return changes.note === '' ? { ...changes, note: null } : changes;
}

/**
 * The faults of the owner's changes at `now`. Clients' clocks are up to 14 hours ahead of UTC, so tomorrow is allowed.
 */
export function faultsOfPersonal({ note, userRating, watchedAt }: PersonalChanges, now: Date): FieldFault[] {
  return [...faultsOfNote(note ?? null), ...faultsOfRating(userRating ?? null), ...faultsOfDay(watchedAt ?? null, now)];
}

function faultsOfNote(note: string | null): FieldFault[] {
  if (note === null) return [];
  const tooLong: FieldFault = { field: 'note', code: 'too-long', limit: MAX_NOTE_LENGTH };
  // A character has at most two units, so longer text need not be counted.
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

/** Whether the text is `YYYY-MM-DD` and the day exists (there is no 30th of February). */
export function isCalendarDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const midnight = new Date(`${text}T00:00:00.000Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(text);
}

function dayAfter(now: Date): CalendarDay {
  return new Date(now.getTime() + DAY_MS).toISOString().slice(0, 10);
}
