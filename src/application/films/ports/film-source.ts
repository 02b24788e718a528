import type { FilmList } from '../../../domain/films/film-lists.ts';
import type { FilmRecord } from '../../../domain/films/movie.ts';
import type { CallPurpose } from '../../../domain/films/quota-day.ts';
import type { ErrorCode } from '../../../domain/shared/errors.ts';
import { DomainError, domainError } from '../../../domain/shared/errors.ts';
import type { Owner } from '../../shared/fair-queue.ts';

/** Page size and maximum page of a search. */
export const SEARCH_PAGE_SIZE = 20;
export const MAX_SEARCH_PAGES = 20;

/**
 * Why the source is called, and for whom. Owners take turns, so that the calls of one person do not delay those of
 * others.
 */
export type SourceCall = { readonly purpose: CallPurpose; readonly owner: Owner };

/** The owner of calls that the service makes by itself. */
export const SERVICE_ITSELF: Owner = { address: 'service', person: 'service' };

/** A call without a user who waits for it. */
export const BACKGROUND: SourceCall = { purpose: 'extra', owner: SERVICE_ITSELF };

/**
 * Where films come from. Every method ends within its deadline; background calls have a shorter one. Every method
 * throws the failures below, and StorageUnavailable when the call cannot be counted.
 */
export interface FilmSource {
  /**
   * Page `page` (from 1) of the films found for the words, best first. `total`: the number of films on all pages; 0 for
   * a page without films, which is not a failure.
   */
  search(query: string, page: number, call?: SourceCall): Promise<{ films: readonly FilmRecord[]; total: number }>;

  /** The film without its directors and its trailer. @returns `undefined` for an id the source does not know */
  find(kinopoiskId: number, call?: SourceCall): Promise<FilmRecord | undefined>;

  /** In the source's order. `id: null` when the source gives a name without an id. Always an `extra` call. */
  directors(kinopoiskId: number, owner?: Owner): Promise<NonNullable<FilmRecord['directors']>>;

  /** The URL of a page with the trailer, or `null` when the source has no trailer. Always an `extra` call. */
  trailer(kinopoiskId: number, owner?: Owner): Promise<string | null>;

  /**
   * The film with the IMDb id, also without its directors and its trailer. Always an `extra` call.
   * @returns `undefined` when the source knows none
   */
  findByImdbId(imdbId: string): Promise<FilmRecord | undefined>;

  /**
   * Page `page` (from 1) of a list, in its order. The films are records without `fetchedAt`. A background call by default.
   */
  listed(list: FilmList, page: number, call?: SourceCall): Promise<FilmsOfList>;
}

/**
 * One page of a list. `pages`: the number of pages of the list. If the source does not report it, it is one more than this
 * page while pages have films.
 */
export type FilmsOfList = { readonly films: readonly FilmRecord[]; readonly pages: number };

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
