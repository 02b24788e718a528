import type { PasswordHasher } from '../../src/application/accounts/ports/password-hasher.ts';

const TODAY = 2;

/**
 * Leaves passwords readable and takes no time, for tests only. Hashes look like `$plain$v=2$<number>$<password in
 * base64url>`.
 */
export class PlainPasswordHasher implements PasswordHasher {
  private made = 0;

  /** A hash with outdated parameters. */
  static outdatedHash(password: string): string {
    return phc(TODAY - 1, 0, password);
  }

  async hash(password: string): Promise<string> {
    this.made += 1;
    return phc(TODAY, this.made, password);
  }

  async verify(passwordHash: string | undefined, password: string): Promise<{ matches: boolean; outdated: boolean }> {
    const [, version, salt] = /^\$plain\$v=(\d+)\$(\d+)\$/.exec(passwordHash ?? '') ?? [];
    if (version === undefined) return { matches: false, outdated: false };
    const matches = passwordHash === phc(Number(version), Number(salt), password);
    return { matches, outdated: Number(version) < TODAY };
  }
}

function phc(version: number, salt: number, password: string): string {
  return `$plain$v=${version}$${salt}$${Buffer.from(password).toString('base64url')}`;
}
