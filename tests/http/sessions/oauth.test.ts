import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { API } from '../../../src/adapters/http/api.ts';
import { errorFormsOf } from '../../../src/adapters/http/problems/error-form.ts';
import { HttpServer } from '../../../src/adapters/http/server/http-server.ts';
import { PrometheusMetrics } from '../../../src/adapters/observability/prometheus-metrics.ts';
import { CreateSuperuser } from '../../../src/application/accounts/create-superuser.ts';
import { quickestEngine } from '../../support/database.ts';
import type { Answer } from '../../support/openapi-conformance.ts';
import type { TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

type Pair = { access_token: string; refresh_token: string; scope: string };

const PASSWORD = 'follow the white rabbit';
const HELD = 'account:own catalogue:read favorites:own movies:read';
const FORM = 'application/x-www-form-urlencoded';

it('answers in the form of the standard, too, before the service has started', async () => {
  const limits = {
    ...{ total: 10, perAddress: 10, trustedProxies: [] },
    timeouts: { nothingMs: 1000, allMs: 1000 },
  };
  const server = new HttpServer(limits, new PrometheusMetrics(), { errorForms: errorFormsOf(API.routes) });
  const url = await server.listen(0, '127.0.0.1');
  const answers = await Promise.all(
    ['/oauth/token', '/auth/login'].map((path) => fetch(url + path, { method: 'POST' })),
  );
  expect(answers.map(({ status, headers }) => [status, headers.get('retry-after')])).toEqual([
    [503, '2'],
    [503, '2'],
  ]);
  expect(await Promise.all(answers.map((answer) => answer.json()))).toEqual([
    expect.objectContaining({ error: 'temporarily_unavailable' }),
    expect.objectContaining({ code: 'server-busy' }),
  ]);
  await server.close();
});

describe('clients that know OAuth 2.0', () => {
  const engine = quickestEngine();
  let app: TestApp;
  let root: string;
  let people = 0;
  beforeAll(async () => {
    app = await startTestApp({ engine });
    const input = { username: 'root', password: PASSWORD };
    await app.service.container.get(CreateSuperuser).execute({ kind: 'system', name: 'cli' }, input);
    root = (await logIn('root')).access_token;
  });
  afterAll(() => app.close());

  async function register(): Promise<string> {
    const username = `oauth${++people}`;
    await app.call('POST', '/register', { body: { username, password: PASSWORD } });
    return username;
  }

  const ask = (form: Record<string, string>, headers: Record<string, string> = {}) =>
    app.call('POST', '/oauth/token', { form, headers });
  const tryLogIn = (username: string, more: Record<string, string> = {}) =>
    ask({ grant_type: 'password', username, password: PASSWORD, ...more });
  const logIn = async (username: string, more: Record<string, string> = {}) =>
    (await tryLogIn(username, more)).body as Pair;
  const tryRenew = (refresh_token: string, more: Record<string, string> = {}) =>
    ask({ grant_type: 'refresh_token', refresh_token, ...more });
  const renew = async (refresh_token: string, more: Record<string, string> = {}) =>
    (await tryRenew(refresh_token, more)).body as Pair;
  const errorOf = ({ status, body }: Answer) => [status, (body as { error?: string }).error];
  const claimsOf = (token: string) =>
    JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
  const statusOf = async (path: string, token: string, method = 'GET') =>
    (await app.call(method, path, { token })).status;
  const introspect = async (token: string) =>
    (await app.call('POST', '/oauth/introspect', { token: root, form: { token } })).body;

  describe('at the token endpoint', () => {
    it('log in and renew; no answer may be cached', async () => {
      const answer = await tryLogIn(await register());
      expect(answer.body).toEqual({
        access_token: expect.any(String) as string,
        token_type: 'Bearer',
        expires_in: 900,
        refresh_token: expect.stringMatching(/^kpr_/) as string,
        scope: HELD,
      });
      const renewed = await tryRenew((answer.body as Pair).refresh_token);
      const refused = await tryRenew('kpr_AAAA');
      for (const { headers } of [answer, renewed, refused])
        expect([headers.get('cache-control'), headers.get('pragma')]).toEqual(['no-store', 'no-cache']);
      expect(await statusOf('/user', (renewed.body as Pair).access_token)).toBe(200);
    });

    it('renew sessions of the other API, with the same leeway and reuse detection', async () => {
      const username = await register();
      const { refresh_token: first } = await logIn(username);
      const byJson = await app.call('PUT', '/auth/login', { body: { refresh_token: first } });
      const second = (byJson.body as Pair).refresh_token;
      expect((await renew(first)).refresh_token).toBe(second);
      const { refresh_token: third } = await renew(second);
      expect(errorOf(await tryRenew(first))).toEqual([400, 'invalid_grant']);
      expect((await app.call('PUT', '/auth/login', { body: { refresh_token: third } })).status).toBe(401);
    });

    it.runIf(engine === 'postgresql')('share sessions and reuse detection with other instances', async () => {
      const other = await startTestApp({ besides: app });
      const { refresh_token: first } = await logIn(await register());
      const again = await other.call('PUT', '/auth/login', { body: { refresh_token: first } });
      const second = (again.body as Pair).refresh_token;
      const third = await renew(second);
      const form = { grant_type: 'refresh_token', refresh_token: first };
      expect(errorOf(await other.call('POST', '/oauth/token', { form }))).toEqual([400, 'invalid_grant']);
      expect(errorOf(await tryRenew(third.refresh_token))).toEqual([400, 'invalid_grant']);
      await expect.poll(() => statusOf('/user', third.access_token)).toBe(401);
      await other.close();
    });

    it('get the same answer for every refused log-in', async () => {
      const username = await register();
      const wrong = await ask({ grant_type: 'password', username, password: 'wrong' });
      const unknown = await ask({ grant_type: 'password', username: 'nobody', password: 'wrong' });
      expect(errorOf(wrong)).toEqual([400, 'invalid_grant']);
      expect(unknown.body).toEqual(wrong.body);
      expect(wrong.headers.get('www-authenticate')).toBeNull();
    });

    it.each<[string, Record<string, string>, string]>([
      ['no grant type', { username: 'a', password: 'b' }, 'invalid_request'],
      ['another grant type', { grant_type: 'client_credentials' }, 'unsupported_grant_type'],
      ['no password', { grant_type: 'password', username: 'a' }, 'invalid_request'],
      ['an empty password', { grant_type: 'password', username: 'a', password: '' }, 'invalid_request'],
      ['no refresh token', { grant_type: 'refresh_token' }, 'invalid_request'],
      ['an invalid refresh token', { grant_type: 'refresh_token', refresh_token: 'x' }, 'invalid_grant'],
      [
        'a client id that is none',
        { grant_type: 'refresh_token', refresh_token: 'x', client_id: 'я' },
        'invalid_request',
      ],
    ])('are refused with %s', async (_, form, error) => {
      const answer = await ask(form);
      expect(errorOf(answer)).toEqual([400, error]);
      expect(answer.text).toMatch(/^[\x20-\x7e]+$/);
    });

    it('are refused with a body that is not a form, and with a parameter that occurs twice', async () => {
      const json = await app.call('POST', '/oauth/token', { body: { grant_type: 'password' } });
      expect(errorOf(json)).toEqual([400, 'invalid_request']);
      for (const rawBody of [
        'scope=a&scope=a&grant_type=refresh_token&refresh_token=x',
        'x=1&x=2&grant_type=refresh_token',
      ]) {
        const twice = await app.call('POST', '/oauth/token', { rawBody, headers: { 'Content-Type': FORM } });
        expect(errorOf(twice)).toEqual([400, 'invalid_request']);
      }
    });

    it('may send unknown and empty parameters, secrets, and parameters in the address, without effect', async () => {
      const username = await register();
      const form = { grant_type: 'password', username, password: PASSWORD, scope: '', client_id: '', resource: 'x' };
      const answer = await app.call('POST', '/oauth/token?scope=users:manage', {
        form: { ...form, client_secret: 'secret' },
        headers: { Authorization: 'Basic Og==' },
      });
      expect(answer.status).toBe(200);
      expect(claimsOf((answer.body as Pair).access_token)).toMatchObject({ client_id: 'kinopolka', scope: HELD });
    });

    it('get errors in the form of OAuth when guesses are limited', async () => {
      const limited = await startTestApp({ settings: { LIMIT_LOGIN_PER_ACCOUNT: '1' } });
      const form = { grant_type: 'password', username: 'nobody', password: 'wrong' };
      await limited.call('POST', '/oauth/token', { form });
      const answer = await limited.call('POST', '/oauth/token', { form });
      await limited.close();
      expect(errorOf(answer)).toEqual([429, 'temporarily_unavailable']);
      expect(answer.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
    });
  });

  describe('with a client id', () => {
    it('bind the session to it: a renewal with another one is refused, and the token stays valid', async () => {
      const username = await register();
      const { access_token, refresh_token } = await logIn(username, { client_id: 'app' });
      expect(claimsOf(access_token)).toMatchObject({ client_id: 'app' });
      expect(errorOf(await tryRenew(refresh_token, { client_id: 'other' }))).toEqual([400, 'invalid_grant']);
      const renewed = await renew(refresh_token, { client_id: 'app' });
      expect(claimsOf(renewed.access_token)).toMatchObject({ client_id: 'app' });
      const sessions = await app.call('GET', '/user/sessions', { token: renewed.access_token });
      expect(sessions.body).toEqual([expect.objectContaining({ client_id: 'app', scope: null })]);
    });

    it('may send it in Basic credentials with any secret', async () => {
      const form = { grant_type: 'password', username: await register(), password: PASSWORD };
      const headers = { Authorization: `Basic ${Buffer.from('my%20app:secret').toString('base64')}` };
      const { body } = await ask(form, headers);
      expect(claimsOf((body as Pair).access_token)).toMatchObject({ client_id: 'my app' });
      expect((await tryRenew((body as Pair).refresh_token, { client_id: 'my app' })).status).toBe(200);
    });
  });

  describe('with a scope', () => {
    it('narrow the session for all operations until its end', async () => {
      const pair = await logIn(await register(), { scope: 'movies:read account:own' });
      expect(pair.scope).toBe('account:own movies:read');
      const next = (await app.call('PUT', '/auth/login', { body: { refresh_token: pair.refresh_token } })).body as Pair;
      const others = (await app.call('POST', '/auth/logout-others', { token: next.access_token })).body as Pair;
      for (const token of [pair.access_token, next.access_token, others.access_token].slice(1)) {
        expect(claimsOf(token)).toMatchObject({ scope: 'account:own movies:read', narrowed: true });
      }
      const token = others.access_token;
      expect(await statusOf('/movies', token)).toBe(200);
      expect(await statusOf('/movies/favorites', token)).toBe(403);
      expect(await statusOf('/genres', token)).toBe(403);
      expect(await statusOf('/auth/check?permission=favorites:own', token)).toBe(403);
      const { body } = await app.call('GET', '/user', { token });
      expect(body).toMatchObject({ permissions: ['account:own', 'movies:read'] });
    });

    it('also narrow a session of a superuser', async () => {
      const { access_token: token } = await logIn('root', { scope: 'users:read' });
      expect(await statusOf('/users', token)).toBe(200);
      expect(await statusOf('/roles', token)).toBe(403);
      expect(await statusOf('/movies', token)).toBe(403);
    });

    it('narrow only one access token at a renewal', async () => {
      const pair = await logIn(await register());
      const narrow = await renew(pair.refresh_token, { scope: 'account:own' });
      expect(narrow.scope).toBe('account:own');
      expect(await statusOf('/movies', narrow.access_token)).toBe(403);
      // Its new tokens would have the scope of the session.
      expect(await statusOf('/auth/logout-others', narrow.access_token, 'POST')).toBe(403);
      expect((await renew(narrow.refresh_token)).scope).toBe(HELD);
    });

    it('cannot widen the session at a renewal; after a refused scope the token stays valid', async () => {
      const pair = await logIn(await register(), { scope: 'movies:read' });
      for (const scope of ['account:own', 'movies:read account:own', 'users:manage', 'nothing'])
        expect(errorOf(await tryRenew(pair.refresh_token, { scope }))).toEqual([400, 'invalid_scope']);
      expect((await renew(pair.refresh_token)).scope).toBe('movies:read');
    });

    it('learn that a scope is refused only with the correct password', async () => {
      const username = await register();
      for (const scope of ['users:manage', 'unknown', 'movies:label:missing', 'movies:read  account:own'])
        expect(errorOf(await tryLogIn(username, { scope }))).toEqual([400, 'invalid_scope']);
      const wrong = { grant_type: 'password', username, password: 'wrong', scope: 'users:manage' };
      expect(errorOf(await ask(wrong))).toEqual([400, 'invalid_grant']);
      const { access_token: token } = await logIn(username);
      const { body } = await app.call('GET', '/user/logins', { token });
      const successes = (body as { outcome: string; session_id: string | null }[]).filter(
        ({ outcome }) => outcome === 'success',
      );
      expect(successes.map(({ session_id }) => session_id === null)).toEqual([false, true, true]);
    });

    it('lose the permissions of a lost role, and gain those of a new role only if the session is not narrowed', async () => {
      const username = await register();
      const [whole, narrow] = [await logIn(username), await logIn(username, { scope: 'movies:read' })];
      const { sub } = claimsOf(whole.access_token) as { sub: string };
      await app.call('PUT', `/users/${sub}/roles/admin`, { token: root });
      expect(await statusOf('/users', whole.access_token)).toBe(200);
      expect(await statusOf('/users', narrow.access_token)).toBe(403);
      expect(await statusOf('/movies', narrow.access_token)).toBe(200);
      const admin = await logIn(username, { scope: 'users:read' });
      await app.call('DELETE', `/users/${sub}/roles/admin`, { token: root });
      expect(await statusOf('/users', admin.access_token)).toBe(403);
    });
  });

  describe('at the revocation endpoint', () => {
    const revoke = (form: Record<string, string>) => app.call('POST', '/oauth/revoke', { form });

    it.each(['refresh_token', 'access_token'] as const)('end the session of a %s', async (kind) => {
      const pair = await logIn(await register());
      const answer = await revoke({ token: pair[kind], token_type_hint: kind });
      expect([answer.status, answer.body]).toEqual([200, {}]);
      expect(await statusOf('/user', pair.access_token)).toBe(401);
      expect(errorOf(await tryRenew(pair.refresh_token))).toEqual([400, 'invalid_grant']);
      expect((await revoke({ token: pair[kind] })).status).toBe(200);
    });

    it('get the same answer for any other text, and an error without one', async () => {
      expect((await revoke({ token: 'whatever', token_type_hint: 'unknown' })).body).toEqual({});
      expect(errorOf(await revoke({}))).toEqual([400, 'invalid_request']);
    });
  });

  describe('at the introspection endpoint', () => {
    it('learn to whom a token belongs and what it allows', async () => {
      const username = await register();
      const pair = await logIn(username, { client_id: 'app', scope: 'movies:read' });
      const { sub, sid, jti, iat, exp } = claimsOf(pair.access_token);
      const common = { active: true, scope: 'movies:read', client_id: 'app', username, sub, sid };
      const ours = { iss: 'kinopolka', aud: 'kinopolka' };
      expect(await introspect(pair.access_token)).toEqual({ ...common, ...ours, jti, iat, exp, token_type: 'Bearer' });
      const refresh = await introspect(pair.refresh_token);
      expect(refresh).toMatchObject({ ...common, ...ours, token_type: 'N_A' });
      expect((await tryRenew(pair.refresh_token)).status).toBe(200);
    });

    it('learn nothing about a token that would not be accepted', async () => {
      const pair = await logIn(await register());
      const { refresh_token: second } = await renew(pair.refresh_token);
      await renew(second);
      expect(await introspect(pair.refresh_token)).toEqual({ active: false });
      // Introspection does not use up a token.
      expect(await statusOf('/user', pair.access_token)).toBe(200);
      await app.call('POST', '/oauth/revoke', { form: { token: pair.access_token } });
      for (const token of [pair.access_token, second, 'anything'])
        expect(await introspect(token)).toEqual({ active: false });
    });

    it('need the permission', async () => {
      const { access_token: token } = await logIn(await register());
      const form = { token: 'x' };
      const denied = await app.call('POST', '/oauth/introspect', { token, form });
      expect(errorOf(denied)).toEqual([403, 'insufficient_scope']);
      expect(denied.headers.get('www-authenticate')).toBe('Bearer error="insufficient_scope"');
      const unknown = await app.call('POST', '/oauth/introspect', { form });
      expect([...errorOf(unknown), unknown.headers.get('www-authenticate')]).toEqual([401, 'invalid_client', 'Bearer']);
      const forged = await app.call('POST', '/oauth/introspect', { token: 'a.b.c', form });
      expect(errorOf(forged)).toEqual([401, 'invalid_token']);
    });
  });

  it('find the endpoints at the address of the request, whatever proxies send in headers', async () => {
    const { body } = await app.call('GET', '/.well-known/oauth-authorization-server', {
      headers: { 'X-Forwarded-Host': 'evil.example', 'X-Forwarded-Proto': 'https', Forwarded: 'host=evil.example' },
    });
    expect(body).toMatchObject({
      issuer: 'kinopolka',
      token_endpoint: `${app.url}/oauth/token`,
      jwks_uri: `${app.url}/.well-known/jwks.json`,
      token_endpoint_auth_methods_supported: ['none'],
      introspection_endpoint_auth_methods_supported: ['Bearer'],
    });
  });
});

describe('PUBLIC_URL', () => {
  it('is the beginning of the addresses of the endpoints, and the issuer of tokens', async () => {
    const app = await startTestApp({ settings: { PUBLIC_URL: 'https://films.example/api/' } });
    const { body } = await app.call('GET', '/.well-known/oauth-authorization-server');
    expect(body).toMatchObject({
      issuer: 'https://films.example/api',
      token_endpoint: 'https://films.example/api/oauth/token',
    });
    const { token } = await app.logIn();
    expect(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())).toMatchObject({
      iss: 'https://films.example/api',
    });
    await app.close();
  });
});
