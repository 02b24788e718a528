import type { Owner } from '../../shared/fair-queue.ts';

/**
 * Hashes passwords slowly, on purpose, and outside of the main thread. `caller`: who waits. Callers
 * take turns, so that one of them cannot delay the others with many calls. @throws ServerBusy when too many calls are
 * queued
 */
export interface PasswordHasher {
  /** @returns a PHC string with its own random salt */
  hash(password: string, caller?: Owner): Promise<string>;

  /**
   * Without a hash, because no account has the name, it verifies against another hash of the same parameters and
   * returns no match. So both cases take the same time. `outdated`: the hash was made with weaker parameters than
   * today's.
   */
  verify(
    passwordHash: string | undefined,
    password: string,
    caller?: Owner,
  ): Promise<{ matches: boolean; outdated: boolean }>;
}
