import type { CallPurpose, Quota } from '../../../domain/films/quota-day.ts';
import type { FilmSourceKeyRefused, FilmSourceQuotaSpent, FilmSourceRateLimited } from './film-source.ts';

/**
 * Minimum intervals that the source requires: between any two calls, between two searches, and between two calls for
 * votes.
 */
export type CallPacing = { readonly callMs: number; readonly searchMs: number; readonly votesMs: number };

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
   * Books one call. Its time has the intervals of {@link CallPacing} from the calls booked before. Each purpose may use
   * only its share of the day's quota (`shareFor`).
   * @returns when it may be made
   * @throws FilmSourceQuotaSpent, FilmSourceRateLimited when its turn would come too late, FilmSourceKeyRefused
   */
  book(call: PlannedCall, now: Date): Promise<Date>;

  /** Gives a booked call back to the quota, because it was not made. Its time slot is lost. */
  release(now: Date): Promise<void>;

  /**
   * Stops all calls: for the rest of the quota day, for the pause that the source requests, or until the key is tried
   * again.
   */
  heed(refusal: CallRefusal, now: Date): Promise<void>;

  /**
   * Stores the source's report: the reported limit, and the reported number of calls if it is larger than the counted
   * one.
   */
  learn(reported: Quota, now: Date): Promise<void>;

  quota(now: Date): Promise<Quota>;
}
