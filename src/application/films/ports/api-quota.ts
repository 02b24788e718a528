import type { CallPurpose, Quota } from '../../../domain/films/quota-day.ts';
import type { FilmSourceKeyRefused, FilmSourceQuotaSpent, FilmSourceRateLimited } from './film-source.ts';

/**
 * Kinopoisk accepts 20 calls a second in all, 5 of them searches. Calls are spaced wider than that, because a short
 * stall of the machine or the network moves them closer together.
 */
export const CALL_SPACING_MS = 60;
export const SEARCH_SPACING_MS = 250;
/** Kinopoisk accepts 2 calls for votes a second. */
export const VOTES_SPACING_MS = 550;

/** The next call to book. `withinMs`: how long it can wait for its turn. */
export type PlannedCall = {
  readonly isSearch: boolean;
  readonly isVotes?: boolean;
  readonly purpose: CallPurpose;
  readonly withinMs: number;
};

/** The source refused a call in a way that also applies to further calls. */
export type CallRefusal = FilmSourceQuotaSpent | FilmSourceRateLimited | FilmSourceKeyRefused;

/** Counts and paces the calls to the source, across all instances. */
export interface ApiQuota {
  /**
   * Books one call, {@link CALL_SPACING_MS} after the previous one; a search {@link SEARCH_SPACING_MS} after the last
   * search, votes {@link VOTES_SPACING_MS} after the last votes. Background calls leave a reserve of the day's quota
   * for waiting users, newcomers' calls one for all other users.
   * @returns when the call may be made
   * @throws FilmSourceQuotaSpent, FilmSourceRateLimited when its turn would come too late, FilmSourceKeyRefused
   */
  book(call: PlannedCall, now: Date): Promise<Date>;

  /** Returns a booked call that was not made to the quota. Its time slot is lost. */
  release(now: Date): Promise<void>;

  /** Stops all calls: for the rest of the quota day, for the source's pause, or until the key is tried again. */
  heed(refusal: CallRefusal, now: Date): Promise<void>;

  /** Adopts the source's own count: its limit, and its use where that is larger. */
  learn(reported: Quota, now: Date): Promise<void>;

  quota(now: Date): Promise<Quota>;
}
