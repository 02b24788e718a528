import { beforeEach, describe, expect, it } from 'vitest';
import type { AccessTokens } from '../../../src/application/sessions/ports/access-tokens.ts';
import { InvalidToken } from '../../../src/domain/sessions/session.ts';
import { FixedClock } from '../../fakes/fixed-clock.ts';

const grant = {
  userId: '0198f0a0-0000-7000-8000-00000000a11c',
  sessionId: '0198f0a0-0000-7000-8000-0000005e5510',
  roles: ['user', 'киноклуб'],
  version: 3,
  isSuperuser: false,
  clientId: 'kinopolka',
  scope: ['catalogue:read', 'movies:label:new'] as const,
  isNarrowed: true,
};
/** The claims of a token issued at noon. */
const claims = {
  ...grant,
  tokenId: expect.any(String) as string,
  issuedAt: new Date('2026-11-20T12:00:00.000Z'),
  expiresAt: new Date('2026-11-20T12:15:00.000Z'),
};

/** `open` returns access tokens with a lifetime of 15 minutes by this clock, signed with `secret`. */
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

    it('reads the claims with which a token was issued', async () => {
      const { token, expiresInSeconds } = await tokens.issue(grant);
      expect(expiresInSeconds).toBe(900);
      expect(await tokens.verify(token)).toEqual(claims);
    });

    it('reads that a token was issued to a superuser', async () => {
      const { token } = await tokens.issue({ ...grant, isSuperuser: true });
      expect(await tokens.verify(token)).toEqual({ ...claims, isSuperuser: true });
    });

    it('reads that a token is not narrowed', async () => {
      const { token } = await tokens.issue({ ...grant, isNarrowed: false });
      expect(await tokens.verify(token)).toEqual({ ...claims, isNarrowed: false });
    });

    it('reads a token without roles', async () => {
      const { token } = await tokens.issue({ ...grant, roles: [], version: 0 });
      expect(await tokens.verify(token)).toEqual({ ...claims, roles: [], version: 0 });
    });

    it('never issues the same token twice', async () => {
      const issued = [await tokens.issue(grant), await tokens.issue(grant)];
      expect(issued[0]?.token).not.toBe(issued[1]?.token);
    });

    it('accepts a token until it expires', async () => {
      const { token } = await tokens.issue(grant);
      clock.advanceSeconds(899);
      expect(await tokens.verify(token)).toEqual(claims);
      clock.advanceSeconds(7);
      await expect(tokens.verify(token)).rejects.toThrow(InvalidToken);
    });

    it('reads the owner of an expired token, but does not accept it as a valid one', async () => {
      const { token } = await tokens.issue(grant);
      expect(await tokens.verifyExpired(token)).toEqual(claims);
      clock.advanceSeconds(10 * 365 * 24 * 3600);
      expect(await tokens.verifyExpired(token)).toEqual(claims);
      await expect(tokens.verify(token)).rejects.toThrow(InvalidToken);
    });

    it('accepts tokens of another instance with the same secret', async () => {
      const { token } = await open(clock).issue(grant);
      expect(await tokens.verify(token)).toEqual(claims);
    });

    it('refuses tokens made with another secret', async () => {
      const { token } = await open(clock, 'another secret of at least 32 bytes').issue(grant);
      await expect(tokens.verify(token)).rejects.toThrow(InvalidToken);
      await expect(tokens.verifyExpired(token)).rejects.toThrow(InvalidToken);
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
    ])('refuses a text that is not a token: %s', async (_, text) => {
      await expect(tokens.verify(text)).rejects.toThrow(InvalidToken);
      await expect(tokens.verifyExpired(text)).rejects.toThrow(InvalidToken);
    });
  });
}
