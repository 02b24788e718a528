import type { CallPacing } from '../../application/films/ports/api-quota.ts';

/**
 * Kinopoisk takes 20 calls a second in all, 5 of them searches, and 2 of votes. Calls are sent wider apart than that: where
 * a machine or the network halts for a fifth of a second, they come closer to each other on their way.
 */
export const KINOPOISK_PACING: CallPacing = { callMs: 60, searchMs: 250, votesMs: 550 };
