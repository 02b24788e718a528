import type { CallPurpose, Quota } from '../../../domain/films/quota-day.ts';
import type { FilmSourceKeyRefused, FilmSourceQuotaSpent, FilmSourceRateLimited } from './film-source.ts';

/** How far apart the source wants calls to be: of any kind, searches, votes. */
export type CallPacing = { readonly callMs: number; readonly searchMs: number; readonly votesMs: number };

/** What is about to be called; `withinMs`: how long it can wait for its turn. */
export type PlannedCall = {
  readonly isSearch: boolean;
  readonly isVotes?: boolean;
  readonly purpose: CallPurpose;
  readonly withinMs: number;
};

/** The source took the call and refuses more like it. */
export type CallRefusal = FilmSourceQuotaSpent | FilmSourceRateLimited | FilmSourceKeyRefused;

/** The calls that may be made to the source, counted and spread for all instances together. */
export interface ApiQuota {
  /**
   * Books one call, as far after the one before, the last search or the last votes as {@link CallPacing} says.
   * Extra calls leave a reserve of the day's quota to the others, newcomers' calls one to those who are not new.
   * @returns when it may be made
   * @throws FilmSourceQuotaSpent, FilmSourceRateLimited when its turn would come too late, FilmSourceKeyRefused
   */
  book(call: PlannedCall, now: Date): Promise<Date>;

  /** Gives back a booked call that was not made. Its turn is lost. */
  release(now: Date): Promise<void>;

  /** From now on nobody calls: for the rest of the day, for the source's pause, until the key is worth another try. */
  heed(refusal: CallRefusal, now: Date): Promise<void>;

  /** Takes over what the source itself counts: its limit, and its use where that is larger. */
  learn(reported: Quota, now: Date): Promise<void>;

  quota(now: Date): Promise<Quota>;
}
