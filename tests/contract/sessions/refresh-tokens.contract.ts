import { describe, expect, it } from 'vitest';
import type { RefreshTokens } from '../../../src/application/sessions/ports/refresh-tokens.ts';
import { InvalidToken } from '../../../src/domain/sessions/session.ts';

const claims = {
  userId: '0198f0a0-0000-7000-8000-00000000a11c',
  sessionId: '0198f0a0-0000-7000-8000-0000005e5510',
  counter: 7,
};

/** `open` returns refresh tokens that are signed with `secret`. */
export function refreshTokensContract(adapter: string, open: (secret?: string) => RefreshTokens): void {
  describe(`RefreshTokens: ${adapter}`, () => {
    it.each([0, 1, 255, 256, 2 ** 31, 2 ** 32 - 1])(
      'reads the claims with which a token was issued, counter %i',
      (counter) => {
        const tokens = open();
        expect(tokens.verify(tokens.issue({ ...claims, counter }))).toEqual({ ...claims, counter });
      },
    );

    it('issues equal tokens for equal claims, on all instances with the same secret', () => {
      expect(open().issue(claims)).toBe(open().issue({ ...claims }));
    });

    it('issues different tokens when anything differs', () => {
      const tokens = open();
      const issued = [
        tokens.issue(claims),
        tokens.issue({ ...claims, counter: 8 }),
        tokens.issue({ ...claims, userId: claims.sessionId }),
        tokens.issue({ ...claims, sessionId: claims.userId }),
        open('another secret of at least 32 bytes').issue(claims),
      ];
      expect(new Set(issued).size).toBe(issued.length);
    });

    it('refuses tokens made with another secret', () => {
      const token = open('another secret of at least 32 bytes').issue(claims);
      expect(() => open().verify(token)).toThrow(InvalidToken);
    });

    it('refuses a token with one changed character', () => {
      const tokens = open();
      const token = tokens.issue(claims);
      for (let at = 0; at < token.length; at += 1) {
        const other = token[at] === 'A' ? 'B' : 'A';
        const altered = `${token.slice(0, at)}${other}${token.slice(at + 1)}`;
        expect(() => tokens.verify(altered), altered).toThrow(InvalidToken);
      }
    });

    it('refuses a token with anything missing or added', () => {
      const tokens = open();
      const token = tokens.issue(claims);
      const altered = ['=', 'A', 'AAAA', '\n', ' ', '\0'].flatMap((extra) => [`${token}${extra}`, `${extra}${token}`]);
      const cut = Array.from(token, (_, length) => token.slice(0, length));
      for (const text of [...altered, ...cut, `${token}${token}`, token.toUpperCase(), token.toLowerCase()]) {
        expect(() => tokens.verify(text), text).toThrow(InvalidToken);
      }
    });

    it.each([
      ['nothing', ''],
      ['the word undefined', 'undefined'],
      ['an unsigned JWT', 'eyJhbGciOiJub25lIn0.e30.'],
      ['NUL', '\0'],
      ['lone surrogates', '\ud800'],
      ['a million letters', 'x'.repeat(1_000_000)],
    ])('refuses a text that is not a token: %s', (_, text) => {
      expect(() => open().verify(text)).toThrow(InvalidToken);
    });
  });
}
