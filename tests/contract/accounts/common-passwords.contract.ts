import { describe, expect, it } from 'vitest';
import type { CommonPasswords } from '../../../src/application/accounts/ports/common-passwords.ts';

/** `open` returns a list that contains at least `password` and `qwerty123`. */
export function commonPasswordsContract(adapter: string, open: () => CommonPasswords): void {
  describe(`CommonPasswords: ${adapter}`, () => {
    it.each(['password', 'PASSWORD', 'PassWord', 'qwerty123', 'QWERTY123'])('includes %s', async (password) => {
      expect(await open().includes(password)).toBe(true);
    });

    it.each(['', ' password', 'password ', 'not in any list at all', 'пароль, которого нет', '__proto__', '\ud800'])(
      'does not include %j',
      async (password) => {
        expect(await open().includes(password)).toBe(false);
      },
    );
  });
}
