import type { CallPurpose, Quota } from '../../../domain/films/quota-day.ts';
import type { FilmSourceKeyRefused, FilmSourceQuotaSpent, FilmSourceRateLimited } from './film-source.ts';

/** How far apart the source wants calls to be: of any kind, searches, votes. */
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
   * Books one call, as far after the one before, the last search or the last votes as {@link CallPacing} says.
   * Extra calls leave a reserve of the day's quota to the others, newcomers' calls one to those who are not new.
   * @returns when it may be made
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
