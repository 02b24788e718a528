import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { API } from '../../../src/adapters/http/api.ts';
import { CreateSuperuser } from '../../../src/application/accounts/create-superuser.ts';
import { ResetPassword } from '../../../src/application/accounts/reset-password.ts';
import { ImportWorker } from '../../../src/application/imports/import-worker.ts';
import { PersonalTokenUses } from '../../../src/application/sessions/tokens/personal-token-uses.ts';
import { tokens } from '../../../src/bootstrap/tokens.ts';
import { aFilm } from '../../builders/film.ts';
import { countsOf } from '../../support/counts.ts';
import type { Answer } from '../../support/openapi-conformance.ts';
import type { TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

type Made = { id: string; token: string; expires_at: string };
type Person = { id: string; username: string; access: string };

const PASSWORD = 'follow the white rabbit';
const CLI = { kind: 'system', name: 'cli' } as const;
const FILM = 4242;

describe('personal access tokens', () => {
  let app: TestApp;
  /** Another instance on the same database, if the engine allows it. */
  let elsewhere: TestApp;
  let root: string;
  let people = 0;
  beforeAll(async () => {
    app = await startTestApp();
    elsewhere = app.databaseUrl === undefined ? app : await startTestApp({ besides: app });
    const input = { username: 'root', password: PASSWORD };
    await app.service.container.get(CreateSuperuser).execute(CLI, input);
    root = await logIn('root');
    await app.service.container.get(tokens.movieRepository).save([aFilm({ kinopoiskId: FILM })]);
  });
  afterAll(async () => {
    if (elsewhere !== app) await elsewhere.close();
    await app.close();
  });

  async function logIn(username: string, scope?: string): Promise<string> {
    const form = { grant_type: 'password', username, password: PASSWORD, ...(scope && { scope }) };
    return ((await app.call('POST', '/oauth/token', { form })).body as { access_token: string }).access_token;
  }

  async function somebody(): Promise<Person> {
    const username = `owner${++people}`;
    const { body } = await app.call('POST', '/register', { body: { username, password: PASSWORD } });
    return { id: (body as { id: string }).id, username, access: await logIn(username) };
  }

  const tryMake = (access: string, permissions: unknown = ['favorites:own'], more: object = {}, on = app) =>
    on.call('POST', '/user/tokens', { token: access, body: { name: 'Умный дом', permissions, ...more } });
  const make = async (access: string, permissions?: readonly string[], more?: object) =>
    (await tryMake(access, permissions, more)).body as Made;
  const codeOf = ({ status, body }: Answer) => [status, (body as { code?: string }).code];
  const shelf = async (token: string, on = app) => codeOf(await on.call('GET', '/movies/favorites', { token }));
  const check = async (token: string, permission: string, on = app) =>
    (await on.call('GET', `/auth/check?permission=${permission}`, { token })).status;

  const GOOD = [200, undefined];
  const BAD = [401, 'invalid-token'];

  it('are shown once, and listed without the secret', async () => {
    const { access } = await somebody();
    const answer = await tryMake(access, ['movies:read', 'favorites:own', 'movies:read'], { expires_in_days: 366 });
    const { token, ...rest } = answer.body as Made & Record<string, unknown>;
    const time = expect.stringMatching(/Z$/) as string;
    expect([answer.status, answer.headers.get('cache-control'), rest]).toEqual([
      201,
      'no-store',
      {
        id: expect.any(String) as string,
        name: 'Умный дом',
        permissions: ['favorites:own', 'movies:read'],
        hint: token.slice(-4),
        created_at: time,
        expires_at: time,
        last_used_at: null,
      },
    ]);
    const days = (Date.parse(rest.expires_at) - Date.parse(rest['created_at'] as string)) / (24 * 3600 * 1000);
    expect(days).toBe(366);
    expect(token).toMatch(/^kpat_[0-9A-Za-z]{40}$/);
    const listed = await app.call('GET', '/user/tokens', { token: access });
    expect(listed.body).toEqual([rest]);
    const exported = await app.call('GET', '/user/export', { token: access });
    expect(exported.body).toMatchObject({ personal_tokens: [rest] });
    expect(listed.text + exported.text).not.toContain(token);
  });

  it('have a name, existing permissions, and a lifetime of 1 to 366 days', async () => {
    const { access } = await somebody();
    const faultsOf = async (body: object) => {
      const answer = await app.call('POST', '/user/tokens', { token: access, body });
      const { errors = [] } = answer.body as { errors?: { field: string; code: string }[] };
      return errors.map(({ field, code }) => `${field} ${code}`);
    };
    expect(await faultsOf({})).toEqual(['name required', 'permissions required']);
    const good = { name: 'x', permissions: ['movies:read'] };
    expect(await faultsOf({ ...good, permissions: [] })).toEqual(['permissions too-few']);
    expect(await faultsOf({ ...good, permissions: ['everything'] })).toEqual(['permissions.0 unknown-permission']);
    expect(await faultsOf({ ...good, expires_in_days: 0 })).toEqual(['expires_in_days too-small']);
    expect(await faultsOf({ ...good, expires_in_days: 367 })).toEqual(['expires_in_days too-big']);
    expect(await faultsOf({ ...good, name: 'x'.repeat(101) })).toEqual(['name too-long']);
  });

  it('allow no more than their maker, or than the session in which they are made', async () => {
    const { username, access } = await somebody();
    expect(codeOf(await tryMake(access, ['favorites:own', 'users:manage']))).toEqual([403, 'permission-denied']);
    const narrow = await logIn(username, 'account:own movies:read');
    expect(codeOf(await tryMake(narrow, ['favorites:own']))).toEqual([403, 'permission-denied']);
    expect((await tryMake(narrow, ['movies:read'])).status).toBe(201);
    const narrowRoot = await logIn('root', 'account:own');
    expect(codeOf(await tryMake(narrowRoot, ['users:manage']))).toEqual([403, 'permission-denied']);
    expect(codeOf(await tryMake(root, ['users:manage']))[0]).toBe(201);
  });

  it('allow what they list if their owner may do it, on every instance and with the next request', async () => {
    const { id, access } = await somebody();
    const { token } = await make(access, ['movies:read', 'favorites:own']);
    expect([await check(token, 'movies:read'), await check(token, 'movies:read', elsewhere)]).toEqual([204, 204]);
    expect(await check(token, 'account:own')).toBe(403);
    expect(codeOf(await app.call('GET', '/user', { token }))).toEqual([403, 'permission-denied']);
    const admins = await make(root, ['users:read']);
    expect((await app.call('GET', '/users?page=1', { token: admins.token })).status).toBe(200);
    expect(codeOf(await app.call('GET', '/roles', { token: admins.token }))).toEqual([403, 'permission-denied']);
    await app.call('PUT', `/users/${id}/roles/admin`, { token: root });
    expect(await check(token, 'users:read')).toBe(403);
    expect(await check(token, 'movies:read')).toBe(204);
  });

  it('that are not valid are refused, even by operations that need no token', async () => {
    const { access } = await somebody();
    const { token } = await make(access, ['movies:read']);
    expect((await app.call('GET', '/genres', {})).status).toBe(200);
    for (const wrong of ['kpat_', `${token}x`, `${token.slice(0, -1)}_`, `kpat_${'0'.repeat(40)}`, 'kpat_.a.b']) {
      const answer = await app.call('GET', '/genres', { token: wrong });
      expect(codeOf(answer)).toEqual(BAD);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
    }
    expect(codeOf(await app.call('GET', `/genres?access_token=${token}`, {}))[0]).not.toBe(401);
    expect(codeOf(await app.call('GET', `/movies?access_token=${token}`, {}))).toEqual([401, 'unauthenticated']);
  });

  it('are limited to twenty per person, even if thirty are requested at once on two instances', async () => {
    const { access } = await somebody();
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, n) => tryMake(access, ['movies:read'], {}, n % 2 ? app : elsewhere)),
    );
    expect(countsOf(answers.map((answer) => codeOf(answer).join(' ')))).toEqual({
      '201 ': 20,
      '409 too-many-tokens': 10,
    });
    const [first] = (await app.call('GET', '/user/tokens', { token: access })).body as Made[];
    await app.call('DELETE', `/user/tokens/${first?.id}`, { token: access });
    expect((await tryMake(access)).status).toBe(201);
    expect(codeOf(await tryMake(access))).toEqual([409, 'too-many-tokens']);
  });

  it('are refused after a revocation: at once on the same instance, within five seconds on another one', async () => {
    const [mine, other] = [await somebody(), await somebody()];
    const [first, second] = [await make(mine.access), await make(mine.access)];
    for (const { token } of [first, second])
      expect([await shelf(token), await shelf(token, elsewhere)]).toEqual([GOOD, GOOD]);
    const revoke = (token: string) => app.call('DELETE', `/user/tokens/${first.id}`, { token });
    expect(codeOf(await revoke(other.access))).toEqual([404, 'token-not-found']);
    expect((await revoke(mine.access)).status).toBe(204);
    expect(codeOf(await revoke(mine.access))).toEqual([404, 'token-not-found']);
    expect(await shelf(first.token)).toEqual(BAD);
    await expect.poll(() => shelf(first.token, elsewhere), { timeout: 5000 }).toEqual(BAD);
    const revoked = await app.call('POST', '/oauth/revoke', { form: { token: second.token } });
    expect([revoked.status, revoked.body]).toEqual([200, {}]);
    expect(await shelf(second.token)).toEqual(BAD);
    await expect.poll(() => shelf(second.token, elsewhere), { timeout: 5000 }).toEqual(BAD);
  });

  it('stay valid after log-outs and a changed password, not while the account is deactivated or after a reset', async () => {
    const { id, access } = await somebody();
    const { token } = await make(access);
    const goodEverywhere = async () =>
      expect([await shelf(token), await shelf(token, elsewhere)]).toEqual([GOOD, GOOD]);
    const badEverywhere = async () => {
      expect(await shelf(token)).toEqual(BAD);
      await expect.poll(() => shelf(token, elsewhere), { timeout: 5000 }).toEqual(BAD);
    };
    await app.call('POST', '/auth/logout-others', { token: access });
    const body = { password_1: PASSWORD, password_2: 'there is no spoon at all' };
    expect((await app.call('PUT', '/user/password', { token: access, body })).status).toBe(204);
    await app.call('POST', '/auth/logout', { token: access });
    await app.call('DELETE', `/users/${id}/sessions`, { token: root });
    await goodEverywhere();
    const activate = (is_active: boolean) => app.call('PATCH', `/users/${id}`, { token: root, body: { is_active } });
    await activate(false);
    await badEverywhere();
    await activate(true);
    await goodEverywhere();
    await app.service.container.get(ResetPassword).execute(CLI, { userId: id, password: 'another good password' });
    await badEverywhere();
  });

  it('are refused after the account is deleted', async () => {
    const { access } = await somebody();
    const { token } = await make(access);
    expect(await shelf(token, elsewhere)).toEqual(GOOD);
    await app.call('POST', '/user/deletion', { token: access, body: { password: PASSWORD } });
    expect(await shelf(token)).toEqual(BAD);
    await expect.poll(() => shelf(token, elsewhere), { timeout: 5000 }).toEqual(BAD);
  });

  it('are refused by all operations on the account, its sessions and its tokens, and by no others', () => {
    const needing = API.routes.filter(({ needsSession }) => needsSession);
    expect(needing.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual([
      'delete /user/sessions/{id}',
      'delete /user/tokens/{id}',
      'get /user/export',
      'get /user/logins',
      'get /user/sessions',
      'get /user/tokens',
      'post /auth/logout',
      'post /auth/logout-others',
      'post /user/deletion',
      'post /user/tokens',
      'put /user/login',
      'put /user/password',
    ]);
    const guarded = /^\/user\/(?:sessions|tokens|logins|export|password|login|deletion)|^\/auth\/logout/;
    for (const { path, needsSession } of API.routes) expect([path, needsSession]).toEqual([path, guarded.test(path)]);
  });

  it('are described to a service that introspects them', async () => {
    const { id, username, access } = await somebody();
    const { id: jti, token } = await make(access, ['movies:read', 'favorites:own']);
    const introspect = async (text: string, by = root) =>
      (await app.call('POST', '/oauth/introspect', { token: by, form: { token: text } })).body;
    const seconds = expect.any(Number) as number;
    const active = {
      active: true,
      scope: 'favorites:own movies:read',
      username,
      sub: id,
      jti,
      iss: 'kinopolka',
      aud: 'kinopolka',
      iat: seconds,
      exp: seconds,
      token_type: 'Bearer',
    };
    const gateway = await make(root, ['tokens:introspect']);
    expect(await introspect(token)).toEqual(active);
    expect(await introspect(token, gateway.token)).toEqual(active);
    await app.call('POST', '/oauth/revoke', { form: { token } });
    for (const useless of [token, 'kpat_', `${token}x`]) expect(await introspect(useless)).toEqual({ active: false });
  });

  it('start imports, which have only the permissions of the token', async () => {
    const { access } = await somebody();
    const { token } = await make(access);
    await app.call('PUT', '/restrictions/secret', { token: root, body: { rule: { kinopoisk_ids: [FILM] } } });
    const labelled = await make(root, ['favorites:own']);
    for (const each of [token, labelled.token]) {
      const started = await app.call('POST', '/imports', { token: each, body: [{ kinopoisk_id: FILM }] });
      expect(started.status).toBe(202);
      await app.service.container.get(ImportWorker).run({ aborted: false });
      const { id } = started.body as { id: string };
      // The superuser may view the film, and the token may not.
      expect((await app.call('GET', `/imports/${id}`, { token: each })).body).toMatchObject({
        rows: { restricted: 1 },
      });
    }
    await app.call('DELETE', '/restrictions/secret', { token: root });
  });

  it('cancel the import that they started when they are revoked, and not when their owner logs out', async () => {
    const started = async (by: string) =>
      ((await app.call('POST', '/imports', { token: by, body: [{ title: 'Такого нет' }] })).body as { id: string }).id;
    const statusOf = async (id: string, by: string) =>
      ((await app.call('GET', `/imports/${id}`, { token: by })).body as { status: string }).status;
    const { id: userId, username, access } = await somebody();
    const reset = async () =>
      app.service.container.get(ResetPassword).execute(CLI, { userId, password: 'another good password' });
    const revoked = [
      ({ id }: Made) => app.call('DELETE', `/user/tokens/${id}`, { token: access }),
      ({ token }: Made) => app.call('POST', '/oauth/revoke', { form: { token } }),
    ];
    for (const revoke of revoked) {
      const made = await make(access);
      const other = await make(access);
      const id = await started(made.token);
      await app.call('DELETE', `/user/tokens/${other.id}`, { token: access });
      expect(await statusOf(id, access)).toBe('running');
      await revoke(made);
      expect(await statusOf(id, access)).toBe('cancelled');
    }
    const leaving = await logIn(username);
    const ofSession = await started(leaving);
    await app.call('POST', '/auth/logout', { token: leaving });
    await app.service.container.get(ImportWorker).run({ aborted: false });
    expect(await statusOf(ofSession, access)).toBe('done');
    // An operator resets the password of an account that somebody else took over, so it cancels every import.
    const afterTakeover = await started(access);
    await reset();
    const { body } = await app.call('POST', '/login', { body: { username, password: 'another good password' } });
    expect(await statusOf(afterTakeover, (body as { access_token: string }).access_token)).toBe('cancelled');
  });

  it('show their last use, which is stored for all tokens together', async () => {
    const { access } = await somebody();
    const { token } = await make(access);
    const lastUse = async (on: TestApp) =>
      ((await on.call('GET', '/user/tokens', { token: access })).body as { last_used_at: string | null }[])[0]
        ?.last_used_at;
    const before = Date.now();
    await shelf(token);
    const shown = Date.parse((await lastUse(app)) ?? '');
    expect(shown).toBeGreaterThanOrEqual(before);
    await app.service.container.get(PersonalTokenUses).write();
    expect(Date.parse((await lastUse(elsewhere)) ?? '')).toBe(shown);
  });

  it('count against the limits of their owner', async () => {
    const limited = await startTestApp({ settings: { LIMIT_SEARCH_PER_MINUTE: '2' } });
    const { token: access } = await limited.logIn();
    const bodies = await Promise.all([
      tryMake(access, ['movies:read'], {}, limited),
      tryMake(access, ['movies:read'], {}, limited),
    ]);
    const all = [access, ...bodies.map(({ body }) => (body as Made).token)];
    const statuses: number[] = [];
    for (const token of all)
      statuses.push((await limited.call('GET', '/movies/search?query=matrix', { token })).status);
    expect(statuses.map((status) => status === 429)).toEqual([false, false, true]);
    await limited.close();
  });

  it('are logged by their id when they are made and revoked, and never by their text', async () => {
    const { id, access } = await somebody();
    const made = await make(access);
    await shelf(made.token);
    await app.call('DELETE', `/user/tokens/${made.id}`, { token: access });
    await shelf(made.token);
    const lines = app.log.filter(({ actor }) => actor === id);
    expect(lines).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ operation: 'createPersonalToken', status: 'ok', details: { token_id: made.id } }),
        expect.objectContaining({ operation: 'revokePersonalToken', status: 'ok', details: { token_id: made.id } }),
      ]),
    );
    expect(JSON.stringify(app.log)).not.toContain(made.token.slice(5, 15));
  });
});
