import type { CallPacing } from '../../application/films/ports/api-quota.ts';

/**
 * Kinopoisk takes 20 calls a second in all, 5 of them searches, and 2 of votes. Calls are sent less often than that:
 * after a machine or the network has paused for a fifth of a second, they arrive closer together than they were sent.
 */
export const KINOPOISK_PACING: CallPacing = { callMs: 60, searchMs: 250, votesMs: 550 };

/** Deadline of one question including connecting, head, body, retries and pauses. */
export const DEADLINE_MS = 5_000;

/** Share of the deadline reserved for the call itself, however long it waits for its turn. */
export const SHARE_OF_THE_CALL = 0.4;

const LONGEST_WAIT_MS = DEADLINE_MS * (1 - SHARE_OF_THE_CALL);

/** Share of the turns that one person's questions can get, because other persons get some. */
const SHARE_OF_ONE = 0.8;

/** Number of waiting calls that get their turn within the longest wait. */
export function callsInTime({ callMs }: CallPacing): number {
  return Math.floor(LONGEST_WAIT_MS / callMs);
}

/** Maximum number of unanswered questions of one person. */
export function questionsOfOne(pacing: CallPacing): number {
  return Math.max(1, Math.floor(callsInTime(pacing) * SHARE_OF_ONE));
}
