import { DAY_MS } from '../shared/duration.ts';

/** Calls of a day. `limit`: the operator's or what the source says, the smaller. */
export type Quota = { readonly limit: number; readonly used: number };

/**
 * `asked`: somebody waits for the answer. `newcomer`: somebody new does. `extra`: it makes an answer better or newer, and may
 * as well come another day.
 */
export type CallPurpose = 'asked' | 'newcomer' | 'extra';

/** At most this part of a day's calls is kept for questions that somebody waits for: some directors can be had at any time. */
const LARGEST_RESERVE = 0.9;

/** This part of the calls that the rest of the day is good for is kept for people who are not new. */
const KEPT_FROM_NEWCOMERS = 0.4;

/**
 * The day a call counts for, `2026-11-20`. Nobody has found out at which hour Kinopoisk's day turns; it is taken to be
 * midnight in UTC. Where that is wrong, the source refuses calls, which ends our day, too.
 */
export function quotaDay(now: Date): string {
  return now.toISOString().slice(0, 10);
}

/** Whole seconds until the next {@link quotaDay} begins, at least 1. */
export function secondsUntilNextCallDay(now: Date): number {
  return Math.ceil((DAY_MS - (now.getTime() % DAY_MS)) / 1000);
}

/**
 * The part (0 to 1) of the day's calls that may be used up before calls nobody waits for have to stop: the part of the day
 * that has passed. What nobody asked for by then would be lost at midnight; where people ask for more, it is all theirs.
 */
export function backgroundShare(now: Date): number {
  return 1 - Math.min(LARGEST_RESERVE, restOfDay(now));
}

/** The part (0 to 1) of the day's calls that may be used up before calls of the purpose have to stop. */
export function shareFor(purpose: CallPurpose, now: Date): number {
  if (purpose === 'asked') return 1;
  return purpose === 'extra' ? backgroundShare(now) : 1 - KEPT_FROM_NEWCOMERS * restOfDay(now);
}

/** How many calls of the purpose may be made by now. */
export function callsFor(purpose: CallPurpose, { limit, used }: Quota, now: Date): number {
  return Math.max(0, Math.floor(limit * shareFor(purpose, now)) - used);
}

/** How many calls may be made by now that nobody waits for. */
export function backgroundCallsLeft(quota: Quota, now: Date): number {
  return callsFor('extra', quota, now);
}

/** From 1 at midnight to 0 at the next. */
function restOfDay(now: Date): number {
  return 1 - (now.getTime() % DAY_MS) / DAY_MS;
}
