import { beforeAll, describe, expect, it } from 'vitest';
import type { PasswordHasher } from '../../../src/application/accounts/ports/password-hasher.ts';

/** `outdatedHash` returns a hash of the password with outdated parameters. */
export type PasswordHasherHarness = {
  readonly open: () => Promise<PasswordHasher>;
  readonly outdatedHash: (password: string) => string | Promise<string>;
};

export function passwordHasherContract(adapter: string, { open, outdatedHash }: PasswordHasherHarness): void {
  describe(`PasswordHasher: ${adapter}`, () => {
    let hasher: PasswordHasher;

    beforeAll(async () => {
      hasher = await open();
    });

    it.each([
      ['of plain letters', 'correct horse'],
      ['that is empty', ''],
      ['that is a blank', ' '],
      ['in Cyrillic with a picture', 'пароль 🎬'],
      ['with NUL', 'a\0b'],
      ['of 1024 letters', 'x'.repeat(1024)],
    ])('recognizes a password %s', async (_, password) => {
      expect(await hasher.verify(await hasher.hash(password), password)).toEqual({ matches: true, outdated: false });
    });

    it.each([
      ['with a blank at the end', 'correct horse', 'correct horse '],
      ['in another case', 'correct horse', 'Correct horse'],
      ['that is empty', 'correct horse', ''],
      ['another after NUL', 'a\0b', 'a\0c'],
      ['shorter by the last of 1024 letters', 'x'.repeat(1024), 'x'.repeat(1023)],
      ['in another normalization form', '\u00e9', 'e\u0301'],
    ])('distinguishes a password from one %s', async (_, password, other) => {
      expect(await hasher.verify(await hasher.hash(password), other)).toEqual({ matches: false, outdated: false });
    });

    it('hashes a password differently every time', async () => {
      expect(await hasher.hash('correct horse')).not.toBe(await hasher.hash('correct horse'));
    });

    it('verifies a password with an outdated hash, and says that it is outdated', async () => {
      const passwordHash = await outdatedHash('correct horse');
      expect(await hasher.verify(passwordHash, 'correct horse')).toEqual({ matches: true, outdated: true });
      expect(await hasher.verify(passwordHash, 'wrong')).toMatchObject({ matches: false });
    });

    it.each(['correct horse', ''])('finds no match without a hash: %j', async (password) => {
      expect(await hasher.verify(undefined, password)).toEqual({ matches: false, outdated: false });
    });

    it.each(['', 'plain text', '$', '$argon2id$', '$2b$12$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234'])(
      'finds no match in a text that is not a hash: %j',
      async (passwordHash) => {
        expect(await hasher.verify(passwordHash, passwordHash)).toEqual({ matches: false, outdated: false });
      },
    );
  });
}
