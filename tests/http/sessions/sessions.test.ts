import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countsOf } from '../../support/counts.ts';
import { quickestEngine } from '../../support/database.ts';
import type { Answer } from '../../support/openapi-conformance.ts';
import type { TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

type Pair = { access_token: string; refresh_token: string; expires_in: number; refresh_expires_in: number };
type SessionView = { id: string; current: boolean };

const PASSWORD = 'follow the white rabbit';
const NEW_PASSWORD = 'there is no spoon at all';

describe('sessions', () => {
  const engine = quickestEngine();
  let app: TestApp;
  let people = 0;
  beforeAll(async () => {
    app = await startTestApp({ engine });
  });
  afterAll(() => app.close());

  async function register(): Promise<string> {
    const username = `agent${++people}`;
    await app.call('POST', '/register', { body: { username, password: PASSWORD } });
    return username;
  }

  async function logIn(username: string, password = PASSWORD): Promise<Pair> {
    return (await app.call('POST', '/login', { body: { login: username, password } })).body as Pair;
  }

  const refresh = (refresh_token: string, access_token?: string) =>
    app.call('PUT', '/auth/login/', { body: { refresh_token, ...(access_token !== undefined && { access_token }) } });

  const codeOf = ({ status, body }: Answer) => [status, (body as { code?: string }).code];

  const isIn = async (pair: Pair) => (await app.call('GET', '/user', { token: pair.access_token })).status === 200;

  describe('renewing', () => {
    it('returns new valid tokens, under both paths', async () => {
      const first = await logIn(await register());
      const second = (await refresh(first.refresh_token, first.access_token)).body as Pair;
      expect(second.refresh_token).not.toBe(first.refresh_token);
      expect(await isIn(second)).toBe(true);
      const third = await app.call('PUT', '/login', { body: { refresh_token: second.refresh_token } });
      expect(third.status).toBe(200);
    });

    it('returns the same new token for the previous one, even to a hundred requests at once', async () => {
      const { refresh_token } = await logIn(await register());
      const answers = await Promise.all(Array.from({ length: 100 }, () => refresh(refresh_token)));
      expect(countsOf(answers.map(({ status }) => status))).toEqual({ 200: 100 });
      expect(new Set(answers.map(({ body }) => (body as Pair).refresh_token)).size).toBe(1);
    });

    it('ends only this session when an older token is sent again', async () => {
      const username = await register();
      const [stolen, other] = [await logIn(username), await logIn(username)];
      const second = (await refresh(stolen.refresh_token)).body as Pair;
      const third = (await refresh(second.refresh_token)).body as Pair;
      expect(codeOf(await refresh(stolen.refresh_token))).toEqual([401, 'refresh-token-reused']);
      expect(codeOf(await refresh(third.refresh_token))).toEqual([401, 'invalid-token']);
      expect([await isIn(third), await isIn(other)]).toEqual([false, true]);
      expect(app.log.filter(({ status }) => status === 'refresh-token-reused')).toMatchObject([{ level: 'warn' }]);
    });

    it('accepts no previous token if the leeway is 0', async () => {
      const strict = await startTestApp({ engine, settings: { REFRESH_LEEWAY_SECONDS: '0' } });
      const body = { username: 'strict', password: PASSWORD };
      await strict.call('POST', '/register', { body });
      const { refresh_token } = (await strict.call('POST', '/login', { body })).body as Pair;
      const again = () => strict.call('PUT', '/login', { body: { refresh_token } });
      expect((await again()).status).toBe(200);
      expect(codeOf(await again())).toEqual([401, 'refresh-token-reused']);
      await strict.close();
    });

    it('refuses tokens of two sessions, which both continue', async () => {
      const username = await register();
      const [one, two] = [await logIn(username), await logIn(username)];
      expect(codeOf(await refresh(one.refresh_token, two.access_token))).toEqual([401, 'invalid-token']);
      expect([(await refresh(one.refresh_token)).status, (await refresh(two.refresh_token)).status]).toEqual([
        200, 200,
      ]);
    });

    it.each(['', 'nonsense', 'kpr_AAAA', 'a.b.c'])('refuses "%s" as a refresh token', async (token) => {
      expect([401, 422]).toContain((await refresh(token)).status);
    });

    it('does not accept one kind of token as the other', async () => {
      const pair = await logIn(await register());
      expect(codeOf(await refresh(pair.access_token))).toEqual([401, 'invalid-token']);
      const headers = { Authorization: `Bearer ${pair.refresh_token}` };
      expect((await app.call('GET', '/user', { headers })).status).toBe(401);
    });
  });

  describe('logging out', () => {
    it('ends this session at once, with both tokens', async () => {
      const username = await register();
      const [here, there] = [await logIn(username), await logIn(username)];
      expect((await app.call('POST', '/auth/logout', { token: here.access_token })).status).toBe(204);
      expect([await isIn(here), await isIn(there)]).toEqual([false, true]);
      expect(codeOf(await refresh(here.refresh_token))).toEqual([401, 'invalid-token']);
      expect((await app.call('POST', '/auth/logout', { token: here.access_token })).status).toBe(401);
    });

    it('of the other sessions ends them at once, and returns new tokens for this one', async () => {
      const username = await register();
      const [here, ...others] = await Promise.all([logIn(username), logIn(username), logIn(username)]);
      const answer = await app.call('POST', '/auth/logout-others', { token: here.access_token });
      const renewed = answer.body as Pair;
      expect(await Promise.all([renewed, here, ...others].map(isIn))).toEqual([true, true, false, false]);
      expect((await refresh(renewed.refresh_token)).status).toBe(200);
      expect(await Promise.all(others.map(async ({ refresh_token }) => (await refresh(refresh_token)).status))).toEqual(
        [401, 401],
      );
    });
  });

  describe('my sessions', () => {
    it('show their address and start, which one is the current one, and no tokens', async () => {
      const username = await register();
      await logIn(username);
      const here = await logIn(username);
      const answer = await app.call('GET', '/user/sessions', { token: here.access_token });
      const listed = answer.body as SessionView[];
      expect(listed.map(({ current }) => current).filter(Boolean)).toHaveLength(1);
      expect(listed).toHaveLength(2);
      expect(listed[0]).toMatchObject({ ip: '127.0.0.1', user_agent: expect.any(String) as string });
      expect(answer.text).not.toContain(here.refresh_token.slice(4, 30));
      expect(answer.text).not.toContain('counter');
    });

    it('can be ended one by one, and only by their owner', async () => {
      const username = await register();
      const [here, there] = [await logIn(username), await logIn(username)];
      const stranger = await logIn(await register());
      const listed = (await app.call('GET', '/user/sessions', { token: here.access_token })).body as SessionView[];
      const { id } = listed.find(({ current }) => !current) as SessionView;
      const end = (pair: Pair, which = id) =>
        app.call('DELETE', `/user/sessions/${which}`, { token: pair.access_token }).then(codeOf);
      expect(await end(stranger)).toEqual([404, 'session-not-found']);
      expect(await end(here, 'not-an-id')).toEqual([404, 'session-not-found']);
      expect(app.log.at(-1)).toMatchObject({ operation: 'endSession', status: 'session-not-found' });
      expect(await end(here)).toEqual([204, undefined]);
      expect(await isIn(there)).toBe(false);
      expect(await end(here)).toEqual([404, 'session-not-found']);
    });

    it('are at most twenty: the oldest one ends first', async () => {
      const username = await register();
      const pairs: Pair[] = [];
      for (let n = 0; n < 21; n++) pairs.push(await logIn(username));
      expect([await isIn(pairs[0] as Pair), await isIn(pairs[1] as Pair)]).toEqual([false, true]);
      const token = (pairs[20] as Pair).access_token;
      expect((await app.call('GET', '/user/sessions', { token })).body).toHaveLength(20);
    });
  });

  describe('my log-ins', () => {
    it('are listed with failures, newest first, in pages or completely', async () => {
      const username = await register();
      await logIn(username, 'a wrong guess');
      const { access_token: token } = await logIn(username);
      const whole = await app.call('GET', '/user/logins', { token });
      expect(whole.body).toMatchObject([
        { outcome: 'success', ip: '127.0.0.1', session_id: expect.any(String) as string },
        { outcome: 'wrong_password', ip: '127.0.0.1', session_id: null },
      ]);
      const page = await app.call('GET', '/user/logins?page=2&per_page=1', { token });
      expect(page.body).toMatchObject([{ outcome: 'wrong_password' }]);
      expect(page.headers.get('x-total-count')).toBe('2');
    });
  });

  describe('an operation that needs the password', () => {
    it('changes the password, under both names of its fields, and ends the other sessions', async () => {
      const username = await register();
      const [here, there] = [await logIn(username), await logIn(username)];
      const change = (body: object) => app.call('PUT', '/user/password', { token: here.access_token, body });
      expect(codeOf(await change({ password_1: 'wrong', password_2: NEW_PASSWORD }))).toEqual([403, 'wrong-password']);
      expect((await change({ password_1: PASSWORD, password_2: 'zq7$kP' })).body).toMatchObject({
        errors: [{ field: 'password_2', code: 'too-short' }],
      });
      expect((await change({ password_1: PASSWORD, password_2: NEW_PASSWORD })).status).toBe(204);
      expect([await isIn(here), await isIn(there)]).toEqual([true, false]);
      expect((await refresh(there.refresh_token)).status).toBe(401);
      expect((await refresh(here.refresh_token)).status).toBe(200);
      expect((await change({ old_password: NEW_PASSWORD, new_password: PASSWORD })).status).toBe(204);
      expect((await logIn(username)).expires_in).toBe(900);
    });

    it('changes the log-in names', async () => {
      const [username, taken] = [await register(), await register()];
      const { access_token: token } = await logIn(username);
      const change = (body: object) => app.call('PUT', '/user/login', { token, body: { password: PASSWORD, ...body } });
      expect(codeOf(await change({ username: taken.toUpperCase() }))).toEqual([409, 'username-taken']);
      expect(codeOf(await change({}))).toEqual([422, 'validation-failed']);
      expect(codeOf(await change({ username: 'neo', password: 'wrong' }))).toEqual([403, 'wrong-password']);
      const email = `${username}@Example.com`;
      expect((await change({ email })).body).toMatchObject({ username, email: email.toLowerCase() });
      expect((await logIn(email)).expires_in).toBe(900);
    });

    it('deletes the account permanently, with all its data', async () => {
      const username = await register();
      const [here, there] = [await logIn(username), await logIn(username)];
      const remove = (password: string) =>
        app.call('POST', '/user/deletion', { token: here.access_token, body: { password } }).then(codeOf);
      expect(await remove('wrong')).toEqual([403, 'wrong-password']);
      expect(await remove(PASSWORD)).toEqual([204, undefined]);
      expect([await isIn(here), await isIn(there)]).toEqual([false, false]);
      expect((await refresh(here.refresh_token)).status).toBe(401);
      expect(codeOf(await app.call('POST', '/login', { body: { login: username, password: PASSWORD } }))).toEqual([
        401,
        'invalid-credentials',
      ]);
      expect((await app.call('POST', '/register', { body: { username, password: PASSWORD } })).status).toBe(201);
    });

    it('limits guesses like a log-in', async () => {
      const limited = await startTestApp({ engine, settings: { LIMIT_LOGIN_PER_ACCOUNT: '3' } });
      const { token } = await limited.logIn();
      const guess = () => limited.call('POST', '/user/deletion', { token, body: { password: 'a wrong guess' } });
      const statuses = (await Promise.all(Array.from({ length: 6 }, guess))).map(({ status }) => status);
      expect(countsOf(statuses)).toEqual({ 403: 3, 429: 3 });
      await limited.close();
    });
  });

  it('publish the keys that verify their tokens', async () => {
    const { body } = await app.call('GET', '/.well-known/jwks.json');
    expect(body).toEqual({
      keys: [
        expect.objectContaining({ kty: 'EC', crv: 'P-256', alg: 'ES256' }),
        expect.objectContaining({ kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA' }),
      ],
    });
    expect(JSON.stringify(body)).not.toContain('"d"');
  });
});

describe('a changed secret', () => {
  const OLD = 'Jq8Zr2Xv5Nw1Ty7Lk4Hm9Bd3Fg6Cs0PaUeIo';
  const NEW = 'Wb6Mz1Kx9Rt4Yp2Vc7Dn5Gf8Sh3Lq0JaEuOi';

  it('keeps tokens of the previous one valid as long as that is configured', async () => {
    const before = await startTestApp({ settings: { AUTH_SECRET: OLD } });
    const { token } = await before.logIn();
    await before.close();
    const keyCounts = [];
    for (const [settings, status] of [
      [{ AUTH_SECRET: NEW, AUTH_SECRET_PREVIOUS: OLD }, 401],
      [{ AUTH_SECRET: NEW }, 401],
    ] as const) {
      const after = await startTestApp({ settings });
      const { keys } = (await after.call('GET', '/.well-known/jwks.json')).body as { keys: unknown[] };
      keyCounts.push(keys.length);
      // Another database does not have the account, so even a valid token belongs to nobody.
      expect((await after.call('GET', '/user', { token })).status).toBe(status);
      expect((await after.call('GET', '/movies/favorites', { token })).status).toBe(
        'AUTH_SECRET_PREVIOUS' in settings ? 200 : 401,
      );
      await after.close();
    }
    expect(keyCounts).toEqual([4, 2]);
  });
});
