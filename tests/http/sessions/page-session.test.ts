import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../support/openapi-conformance.ts';
import type { Call, TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

const PATH = '/app/session';
const OTHER_PAGE = 'https://shelf.example';

type Session = { access_token: string; expires_in: number; scope: string };

let app: TestApp;
beforeAll(async () => {
  const settings = { TRUSTED_PROXIES: '127.0.0.1', CORS_ORIGINS: OTHER_PAGE };
  app = await startTestApp({ settings });
});
afterAll(() => app.close());

const cookieIn = ({ headers }: Answer): string => headers.getSetCookie()[0] ?? '';
const cookieOf = (answer: Answer): string => cookieIn(answer).split(';')[0] ?? '';
const renew = (Cookie: string, call: Call = {}) =>
  app.call('PUT', PATH, { ...call, headers: { Cookie, ...call.headers } });

async function register(): Promise<{ username: string; password: string; token: string }> {
  return app.logIn();
}

/** Logs in as the page does. */
async function begin(headers: Record<string, string> = {}) {
  const person = await register();
  const answer = await app.call('POST', PATH, { body: { login: person.username, password: person.password }, headers });
  const session = answer.body as Session;
  return { ...person, answer, cookie: cookieOf(answer), session, token: session.access_token };
}

describe('the session of the page', () => {
  it('has a refresh token that scripts cannot read, and an access token that is accepted', async () => {
    const { answer, session, token, username } = await begin();
    expect(answer.status).toBe(200);
    expect(answer.text).not.toContain('kpr_');
    expect(session.expires_in).toBe(900);
    expect(session.scope.split(' ')).toContain('account:own');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    // Without a path, so that the browser takes the folder of the page under any prefix.
    expect(cookieIn(answer)).toMatch(/^kinopolka_session=kpr_[\w-]+; HttpOnly; SameSite=Strict; Max-Age=2592000$/);
    expect((await app.call('GET', '/user', { token })).body).toMatchObject({ username });
    const { body } = await app.call('GET', '/user/sessions', { token });
    expect(body).toContainEqual(expect.objectContaining({ client_id: 'kinopolka-web', current: true }));
  });

  it('refuses the same log-ins as POST /auth/login, and adds them to the history', async () => {
    const { username, token } = await register();
    const wrong = await app.call('POST', PATH, { body: { login: username, password: 'not my password' } });
    expect([wrong.status, cookieIn(wrong)]).toEqual([401, '']);
    await expect
      .poll(async () => (await app.call('GET', '/user/logins', { token })).body)
      .toContainEqual(expect.objectContaining({ outcome: 'wrong_password' }));
  });

  it('is renewed by its cookie, which is replaced', async () => {
    const { cookie } = await begin();
    const renewed = await renew(cookie);
    expect([renewed.status, renewed.text.includes('kpr_')]).toEqual([200, false]);
    expect(cookieOf(renewed)).not.toBe(cookie);
    const { access_token: token } = renewed.body as Session;
    expect((await app.call('GET', '/user', { token })).status).toBe(200);
    // Another tab renews at the same time, so both get the same new token.
    expect(cookieOf(await renew(cookie))).toBe(cookieOf(renewed));
  });

  it('ends when an older cookie is sent again', async () => {
    const { cookie } = await begin();
    const last = cookieOf(await renew(cookieOf(await renew(cookie))));
    expect((await renew(cookie)).body).toMatchObject({ status: 401, code: 'refresh-token-reused' });
    expect((await renew(last)).body).toMatchObject({ status: 401, code: 'invalid-token' });
  });

  it('does not exist without a cookie: nobody is logged in', async () => {
    const answer = await app.call('PUT', PATH);
    expect([answer.status, cookieIn(answer)]).toEqual([204, '']);
  });

  it('ends with DELETE, which deletes the cookie, whatever it contains', async () => {
    const { cookie, token } = await begin();
    const ended = await app.call('DELETE', PATH, { headers: { Cookie: cookie } });
    expect([ended.status, cookieIn(ended)]).toEqual([204, 'kinopolka_session=; HttpOnly; SameSite=Strict; Max-Age=0']);
    expect((await app.call('GET', '/user', { token })).status).toBe(401);
    expect((await renew(cookie)).status).toBe(401);
    for (const Cookie of [cookie, 'kinopolka_session="', 'kinopolka_session=a; kinopolka_session=b', 'other=1']) {
      expect((await app.call('DELETE', PATH, { headers: { Cookie } })).status).toBe(204);
    }
  });

  it('and its cookie stay valid after a change of the password and the names', async () => {
    const { cookie, token, password } = await begin();
    const passwords = { password_1: password, password_2: 'another fine passphrase' };
    expect((await app.call('PUT', '/user/password', { token, body: passwords })).status).toBe(204);
    const login = { email: 'page@example.com', password: passwords.password_2 };
    expect((await app.call('PUT', '/user/login', { token, body: login })).status).toBe(200);
    expect((await app.call('GET', '/user', { token })).status).toBe(200);
    expect((await renew(cookie)).status).toBe(200);
  });

  it('cannot be renewed with the refresh token of another program', async () => {
    const { username, password } = await register();
    const { body } = await app.call('POST', '/auth/login', { body: { login: username, password } });
    const { refresh_token: token } = body as { refresh_token: string };
    expect((await renew(`kinopolka_session=${token}`)).status).toBe(401);
    expect((await app.call('PUT', '/auth/login', { body: { refresh_token: token } })).status).toBe(200);
  });
});

describe('the cookie', () => {
  it.each([
    'kinopolka_session=',
    'kinopolka_session="kpr_AAAA"',
    'kinopolka_session=%00',
    `kinopolka_session=${'a'.repeat(12_000)}`,
    `kinopolka_session=a${'; kinopolka_session=b'.repeat(500)}`,
    '__proto__=1; kinopolka_session=x=y=z; kinopolka_session',
  ])('may contain anything: %.40s', async (cookie) => {
    expect((await renew(cookie)).body).toMatchObject({ status: 401, code: 'invalid-token' });
  });

  it('is refused if another page of the domain has set a second one', async () => {
    const [mine, theirs] = [await begin(), await begin()];
    expect((await renew(`${theirs.cookie}; ${mine.cookie}`)).status).toBe(401);
    expect((await renew(`other=1; ${mine.cookie};${mine.cookie}`)).status).toBe(200);
  });

  it.each([
    ['the browser uses TLS', { 'Sec-Fetch-Site': 'same-origin', Origin: 'https://films.example' }],
    ['a trusted proxy says so', { 'X-Forwarded-Proto': 'https' }],
  ])('is sent only over TLS if %s, and has a name that no page without TLS can set', async (_, headers) => {
    const { answer, cookie } = await begin(headers);
    expect(cookieIn(answer)).toMatch(/^__Secure-kinopolka_session=kpr_.*; Secure$/);
    const planted = cookie.replace('__Secure-', '');
    expect((await renew(planted, { headers })).status).toBe(204);
    expect((await renew(cookie, { headers })).status).toBe(200);
  });

  it('is sent only over TLS if PUBLIC_URL says so', async () => {
    const settings = { PUBLIC_URL: 'https://films.example/kino' };
    const behind = await startTestApp({ settings });
    const { username, password } = await behind.logIn();
    const body = { login: username, password };
    const headers = { Origin: 'https://films.example' };
    const answers = [
      await behind.call('POST', PATH, { body }),
      // A proxy has replaced `Host`.
      await behind.call('POST', PATH, { body, headers }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    for (const answer of answers) expect(cookieIn(answer)).toMatch(/^__Secure-kinopolka_session=.*; Secure$/);
    await behind.close();
  });

  it('is accepted by no other operation', async () => {
    const { cookie } = await begin();
    expect((await app.call('GET', '/user', { headers: { Cookie: cookie } })).status).toBe(401);
    expect((await app.call('PUT', '/auth/login', { headers: { Cookie: cookie }, body: {} })).status).toBe(422);
  });
});

describe('a page of another origin', () => {
  it.each([
    ['POST', { Origin: 'https://evil.example' }],
    ['PUT', { Origin: 'https://evil.example' }],
    ['DELETE', { Origin: 'https://evil.example' }],
    ['PUT', { Origin: 'null' }],
    ['PUT', { Origin: OTHER_PAGE, 'Sec-Fetch-Site': 'cross-site' }],
    ['PUT', { 'Sec-Fetch-Site': 'same-site' }],
    ['PUT', { 'Sec-Fetch-Site': 'none' }],
  ])('cannot %s with %o', async (method, headers) => {
    const { cookie, username, password } = await begin();
    const body = { login: username, password };
    const call = { headers: { Cookie: cookie, ...headers }, ...(method === 'POST' && { body }) };
    const answer = await app.call(method, PATH, call);
    expect([answer.status, answer.body, cookieIn(answer)]).toEqual([
      403,
      expect.objectContaining({ code: 'cross-origin-request' }),
      '',
    ]);
    expect((await renew(cookie)).status).toBe(200);
  });

  it.each([
    { Origin: 'https://evil.example' },
    { Origin: 'null' },
    { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
  ])('cannot use up the attempts of its visitor with forms: %o', async (headers) => {
    const { username, password } = await register();
    const guess = { username, password: 'not my password' };
    const grant = { grant_type: 'password', ...guess };
    for (let attempt = 0; attempt < 6; attempt += 1) {
      const forms = [
        await app.call('POST', '/auth/login', { form: guess, headers }),
        await app.call('POST', '/oauth/token', { form: grant, headers }),
      ];
      expect(forms.map(({ status, body }) => [status, body])).toEqual([
        [403, expect.objectContaining({ code: 'cross-origin-request' })],
        [400, expect.objectContaining({ error: 'invalid_request' })],
      ]);
    }
    // A program, the documentation page, and a page that may call the service.
    const own: Record<string, string>[] = [
      {},
      { Origin: app.url, 'Sec-Fetch-Site': 'same-origin' },
      { Origin: OTHER_PAGE, 'Sec-Fetch-Site': 'cross-site' },
    ];
    for (const each of own) {
      const form = { grant_type: 'password', username, password };
      expect((await app.call('POST', '/oauth/token', { form, headers: each })).status).toBe(200);
    }
  });

  it('cannot send a form, and gets no permission to send cookies', async () => {
    const { username, password } = await register();
    const form = await app.call('POST', PATH, { form: { login: username, password } });
    expect(form.status).toBe(415);
    const preflight = await fetch(app.url + PATH, {
      method: 'OPTIONS',
      headers: { Origin: OTHER_PAGE, 'Access-Control-Request-Method': 'PUT' },
    });
    expect(preflight.headers.get('access-control-allow-credentials')).toBeNull();
  });
});
