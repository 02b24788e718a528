import { beforeEach, describe, expect, it } from 'vitest';
import { LogIn } from '../../../src/application/sessions/log-in.ts';
import { LoginGuard } from '../../../src/application/sessions/login-guard.ts';
import { LoginJournal } from '../../../src/application/sessions/login-journal.ts';
import { LoginPasswords } from '../../../src/application/sessions/login-passwords.ts';
import { RefusedLogins } from '../../../src/application/sessions/refused-logins.ts';
import { SessionOpening } from '../../../src/application/sessions/session-opening.ts';
import { TokenIssuer } from '../../../src/application/sessions/tokens/token-issuer.ts';
import { TooManyRequests } from '../../../src/application/shared/ports/rate-limiter.ts';
import type { Client, SessionLifetime } from '../../../src/domain/sessions/session.ts';
import { InvalidCredentials, recordOf } from '../../../src/domain/sessions/session.ts';
import { anonymous } from '../../builders/actor.ts';
import { limitsWith } from '../../builders/catalog.ts';
import { aClient, clientAt } from '../../builders/session.ts';
import { aUser, uuid } from '../../builders/user.ts';
import { CountingMetrics } from '../../fakes/counting-metrics.ts';
import { CountingPasswordHasher } from '../../fakes/counting-password-hasher.ts';
import { FixedClock } from '../../fakes/fixed-clock.ts';
import { InMemoryAccessRules } from '../../fakes/in-memory-access-rules.ts';
import { InMemoryLoginHistory } from '../../fakes/in-memory-login-history.ts';
import { InMemoryRateLimiter } from '../../fakes/in-memory-rate-limiter.ts';
import { InMemorySessionRepository } from '../../fakes/in-memory-session-repository.ts';
import { InMemoryUserRepository } from '../../fakes/in-memory-user-repository.ts';
import { NumberedIds } from '../../fakes/numbered-ids.ts';
import { PlainAccessTokens } from '../../fakes/plain-access-tokens.ts';
import { PlainPasswordHasher } from '../../fakes/plain-password-hasher.ts';
import { PlainRefreshTokens } from '../../fakes/plain-refresh-tokens.ts';

const password = 'correct horse';
const client = aClient;
const elsewhere = clientAt('198.51.100.1');
const firstId = '00000000-0000-7000-8000-000000000001';

describe('LogIn', () => {
  let clock: FixedClock;
  let users: InMemoryUserRepository;
  let sessions: InMemorySessionRepository;
  let history: InMemoryLoginHistory;
  let refused: RefusedLogins;
  let hasher: CountingPasswordHasher;
  let limiter: InMemoryRateLimiter;
  let accessTokens: PlainAccessTokens;
  let refreshTokens: PlainRefreshTokens;
  let metrics: CountingMetrics;

  beforeEach(async () => {
    clock = new FixedClock();
    metrics = new CountingMetrics();
    users = new InMemoryUserRepository();
    sessions = new InMemorySessionRepository(users);
    history = new InMemoryLoginHistory(users);
    limiter = new InMemoryRateLimiter(
      clock,
      limitsWith({
        'login-account-address': { limit: 3, windowSeconds: 900 },
        'login-address': { limit: 100, windowSeconds: 900 },
        'login-account': { limit: 4, windowSeconds: 900 },
        'login-reserve': { limit: 0, windowSeconds: 900 },
        'login-refusal': { limit: 10, windowSeconds: 900 },
      }),
    );
    refused = new RefusedLogins(history);
    accessTokens = new PlainAccessTokens(clock);
    refreshTokens = new PlainRefreshTokens();
    const plain = new PlainPasswordHasher();
    await users.add(aUser(), { passwordHash: await plain.hash(password), usernameSkeleton: 'alice' });
    await users.add(aUser({ id: uuid(2), username: 'bob', email: null, tokenVersion: 3 }), {
      passwordHash: PlainPasswordHasher.outdatedHash(password),
      usernameSkeleton: 'bob',
    });
    await users.add(aUser({ id: uuid(3), username: 'carol', email: null, isActive: false }), {
      passwordHash: await plain.hash(password),
      usernameSkeleton: 'carol',
    });
    hasher = new CountingPasswordHasher(plain);
  });

  function logIn(lifetime: SessionLifetime = { idleTtlSeconds: 3600, absoluteTtlSeconds: 86_400 }): LogIn {
    const ids = new NumberedIds();
    return new LogIn(
      new LoginGuard(limiter),
      new LoginPasswords(users, hasher),
      new LoginJournal(history, refused, metrics, clock, ids),
      new SessionOpening(sessions, new InMemoryAccessRules(), lifetime, clock, ids),
      new TokenIssuer(accessTokens, refreshTokens, new InMemoryAccessRules(), clock),
    );
  }

  /** Makes this many failed attempts, one after the other. */
  async function failTimes(times: number, attempt: { login: string; client: Client }) {
    for (let failed = 0; failed < times; failed += 1) {
      await expect(logIn().execute(anonymous, { ...attempt, password: 'wrong' })).rejects.toThrow(InvalidCredentials);
    }
  }

  it('stores a session with the configured lifetime', async () => {
    await logIn().execute(anonymous, { login: 'alice', password, client });
    expect(sessions.sessions).toEqual([
      {
        id: firstId,
        userId: uuid(1),
        counter: 0,
        clientId: 'kinopolka',
        scope: null,
        client: recordOf(client),
        createdAt: new Date('2026-11-20T12:00:00.000Z'),
        lastUsedAt: new Date('2026-11-20T12:00:00.000Z'),
        idleExpiresAt: new Date('2026-11-20T13:00:00.000Z'),
        expiresAt: new Date('2026-11-21T12:00:00.000Z'),
      },
    ]);
  });

  it('returns the tokens of the session and the remaining attempts of the address', async () => {
    const { tokens, limit } = await logIn().execute(anonymous, { login: 'bob', password, client });
    const { accessToken, refreshToken, ...lifetimes } = tokens;
    const session = { userId: uuid(2), sessionId: firstId };
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
    expect(refreshTokens.verify(refreshToken)).toEqual({ ...session, counter: 0 });
    expect(lifetimes).toMatchObject({ expiresInSeconds: 900, refreshExpiresInSeconds: 3600 });
    expect(limit).toMatchObject({
      policy: 'login-address',
      limit: 100,
      windowSeconds: 900,
      remaining: 100,
      resetSeconds: 900,
    });
  });

  it.each(['alice', 'ALICE', 'ａｌｉｃｅ', 'alice@example.org', 'Alice@EXAMPLE.org'])(
    'finds the account by %s',
    async (login) => {
      await logIn().execute(anonymous, { login, password, client });
      expect(sessions.sessions).toMatchObject([{ userId: uuid(1) }]);
    },
  );

  it('counts log-ins by outcome, and every refused one', async () => {
    await logIn().execute(anonymous, { login: 'alice', password, client });
    await expect(logIn().execute(anonymous, { login: 'carol', password, client })).rejects.toThrow(InvalidCredentials);
    await expect(logIn().execute(anonymous, { login: 'nobody', password, client })).rejects.toThrow(InvalidCredentials);
    await failTimes(3, { login: 'bob', client: elsewhere });
    for (let time = 0; time < 12; time += 1) {
      const again = logIn().execute(anonymous, { login: 'bob', password, client: elsewhere });
      await expect(again).rejects.toThrow(TooManyRequests);
    }
    expect(metrics.counts).toEqual({
      'auth_logins_total success': 1,
      'auth_logins_total inactive': 1,
      'auth_logins_total wrong_password': 4,
      'auth_logins_total limited': 12,
    });
  });

  it('counts a log-in that the history does not keep', async () => {
    const one = { limit: 1, windowSeconds: 86_400 };
    const none = { ...one, limit: 0 };
    limiter = new InMemoryRateLimiter(clock, limitsWith({ 'login-success-address': none, 'login-success-first': one }));
    for (let times = 0; times < 3; times += 1) await logIn().execute(anonymous, { login: 'alice', password, client });
    expect(metrics.counts).toEqual({ 'auth_logins_total success': 3 });
    expect(await Array.fromAsync(history.stream(uuid(1)))).toHaveLength(1);
  });

  it('starts another session with every log-in', async () => {
    const useCase = logIn();
    await useCase.execute(anonymous, { login: 'alice', password, client });
    await useCase.execute(anonymous, { login: 'alice', password, client });
    expect(sessions.sessions).toHaveLength(2);
    expect(new Set(sessions.sessions.map(({ id }) => id)).size).toBe(2);
  });

  describe('refuses with the same error, after the same work, for the same points', () => {
    it.each([
      ['an unknown user name', { login: 'nobody', password }],
      ['an unknown e-mail address', { login: 'nobody@example.org', password }],
      ['a name that no account can have', { login: '@', password }],
      ['no name', { login: '', password }],
      ['a wrong password', { login: 'alice', password: 'wrong' }],
      ['an empty password', { login: 'alice', password: '' }],
      ['an over-long password', { login: 'alice', password: 'x'.repeat(1025) }],
      ['a password with a blank too many', { login: 'alice', password: `${password} ` }],
      ['a wrong password with an outdated hash', { login: 'bob', password: 'wrong' }],
      ['a deactivated account', { login: 'carol', password }],
      ['a deactivated account and a wrong password', { login: 'carol', password: 'wrong' }],
    ])('%s', async (_, attempt) => {
      const refusal: unknown = await logIn()
        .execute(anonymous, { ...attempt, client })
        .catch((error: unknown) => error);
      expect(refusal).toEqual(new InvalidCredentials());
      expect(refusal).toHaveProperty('retryAfterSeconds', undefined);
      expect(hasher.work).toEqual({ hashes: 0, verifications: 1 });
      expect(sessions.sessions).toEqual([]);
      expect(await limiter.consume('login-address', client.address.block)).toMatchObject({ remaining: 98 });
    });
  });

  describe('after the limit is reached', () => {
    it.each([
      ['a known account', 'alice'],
      ['an unknown one', 'nobody'],
      ['a name that no account can have', '@'],
    ])('computes no hash any more, not even for the right password: %s', async (_, login) => {
      await failTimes(3, { login, client });
      await expect(logIn().execute(anonymous, { login, password, client })).rejects.toThrow(TooManyRequests);
      expect(hasher.work).toEqual({ hashes: 0, verifications: 3 });
      expect(sessions.sessions).toEqual([]);
    });

    it('counts all spellings of a name together', async () => {
      await failTimes(2, { login: 'alice', client });
      await failTimes(1, { login: 'ALICE', client });
      await expect(logIn().execute(anonymous, { login: 'ａｌｉｃｅ', password, client })).rejects.toThrow(
        TooManyRequests,
      );
    });

    it('does not reveal that a user name and an e-mail address belong together', async () => {
      await failTimes(3, { login: 'alice', client });
      await failTimes(1, { login: 'alice@example.org', client });
    });

    it('does not allow parallel guesses to exceed it', async () => {
      const useCase = logIn();
      const guesses = Array.from({ length: 20 }, (_, guess) =>
        useCase.execute(anonymous, { login: 'alice', password: `guess ${guess}`, client }),
      );
      await Promise.allSettled(guesses);
      expect(hasher.work).toEqual({ hashes: 0, verifications: 3 });
    });

    it('allows attempts again after some time', async () => {
      await failTimes(3, { login: 'alice', client });
      clock.advanceSeconds(900);
      await logIn().execute(anonymous, { login: 'alice', password, client });
      expect(sessions.sessions).toHaveLength(1);
    });

    it('does not count failures before a success in between', async () => {
      await failTimes(2, { login: 'alice', client });
      await logIn().execute(anonymous, { login: 'alice', password, client });
      await failTimes(3, { login: 'alice', client });
    });

    it('does not reset the limit of a deactivated account after a correct password', async () => {
      await failTimes(2, { login: 'carol', client });
      await expect(logIn().execute(anonymous, { login: 'carol', password, client })).rejects.toThrow(
        InvalidCredentials,
      );
      await expect(logIn().execute(anonymous, { login: 'carol', password, client })).rejects.toThrow(TooManyRequests);
    });
  });

  describe('while strangers try the account', () => {
    beforeEach(async () => {
      await failTimes(3, { login: 'alice', client: elsewhere });
      await failTimes(1, { login: 'alice', client: clientAt('198.51.100.2') });
    });

    it('refuses an address that is new to the account', async () => {
      await expect(logIn().execute(anonymous, { login: 'alice', password, client })).rejects.toThrow(TooManyRequests);
    });

    it('accepts the owner at an address of an earlier log-in', async () => {
      await history.add({
        id: uuid(50),
        userId: uuid(1),
        at: clock.now(),
        outcome: 'success',
        client,
        sessionId: null,
      });
      await logIn().execute(anonymous, { login: 'alice', password, client });
      expect(sessions.sessions).toHaveLength(1);
    });

    it('does not treat an address as familiar because another user has logged in there', async () => {
      await history.add({
        id: uuid(50),
        userId: uuid(2),
        at: clock.now(),
        outcome: 'success',
        client,
        sessionId: null,
      });
      await expect(logIn().execute(anonymous, { login: 'alice', password, client })).rejects.toThrow(TooManyRequests);
    });
  });

  describe('with an outdated hash', () => {
    it('hashes the password again', async () => {
      await logIn().execute(anonymous, { login: 'bob', password, client });
      const { passwordHash } = (await users.findCredentials({ username: 'bob' })) ?? {};
      expect(await hasher.verify(passwordHash, password)).toEqual({ matches: true, outdated: false });
    });

    it('keeps it until the correct password is given', async () => {
      await failTimes(1, { login: 'bob', client });
      expect(await users.findCredentials({ username: 'bob' })).toMatchObject({
        passwordHash: PlainPasswordHasher.outdatedHash(password),
      });
    });
  });

  it('keeps a current hash', async () => {
    const before = await users.findCredentials({ username: 'alice' });
    await logIn().execute(anonymous, { login: 'alice', password, client });
    expect(await users.findCredentials({ username: 'alice' })).toEqual(before);
    expect(hasher.work).toEqual({ hashes: 0, verifications: 1 });
  });
});
