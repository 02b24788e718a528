import { afterEach, describe, expect, it } from 'vitest';
import { countsOf } from '../../support/counts.ts';
import type { Answer } from '../../support/openapi-conformance.ts';
import type { TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

const PASSWORD = 'follow the white rabbit';
const NEW_PASSWORD = 'there is no spoon at all';
const HOME = '203.0.113.7';

describe('guessing passwords', () => {
  let app: TestApp;
  afterEach(() => app.close());

  const start = async (settings: Record<string, string> = {}) => {
    app = await startTestApp({ settings: { TRUSTED_PROXIES: '127.0.0.1', ...settings } });
  };
  const send = (
    method: string,
    path: string,
    body: unknown,
    { from = HOME, token }: { from?: string; token?: string },
  ) => app.call(method, path, { body, token, headers: { 'X-Forwarded-For': from } });
  const register = (username: string, from: string = HOME) =>
    send('POST', '/auth/register', { username, password: PASSWORD }, { from });
  const logIn = (login: string, from: string, password = PASSWORD) =>
    send('POST', '/auth/login', { login, password }, { from });
  const tokenOf = ({ body }: Answer) => (body as { access_token: string }).access_token;
  const codeOf = ({ status, body }: Answer) => [status, (body as { code?: string }).code];

  it('never locks an owner out, neither at the address of the registration nor at a new one', async () => {
    await start({ LIMIT_LOGIN_PER_ACCOUNT: '10' });
    await register('alice');
    // A /60 of IPv6: sixteen blocks, each with ten attempts and three more in reserve.
    const statuses: number[] = [];
    for (let block = 0; block < 16; block += 1)
      for (let guess = 0; guess < 10; guess += 1)
        statuses.push((await logIn('alice', `2001:db8:0:${block.toString(16)}::1`, 'a wrong guess')).status);
    // 100 attempts of the account, and three of each of the six blocks that came after these were used up.
    expect(countsOf(statuses)).toEqual({ 401: 118, 429: 42 });
    const refused = await logIn('alice', '2001:db8:0:f::1');
    expect(codeOf(refused)).toEqual([429, 'too-many-requests']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(80_000);
    for (const from of [HOME, '198.51.100.1', '2001:db8:1::1', HOME]) {
      expect((await logIn('alice', from, 'a wrong guess')).status).toBe(401);
      expect((await logIn('alice', from)).status).toBe(200);
    }
  }, 120_000);

  it('with a stolen token is limited, but not for the owner who logs in again', async () => {
    await start({ LIMIT_LOGIN_PER_ACCOUNT_PER_DAY: '4', LIMIT_LOGIN_RESERVE_PER_DAY: '1' });
    await register('bob');
    const token = tokenOf(await logIn('bob', HOME));
    const guesses = [
      ['PUT', '/user/password', { password_1: 'wrong', password_2: NEW_PASSWORD }],
      ['PUT', '/user/login', { username: 'bobby', password: 'wrong' }],
      ['POST', '/user/deletion', { password: 'wrong' }],
    ] as const;
    const guess = async (n: number, from: string) => {
      const [method, path, body] = guesses[n % 3] as (typeof guesses)[number];
      return (await send(method, path, body, { from, token })).status;
    };
    const statuses = [];
    for (let n = 0; n < 8; n += 1) statuses.push(await guess(n, `198.51.100.${1 + (n % 2)}`));
    expect(statuses).toEqual([403, 403, 403, 403, 403, 403, 429, 429]);
    const change = { password_1: PASSWORD, password_2: NEW_PASSWORD };
    expect((await send('PUT', '/user/password', change, { from: '198.51.100.1', token })).status).toBe(429);
    const anew = tokenOf(await logIn('bob', HOME));
    expect((await send('PUT', '/user/password', change, { token: anew })).status).toBe(204);
  });

  it('by strangers at the log-in does not limit the owner with a token', async () => {
    await start({ LIMIT_LOGIN_PER_ACCOUNT_PER_DAY: '2', LIMIT_LOGIN_RESERVE_PER_DAY: '1' });
    const carol = (await register('carol')).body as { id: string };
    const token = tokenOf(await logIn('carol', HOME));
    // These typed names look like the keys under which confirmations of carol are counted.
    for (const login of ['carol', `id ${carol.id}`, carol.id])
      for (let n = 1; n < 5; n += 1) await logIn(login, `198.51.100.${n}`, 'a wrong guess');
    const change = { username: 'caroline', password: PASSWORD };
    expect((await send('PUT', '/user/login', change, { from: '192.0.2.9', token })).status).toBe(200);
  });

  it('does not use up the limit of successful log-ins', async () => {
    await start({ LIMIT_LOGIN_SUCCESS_PER_MINUTE: '2' });
    await register('dave');
    await register('erin');
    for (let n = 0; n < 4; n += 1) await logIn('dave', HOME, 'a wrong guess');
    const statuses = [];
    for (let n = 0; n < 3; n += 1) statuses.push((await logIn('dave', `198.51.100.${n}`)).status);
    const refused = await logIn('dave', '198.51.100.9');
    expect(statuses).toEqual([200, 200, 429]);
    expect(refused.headers.get('ratelimit')).toMatch(/^"login-success";r=0;t=\d+$/);
    expect((await logIn('dave', HOME)).status).toBe(200);
    expect((await logIn('erin', HOME)).status).toBe(200);
  });

  it('of names is limited by address in every operation that reveals a taken name', async () => {
    await start({ LIMIT_REGISTER_PER_MINUTE: '5' });
    for (const name of ['frank', 'grace', 'heidi']) await register(name, `192.0.2.${name.length + name.charCodeAt(0)}`);
    const token = tokenOf(await logIn('frank', HOME));
    const rename = (body: object, from = HOME) =>
      send('PUT', '/user/login', { password: PASSWORD, ...body }, { from, token });
    const outcomes = [
      await rename({ username: 'grace' }),
      await rename({ email: 'not an address' }),
      await rename({ username: 'ivan', password: 'wrong' }),
      await register('heidi'),
      await rename({ email: 'frank@example.org' }),
      await send('POST', '/auth/register', { username: '!', password: PASSWORD }, {}),
      // With an unknown genre, the answer names the genre as the fault only if the name is free.
      await send('POST', '/auth/register', { username: 'judy', password: PASSWORD, favorite_genre: 25 }, {}),
      await rename({ username: 'heidi' }),
      await rename({ username: 'heidi' }),
      await register('heidi'),
    ].map(codeOf);
    expect(outcomes).toEqual([
      [409, 'username-taken'],
      [422, 'validation-failed'],
      [403, 'wrong-password'],
      [409, 'username-taken'],
      [200, undefined],
      [422, 'validation-failed'],
      [422, 'validation-failed'],
      [409, 'username-taken'],
      [429, 'too-many-requests'],
      [429, 'too-many-requests'],
    ]);
    expect(codeOf(await rename({ username: 'heidi' }, '198.51.100.1'))).toEqual([409, 'username-taken']);
    // A /48 of IPv6 has ten times as many, from however many of its blocks.
    const statuses: number[] = [];
    for (let block = 0; block < 51; block += 1)
      statuses.push((await register('heidi', `2001:db8:7:${block}::1`)).status);
    expect(countsOf(statuses)).toEqual({ 409: 50, 429: 1 });
  });

  it('does not take a search for an invalid query', async () => {
    await start({ LIMIT_SEARCH_PER_MINUTE: '1' });
    const { token } = await app.logIn();
    const search = (query: string) => app.call('GET', `/movies/search?${query}`, { token });
    for (let n = 0; n < 3; n += 1) expect((await search('query=')).status).toBe(422);
    expect((await search('query=neo')).status).toBe(200);
    expect((await search('query=neo')).status).toBe(429);
  });

  it('leaves the address of the registration in the export, and not in the list of log-ins', async () => {
    await start();
    await register('kate');
    const token = tokenOf(await logIn('kate', HOME));
    await logIn('kate', '198.51.100.1', 'a wrong guess');
    const listed = await app.call('GET', '/user/logins', { token });
    expect(listed.body).toMatchObject([{ outcome: 'wrong_password', ip: '198.51.100.1' }, { outcome: 'success' }]);
    for (const [page, items] of [
      [1, [{ outcome: 'wrong_password' }]],
      [2, [{ outcome: 'success' }]],
      [3, []],
    ] as const) {
      const paged = await app.call('GET', `/user/logins?page=${page}&per_page=1`, { token });
      expect(paged.body).toMatchObject(items);
      expect(paged.headers.get('x-total-count')).toBe('2');
      expect(paged.headers.get('link')).toContain('page=2&per_page=1>; rel="last"');
    }
    await logIn('kate', '198.51.100.2', 'a wrong guess');
    const exported = (await app.call('GET', '/user/export', { token })).body as { logins: unknown[] };
    expect(exported.logins).toMatchObject([
      { outcome: 'wrong_password', ip: '198.51.100.2' },
      { outcome: 'wrong_password', ip: '198.51.100.1' },
      { outcome: 'success' },
      { outcome: 'registered', ip: HOME, session_id: null },
    ]);
  });
});
