import { DAY_MS } from '../shared/duration.ts';

/** Calls of one quota day. `limit`: the smaller of the operator's and the source's limit. */
export type Quota = { readonly limit: number; readonly used: number };

/**
 * `asked`: a user waits for the answer. `newcomer`: a newcomer waits for it. `improving`: somebody waits, and the catalogue
 * has an answer that the call would improve. `warming`: a background call that fills the catalogue for the first time.
 * `extra`: a background call that improves or refreshes stored data and may wait for another day.
 */
export const CALL_PURPOSES = ['asked', 'newcomer', 'improving', 'warming', 'extra'] as const;

export type CallPurpose = (typeof CALL_PURPOSES)[number];

/** Maximum share of a day's calls that is reserved for waiting users. */
const LARGEST_RESERVE = 0.9;

/**
 * Share of the day's calls that the first filling of the catalogue may use at any hour, because each of these calls
 * brings twenty films. It may use more when {@link backgroundShare} is larger.
 */
const SHARE_OF_WARMING = 0.3;

/**
 * Share of the day's calls that may improve answers at any hour. The rest is reserved for questions that the catalogue
 * cannot answer.
 */
const SHARE_OF_IMPROVING = 0.25;

/** Share of the calls left for the rest of the day that newcomers may not use. */
const KEPT_FROM_NEWCOMERS = 0.4;

/**
 * The quota day to which a call belongs, `2026-11-20`. Kinopoisk does not document when its day begins; midnight UTC is
 * assumed. If that is wrong, the source refuses calls, and then the service makes no more calls on this day.
 */
export function quotaDay(now: Date): string {
  return now.toISOString().slice(0, 10);
}

/** When the next {@link quotaDay} begins. */
export function nextQuotaDay(now: Date): Date {
  return new Date(now.getTime() - (now.getTime() % DAY_MS) + DAY_MS);
}

/** Whole seconds until the next {@link quotaDay} begins, at least 1. */
export function secondsUntilNextQuotaDay(now: Date): number {
  return Math.ceil((DAY_MS - (now.getTime() % DAY_MS)) / 1000);
}

/**
 * The share (0 to 1) of the day's calls after which background calls stop: it equals the part of the day that has
 * passed. Calls that nobody has used by midnight are lost.
 */
export function backgroundShare(now: Date): number {
  return 1 - Math.min(LARGEST_RESERVE, restOfDay(now));
}

/** Whether nobody waits for calls of this purpose. */
export function isBackground(purpose: CallPurpose): boolean {
  return purpose === 'extra' || purpose === 'warming';
}

/** The share (0 to 1) of the day's calls after which calls of this purpose stop. */
export function shareFor(purpose: CallPurpose, now: Date): number {
  switch (purpose) {
    case 'asked':
      return 1;
    case 'newcomer':
      return 1 - KEPT_FROM_NEWCOMERS * restOfDay(now);
    case 'improving':
      return Math.max(SHARE_OF_IMPROVING, backgroundShare(now));
    case 'warming':
      return Math.max(SHARE_OF_WARMING, backgroundShare(now));
    case 'extra':
      return backgroundShare(now);
  }
}

/** The number of calls of this purpose that may still be made at `now`. */
export function callsFor(purpose: CallPurpose, { limit, used }: Quota, now: Date): number {
  return Math.max(0, Math.floor(limit * shareFor(purpose, now)) - used);
}

/** The number of background calls that may still be made at `now`. */
export function backgroundCallsLeft(quota: Quota, now: Date): number {
  return callsFor('extra', quota, now);
}

/** The part of the day that is left: 1 at midnight, falling to 0 at the next midnight. */
function restOfDay(now: Date): number {
  return 1 - (now.getTime() % DAY_MS) / DAY_MS;
}
