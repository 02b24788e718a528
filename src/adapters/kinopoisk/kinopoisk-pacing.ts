import type { CallPacing } from '../../application/films/ports/api-quota.ts';

/**
 * Kinopoisk accepts 20 calls a second in all, of which 5 may be searches and 2 may be for votes. Calls are sent less
 * often than that, because they can arrive closer together than they were sent: after a pause of a fifth of a second in
 * the network or the machine, the limits still hold.
 */
export const KINOPOISK_PACING: CallPacing = { callMs: 60, searchMs: 250, votesMs: 550 };

/** Deadline of one question including connecting, head, body, retries and pauses. */
export const DEADLINE_MS = 5_000;

/** Share of the deadline reserved for the call itself, however long it waits for its turn. */
export const SHARE_OF_THE_CALL = 0.4;

const LONGEST_WAIT_MS = DEADLINE_MS * (1 - SHARE_OF_THE_CALL);

/** Share of the turns that the questions of one person can get. The rest is for other people. */
const SHARE_OF_ONE = 0.8;

/** Number of waiting calls that get their turn within the longest wait. */
export function callsInTime({ callMs }: CallPacing): number {
  return Math.floor(LONGEST_WAIT_MS / callMs);
}

/** Maximum number of unanswered questions of one person. */
export function questionsOfOne(pacing: CallPacing): number {
  return Math.max(1, Math.floor(callsInTime(pacing) * SHARE_OF_ONE));
}
