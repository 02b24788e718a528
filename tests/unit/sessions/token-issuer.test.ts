import { beforeEach, describe, expect, it } from 'vitest';
import { TokenIssuer } from '../../../src/application/sessions/tokens/token-issuer.ts';
import { aSession } from '../../builders/session.ts';
import { aUser, uuid } from '../../builders/user.ts';
import { FixedClock } from '../../fakes/fixed-clock.ts';
import { InMemoryAccessRules } from '../../fakes/in-memory-access-rules.ts';
import { PlainAccessTokens } from '../../fakes/plain-access-tokens.ts';
import { PlainRefreshTokens } from '../../fakes/plain-refresh-tokens.ts';

describe('TokenIssuer', () => {
  let clock: FixedClock;
  let accessTokens: PlainAccessTokens;
  let refreshTokens: PlainRefreshTokens;
  let issuer: TokenIssuer;

  beforeEach(() => {
    clock = new FixedClock();
    accessTokens = new PlainAccessTokens(clock);
    refreshTokens = new PlainRefreshTokens();
    issuer = new TokenIssuer(accessTokens, refreshTokens, new InMemoryAccessRules(), clock);
  });

  it('makes tokens with the session, the version and the number of renewals', async () => {
    const { accessToken, refreshToken, ...lifetimes } = await issuer.issue(
      aUser({ tokenVersion: 3 }),
      aSession({ counter: 7 }),
    );
    const session = { userId: uuid(1), sessionId: uuid(1001) };
    expect(await accessTokens.verify(accessToken)).toEqual({
      ...session,
      roles: ['user'],
      isSuperuser: false,
      version: 3,
      clientId: 'kinopolka',
      scope: ['account:own', 'catalogue:read', 'favorites:own', 'movies:read'],
      isNarrowed: false,
      tokenId: '1',
      issuedAt: clock.now(),
      expiresAt: new Date('2026-11-20T12:15:00.000Z'),
    });
    expect(refreshTokens.verify(refreshToken)).toEqual({ ...session, counter: 7 });
    expect(lifetimes).toMatchObject({ expiresInSeconds: 900, refreshExpiresInSeconds: 30 * 24 * 3600 });
  });

  it.each([
    ['2026-11-20T13:00:00.000Z', 3600],
    ['2026-11-20T12:59:59.999Z', 3600],
    ['2026-11-20T12:00:00.499Z', 0],
  ])('returns the whole seconds until a session with the idle end %s expires', async (idleExpiresAt, seconds) => {
    const pair = await issuer.issue(aUser(), aSession({ idleExpiresAt: new Date(idleExpiresAt) }));
    expect(pair).toMatchObject({ expiresInSeconds: 900, refreshExpiresInSeconds: seconds });
  });

  it('counts from the time of the call', async () => {
    clock.advanceSeconds(3600);
    const pair = await issuer.issue(aUser(), aSession({ idleExpiresAt: new Date('2026-11-20T14:00:00.000Z') }));
    expect(pair.refreshExpiresInSeconds).toBe(3600);
  });
});
