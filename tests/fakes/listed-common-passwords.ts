import type { CommonPasswords } from '../../src/application/accounts/ports/common-passwords.ts';

/** Only the given passwords are common. */
export class ListedCommonPasswords implements CommonPasswords {
  private readonly passwords: ReadonlySet<string>;

  constructor(passwords: readonly string[]) {
    this.passwords = new Set(passwords.map((password) => password.toLowerCase()));
  }

  async includes(password: string): Promise<boolean> {
    return this.passwords.has(password.toLowerCase());
  }
}
