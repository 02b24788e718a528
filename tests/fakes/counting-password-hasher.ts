import type { PasswordHasher } from '../../src/application/accounts/ports/password-hasher.ts';

/** Counts the calls of another hasher, whatever their results. */
export class CountingPasswordHasher implements PasswordHasher {
  readonly work = { hashes: 0, verifications: 0 };

  constructor(private readonly hasher: PasswordHasher) {}

  hash(password: string): Promise<string> {
    this.work.hashes += 1;
    return this.hasher.hash(password);
  }

  verify(passwordHash: string | undefined, password: string): Promise<{ matches: boolean; outdated: boolean }> {
    this.work.verifications += 1;
    return this.hasher.verify(passwordHash, password);
  }
}
