import type { Owner } from '../../shared/fair-queue.ts';

/**
 * Slow on purpose; runs off the main thread. `caller`: who waits. Callers take turns, so that one of
 * them cannot delay the others with many calls. @throws ServerBusy when too many calls are queued
 */
export interface PasswordHasher {
  /** @returns a PHC string with its own random salt */
  hash(password: string, caller?: Owner): Promise<string>;

  /**
   * Without a hash (no account of that name) verifies against a hash of the same parameters, so that the cost is equal,
   * and returns no match. `outdated`: the hash was made with weaker parameters than today's.
   */
  verify(
    passwordHash: string | undefined,
    password: string,
    caller?: Owner,
  ): Promise<{ matches: boolean; outdated: boolean }>;
}
