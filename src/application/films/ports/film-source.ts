import type { ErrorCode } from '../../../domain/shared/errors.ts';
import { DomainError, domainError } from '../../../domain/shared/errors.ts';
import type { FilmRecord } from '../../../domain/films/movie.ts';
import type { CallPurpose, Quota } from '../../../domain/films/quota-day.ts';

/** Page size and maximum page of a search. */
export const SEARCH_PAGE_SIZE = 20;
export const MAX_SEARCH_PAGES = 20;

/** Page size and maximum page of a profile's votes. */
export const VOTES_PAGE_SIZE = 20;
export const MAX_VOTES_PAGES = 100;

/** `userRating`: 1 to 10. */
export type Vote = { readonly film: FilmRecord; readonly userRating: number | null };
export type VotesPage = { readonly votes: readonly Vote[]; readonly total: number };

/**
 * The source of films. Every method ends within its deadline and throws one of the failures below, or
 * StorageUnavailable when its calls cannot be counted. Calls other than `asked` leave a reserve to waiting users;
 * `extra` calls have a shorter deadline.
 */
export interface FilmSource {
  /**
   * Page `page` (from 1) of the films that match the words, best match first. `total` counts all pages. An empty result
   * is not a failure.
   */
  search(query: string, page: number, purpose?: CallPurpose): Promise<{ films: readonly FilmRecord[]; total: number }>;

  /** The film's card without directors and trailer. @returns `undefined` for an id the source does not know */
  find(kinopoiskId: number, purpose?: CallPurpose): Promise<FilmRecord | undefined>;

  /** In the source's order. `id: null` when the source gives a name without an id. Always a background call. */
  directors(kinopoiskId: number): Promise<NonNullable<FilmRecord['directors']>>;

  /** `https://www.youtube.com/watch?v=…`, or `null` when the source has none. Always a background call. */
  trailer(kinopoiskId: number): Promise<string | null>;

  /**
   * The card of the film with the IMDb id. Always a background call. @returns `undefined` when the source knows none
   */
  findByImdbId(imdbId: string): Promise<FilmRecord | undefined>;

  /**
   * Page `page` (from 1) of a profile's ratings, latest first. `total` counts all pages. Always a background call.
   * @returns `undefined` when the profile does not exist or is private
   */
  votes(userId: number, page: number): Promise<VotesPage | undefined>;

  /** The source's own count of calls of this day. @returns `undefined` when it has no limit or does not report it */
  quota(): Promise<Quota | undefined>;
}

/** The source gave no usable answer. */
export type FilmSourceFailure =
  | FilmSourceQuotaSpent
  | FilmSourceRateLimited
  | FilmSourceKeyRefused
  | FilmSourceUnavailable
  | FilmSourceBadAnswer
  | FilmSourceTimeout;

/** The day's calls are used up. */
export class FilmSourceQuotaSpent extends domainError('unavailable', 'kinopoisk-quota-spent') {}
/** Too many calls in a short time. */
export class FilmSourceRateLimited extends domainError('unavailable', 'kinopoisk-rate-limited') {}
/** The source does not accept the operator's API key. */
export class FilmSourceKeyRefused extends domainError('unavailable', 'kinopoisk-key-refused') {}
/** The source failed too often and is not called for a while (circuit breaker). */
export class FilmSourceUnavailable extends domainError('unavailable', 'kinopoisk-unavailable') {}
/** An unusable answer: a server error, a broken connection, or a body that is not a film. */
export class FilmSourceBadAnswer extends domainError('upstream-fault', 'kinopoisk-bad-answer') {}
/** No answer within the deadline. */
export class FilmSourceTimeout extends domainError('upstream-timeout', 'kinopoisk-timeout') {}

export const filmSourceFailures = [
  FilmSourceQuotaSpent,
  FilmSourceRateLimited,
  FilmSourceKeyRefused,
  FilmSourceUnavailable,
  FilmSourceBadAnswer,
  FilmSourceTimeout,
] as const;

const codes: ReadonlySet<ErrorCode> = new Set(filmSourceFailures.map((failure) => failure.code));

export function isFilmSourceFailure(error: unknown): error is FilmSourceFailure {
  return error instanceof DomainError && codes.has(error.code);
}
