/**
 * Slow on purpose; runs beside everything else. `caller`: who waits (a block of addresses); callers take turns, so that
 * one of them cannot keep the others waiting, however many calls it makes. @throws ServerBusy when too many calls wait already
 */
export interface PasswordHasher {
  /** @returns a PHC string with its own random salt */
  hash(password: string, caller?: string): Promise<string>;

  /**
   * Without a hash (nobody of that name) the same work is done against a hash of the same parameters, and nothing matches.
   * `outdated`: the hash was made with weaker parameters than today's.
   */
  verify(
    passwordHash: string | undefined,
    password: string,
    caller?: string,
  ): Promise<{ matches: boolean; outdated: boolean }>;
}
