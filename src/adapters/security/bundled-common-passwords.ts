import type { CommonPasswords } from '../../application/accounts/ports/common-passwords.ts';

/**
 * The list of `@zxcvbn-ts/language-common`, 49,233 passwords in lower case. It is loaded on first use, because most
 * processes never need it.
 */
export class BundledCommonPasswords implements CommonPasswords {
  private passwords: Promise<ReadonlySet<string>> | undefined;

  async includes(password: string): Promise<boolean> {
    this.passwords ??= loadPasswords();
    return (await this.passwords).has(password.toLowerCase());
  }
}

async function loadPasswords(): Promise<ReadonlySet<string>> {
  // The package's main entry would also load keyboard layouts and diceware words.
  const { default: passwords } = await import('@zxcvbn-ts/language-common/src/passwords.json', {
    with: { type: 'json' },
  });
  return new Set(passwords);
}
