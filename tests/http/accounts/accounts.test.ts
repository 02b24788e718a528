import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countsOf } from '../../support/counts.ts';
import type { TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

const PASSWORD = 'follow the white rabbit';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

describe('registering', () => {
  it.each(['/auth/register', '/register', '/auth/register/'])(
    'works under %s and returns the account',
    async (path) => {
      const username = `neo${path.replaceAll('/', '')}${path.length}`;
      const answer = await app.call('POST', path, {
        body: { username, password: PASSWORD, name: 'Томас', surname: 'Андерсон', favourite_genre: '6' },
      });
      expect(answer.status).toBe(201);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.body).toEqual({
        id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/) as string,
        username: username.toLowerCase(),
        email: null,
        name: 'Томас',
        surname: 'Андерсон',
        favorite_genre: 6,
        favourite_genre: 6,
        roles: ['user'],
        permissions: ['account:own', 'catalogue:read', 'favorites:own', 'movies:read'],
        created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
      });
    },
  );

  it('stores names in one canonical form, and refuses taken names and look-alikes', async () => {
    await app.call('POST', '/register', {
      body: { username: 'Морфеус', email: 'Morpheus@Example.COM', password: PASSWORD },
    });
    const codes = await Promise.all(
      [
        { username: 'морфеус', password: PASSWORD },
        { username: 'mopфeyc', password: PASSWORD },
        { email: 'morpheus@example.com', password: PASSWORD },
      ].map(async (body) => (await app.call('POST', '/register', { body })).body as { code: string }),
    );
    expect(codes.map(({ code }) => code)).toEqual(['username-taken', 'validation-failed', 'email-taken']);
  });

  it('accepts one of ten racing registrations of a name', async () => {
    const body = { username: 'trinity', password: PASSWORD };
    const answers = await Promise.all(Array.from({ length: 10 }, () => app.call('POST', '/register', { body })));
    expect(countsOf(answers.map(({ status }) => status))).toEqual({ 201: 1, 409: 9 });
  });

  it('names every fault at once, in the requested language, and repeats nothing of the input', async () => {
    const answer = await app.call('POST', '/register', {
      body: { username: '<script>', email: 'nobody', password: 'kinopolka1', name: '' },
      headers: { 'Accept-Language': 'ru-RU,ru;q=0.9,en;q=0.5' },
    });
    expect(answer.status).toBe(422);
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(answer.body).toMatchObject({
      type: '/problems/validation-failed',
      title: 'Данные не прошли проверку',
      errors: [{ in: 'body', field: 'name', code: 'too-short', message: 'Минимальное число символов: 1.' }],
    });
    const second = await app.call('POST', '/register', {
      body: { username: '<script>', email: 'nobody', password: 'kinopolka1' },
    });
    expect(
      (second.body as { errors: { field: string; code: string }[] }).errors.map(({ field, code }) => [field, code]),
    ).toEqual([
      ['username', 'invalid-format'],
      ['email', 'invalid-format'],
      ['password', 'password-is-service-name'],
    ]);
    expect(answer.text + second.text).not.toMatch(/script|nobody|kinopolka1/);
  });

  it.each([
    ['qwertyuiop', 'password-common'],
    ['zq7$kP', 'too-short'],
    ['x'.repeat(1025), 'too-long'],
    ['agent.smith99', 'password-is-login'],
  ])('refuses the password %.12s… as %s', async (password, code) => {
    const answer = await app.call('POST', '/register', { body: { username: 'agent.smith', password } });
    expect(answer.body).toMatchObject({ errors: [{ field: 'password', code }] });
  });

  it('refuses an unknown genre', async () => {
    const answer = await app.call('POST', '/register', {
      body: { username: 'cypher', password: PASSWORD, favorite_genre: 25 },
    });
    expect(answer.body).toMatchObject({ errors: [{ field: 'favorite_genre', code: 'unknown-genre' }] });
  });

  it('never reads rights, ids or times from the input', async () => {
    const answer = await app.call('POST', '/register', {
      rawBody: `{"username":"mouse","password":"${PASSWORD}","id":"1","roles":["admin"],"is_superuser":true,"__proto__":{"isSuperuser":true}}`,
      headers: { 'Content-Type': 'application/json' },
    });
    expect(answer.body).toMatchObject({ username: 'mouse', roles: ['user'] });
    expect((answer.body as { id: string }).id).not.toBe('1');
  });
});

describe('logging in', () => {
  beforeAll(async () => {
    await app.call('POST', '/register', {
      body: { username: 'oracle', email: 'oracle@example.com', password: PASSWORD },
    });
  });

  it.each([
    ['/auth/login', { login: 'ORACLE' }],
    ['/login', { username: 'oracle' }],
    ['/auth/login/', { email: 'Oracle@example.com' }],
    ['/auth/login', { login: 'oracle@example.com' }],
  ])('works under %s with %j', async (path, name) => {
    const answer = await app.call('POST', path, { body: { ...name, password: PASSWORD } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.body).toMatchObject({ token_type: 'Bearer', expires_in: 900, refresh_expires_in: 30 * 24 * 3600 });
  });

  it('accepts the OAuth2 password form with any client credentials', async () => {
    const answer = await app.call('POST', '/auth/login', {
      rawBody: new URLSearchParams({ grant_type: 'password', username: 'oracle', password: PASSWORD }).toString(),
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', Authorization: 'Basic Og==' },
    });
    expect(answer.status).toBe(200);
  });

  it('has the same refusal for a wrong password and an unknown name', async () => {
    const refusals = await Promise.all(
      [
        { login: 'oracle', password: 'not the password' },
        { login: 'nobody-here', password: 'not the password' },
        { login: 'not@@a name', password: 'not the password' },
      ].map((body) => app.call('POST', '/auth/login', { body })),
    );
    const seen = refusals.map(({ status, headers, body }) => ({
      status,
      challenge: headers.get('www-authenticate'),
      body: { ...(body as object), instance: '' },
    }));
    expect(seen[0]).toMatchObject({ status: 401, challenge: 'Bearer', body: { code: 'invalid-credentials' } });
    expect(seen).toEqual([seen[0], seen[0], seen[0]]);
  });

  it('returns tokens with the claims of RFC 9068', async () => {
    const { token } = await app.logIn();
    const [header, claims] = token.split('.').map((part) => Buffer.from(part, 'base64url').toString()) as [
      string,
      string,
    ];
    expect(JSON.parse(header)).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: expect.any(String) as string });
    const { iat, exp, ...named } = JSON.parse(claims) as { iat: number; exp: number };
    expect(exp - iat).toBe(900);
    expect(named).toEqual({
      iss: 'kinopolka',
      aud: 'kinopolka',
      client_id: 'kinopolka',
      scope: 'account:own catalogue:read favorites:own movies:read',
      sub: expect.any(String) as string,
      sid: expect.any(String) as string,
      jti: expect.any(String) as string,
      roles: ['user'],
      ver: 0,
    });
  });
});

describe('limits', () => {
  it('stop guessing after ten failures from one address, whether or not the name exists', async () => {
    const limited = await startTestApp({ settings: { LIMIT_LOGIN_PER_ACCOUNT: '10' } });
    await limited.call('POST', '/register', { body: { username: 'tank', password: PASSWORD } });
    for (const login of ['tank', 'nobody']) {
      const answers = await Promise.all(
        Array.from({ length: 14 }, () =>
          limited.call('POST', '/login', { body: { login, password: 'a wrong guess' } }),
        ),
      );
      expect(countsOf(answers.map(({ status }) => status))).toEqual({ 401: 10, 429: 4 });
      const refused = answers.find(({ status }) => status === 429);
      expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(890);
      expect(refused?.headers.get('ratelimit')).toMatch(/^"login-account-address";r=0;t=\d+$/);
    }
    await limited.close();
  });

  it('stop a flood of registrations from one address and report it in headers', async () => {
    const limited = await startTestApp({ settings: { LIMIT_REGISTER_PER_MINUTE: '2' } });
    const answers = [];
    for (const username of ['dozer', 'switch', 'apoc']) {
      answers.push(await limited.call('POST', '/register', { body: { username, password: PASSWORD } }));
    }
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 429]);
    expect(answers[0]?.headers.get('ratelimit-policy')).toBe('"register";q=2;w=60');
    expect(answers[0]?.headers.get('ratelimit')).toMatch(/^"register";r=1;t=\d+$/);
    await limited.close();
  });

  it('count the address of the socket unless a proxy is trusted', async () => {
    const statusesWith = async (settings: Record<string, string>) => {
      const limited = await startTestApp({ settings: { LIMIT_REGISTER_PER_MINUTE: '1', ...settings } });
      const statuses = [];
      for (const [at, username] of ['niobe', 'ghost'].entries()) {
        const headers = { 'X-Forwarded-For': `203.0.113.${at}` };
        statuses.push(
          (await limited.call('POST', '/register', { headers, body: { username, password: PASSWORD } })).status,
        );
      }
      await limited.close();
      return statuses;
    };
    expect(await statusesWith({})).toEqual([201, 429]);
    expect(await statusesWith({ TRUSTED_PROXIES: '127.0.0.1' })).toEqual([201, 201]);
  });
});

describe('the profile', () => {
  it.each(['/user', '/profile', '/profile/'])('is shown to its owner under %s', async (path) => {
    const { token, username } = await app.logIn();
    const answer = await app.call('GET', path, { token });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ username, roles: ['user'] });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.text).not.toMatch(/hash|argon/);
  });
});
