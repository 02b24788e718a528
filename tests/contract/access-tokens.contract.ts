import { beforeEach, describe, expect, it } from 'vitest';
import type { AccessTokens } from '../../src/application/ports/access-tokens.ts';
import { InvalidToken } from '../../src/domain/session.ts';
import { FixedClock } from '../fakes/fixed-clock.ts';

const claims = {
  userId: '0198f0a0-0000-7000-8000-00000000a11c',
  sessionId: '0198f0a0-0000-7000-8000-0000005e5510',
  roles: ['user', 'киноклуб'],
  version: 3,
};

/** `open` gives access tokens with a life of 15 minutes that take the time from the clock; `secret` is what they are signed with. */
export function accessTokensContract(
  adapter: string,
  open: (clock: FixedClock, secret?: string) => AccessTokens,
): void {
  describe(`AccessTokens: ${adapter}`, () => {
    let clock: FixedClock;
    let tokens: AccessTokens;

    beforeEach(() => {
      clock = new FixedClock();
      tokens = open(clock);
    });

    it('reads from a token what it was issued with', async () => {
      const { token, expiresInSeconds } = await tokens.issue(claims);
      expect(expiresInSeconds).toBe(900);
      expect(await tokens.verify(token)).toEqual(claims);
    });

    it('reads a token without roles', async () => {
      const { token } = await tokens.issue({ ...claims, roles: [], version: 0 });
      expect(await tokens.verify(token)).toEqual({ ...claims, roles: [], version: 0 });
    });

    it('never issues the same token twice', async () => {
      const issued = [await tokens.issue(claims), await tokens.issue(claims)];
      expect(issued[0]?.token).not.toBe(issued[1]?.token);
    });

    it('takes a token until its time is over', async () => {
      const { token } = await tokens.issue(claims);
      clock.advanceSeconds(899);
      expect(await tokens.verify(token)).toEqual(claims);
      clock.advanceSeconds(7);
      await expect(tokens.verify(token)).rejects.toThrow(InvalidToken);
    });

    it('takes tokens of another instance with the same secret', async () => {
      const { token } = await open(clock).issue(claims);
      expect(await tokens.verify(token)).toEqual(claims);
    });

    it('refuses tokens made with another secret', async () => {
      const { token } = await open(clock, 'another secret of at least 32 bytes').issue(claims);
      await expect(tokens.verify(token)).rejects.toThrow(InvalidToken);
    });

    it.each([
      ['nothing', ''],
      ['a dot', '.'],
      ['two dots', '..'],
      ['the word undefined', 'undefined'],
      ['three letters', 'a.b.c'],
      ['NUL', '\0'],
      ['lone surrogates', '\ud800.\ud800.\ud800'],
      ['a million letters', 'x'.repeat(1_000_000)],
    ])('refuses what is no token: %s', async (_, text) => {
      await expect(tokens.verify(text)).rejects.toThrow(InvalidToken);
    });
  });
}
