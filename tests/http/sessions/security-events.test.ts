import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CreateSuperuser } from '../../../src/application/accounts/create-superuser.ts';
import { StorageUnavailable } from '../../../src/application/shared/ports/storage.ts';
import { FaultSwitch } from '../../support/fault-switch.ts';
import type { TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

const PASSWORD = 'correct horse battery staple';
const NEW_PASSWORD = 'wrong donkey charger paperclip';
const address = '127.0.0.1';

type Pair = { access_token: string; refresh_token: string };

describe('the log shows ', () => {
  const faults = new FaultSwitch();
  let app: TestApp;
  let root: string;
  let username: string;
  let user: string;
  let pair: Pair;
  let people = 0;

  const logIn = async (password = PASSWORD, login = username) =>
    (await app.call('POST', '/auth/login', { body: { login, password } })).body as Pair;
  const lastLine = (): unknown => {
    const { operation, level, status, actor, details } = app.log.at(-1) ?? {};
    return [operation, level, status, actor, details];
  };

  beforeAll(async () => {
    app = await startTestApp({
      settings: { LIMIT_LOGIN_PER_ACCOUNT: '3', LIMIT_REGISTER_PER_MINUTE: '100' },
      rebind: (container) => faults.install(container, ['rateLimiter', 'userRepository']),
    });
    const input = { username: 'root', password: PASSWORD };
    await app.service.container.get(CreateSuperuser).execute({ kind: 'system', name: 'cli' }, input);
    root = (await logIn(PASSWORD, 'root')).access_token;
  });
  beforeEach(async () => {
    username = `morpheus${(people += 1)}`;
    const { body } = await app.call('POST', '/auth/register', { body: { username, password: PASSWORD } });
    user = (body as { id: string }).id;
    pair = await logIn();
    app.log.length = 0;
  });
  afterAll(() => app.close());

  it('a registration', async () => {
    const body = { username: 'trinity', password: PASSWORD };
    const { body: registered } = await app.call('POST', '/auth/register', { body });
    const details = { user: (registered as { id: string }).id };
    expect(lastLine()).toEqual(['registerUser', 'info', 'ok', 'anonymous', details]);
  });

  it('a log-in, and refused ones with the same outcome, with their addresses', async () => {
    await logIn();
    expect(lastLine()).toEqual(['logIn', 'info', 'ok', 'anonymous', { user, address }]);
    await logIn('a wrong guess');
    expect(lastLine()).toEqual(['logIn', 'info', 'invalid-credentials', 'anonymous', { address }]);
    await logIn(PASSWORD, 'nobody-of-that-name');
    expect(lastLine()).toEqual(['logIn', 'info', 'invalid-credentials', 'anonymous', { address }]);
  });

  it('guesses that are limited', async () => {
    for (let guess = 0; guess < 4; guess += 1) await logIn('a wrong guess');
    expect(lastLine()).toEqual(['logIn', 'info', 'too-many-requests', 'anonymous', { address }]);
  });

  it('an invalid token, and a missing permission', async () => {
    await app.call('GET', '/user', { token: `${pair.access_token.slice(0, -8)}AAAAAAAA` });
    expect(lastLine()).toEqual(['getProfile', 'info', 'invalid-token', 'anonymous', { address }]);
    await app.call('GET', '/users', { token: pair.access_token });
    expect(lastLine()).toEqual(['listUsers', 'info', 'permission-denied', user, { address }]);
  });

  it('an unavailable database with the reason, whether or not the use case has started', async () => {
    faults.breaks(
      ['rateLimiter', 'userRepository'],
      new StorageUnavailable({ cause: new Error('connection refused') }),
    );
    await app.call('GET', '/movies/search?query=neo', { token: pair.access_token });
    await app.call('GET', '/user', { token: pair.access_token });
    faults.heal();
    const cause = { name: 'Error', message: 'connection refused' };
    const line = { level: 'warn', status: 'database-unavailable', actor: user, cause };
    expect(app.log).toMatchObject([
      { ...line, operation: 'searchMovies' },
      { ...line, operation: 'getProfile' },
    ]);
  });

  it('a reused refresh token, and its owner', async () => {
    const renew = async (token: string) =>
      (await app.call('PUT', '/auth/login', { body: { refresh_token: token } })).body as Pair;
    const second = await renew(pair.refresh_token);
    await renew((await renew(second.refresh_token)).refresh_token);
    await renew(pair.refresh_token);
    const session = expect.stringMatching(/^[0-9a-f-]{36}$/) as string;
    expect(lastLine()).toEqual(['refreshSession', 'warn', 'refresh-token-reused', 'anonymous', { user, session }]);
  });

  it('sessions that end', async () => {
    const { body } = await app.call('GET', '/user/sessions', { token: pair.access_token });
    const [{ id: session }] = body as [{ id: string }];
    const other = await logIn();
    await app.call('DELETE', `/user/sessions/${session}`, { token: other.access_token });
    expect(lastLine()).toEqual(['endSession', 'info', 'ok', user, { session }]);
    await app.call('POST', '/auth/logout-others', { token: other.access_token });
    expect(lastLine()).toEqual(['logOutOthers', 'info', 'ok', user, undefined]);
    await app.call('POST', '/auth/logout', { token: other.access_token });
    expect(lastLine()).toEqual(['logOut', 'info', 'ok', user, undefined]);
  });

  it('a changed password or name, a deleted account, and refused attempts', async () => {
    const { access_token: token } = pair;
    await app.call('PUT', '/user/password', { token, body: { password_1: 'a wrong guess', password_2: NEW_PASSWORD } });
    expect(lastLine()).toEqual(['changePassword', 'info', 'wrong-password', user, undefined]);
    await app.call('PUT', '/user/password', { token, body: { password_1: PASSWORD, password_2: NEW_PASSWORD } });
    expect(lastLine()).toEqual(['changePassword', 'info', 'ok', user, undefined]);
    await app.call('PUT', '/user/login', { token, body: { username: `${username}x`, password: NEW_PASSWORD } });
    expect(lastLine()).toEqual(['changeLogin', 'info', 'ok', user, undefined]);
    await app.call('POST', '/user/deletion', { token, body: { password: NEW_PASSWORD } });
    expect(lastLine()).toEqual(['deleteAccount', 'info', 'ok', user, undefined]);
  });

  it('a name that is already taken, as an ordinary refusal', async () => {
    const body = { username: 'root', password: PASSWORD };
    await app.call('PUT', '/user/login', { token: pair.access_token, body });
    expect(lastLine()).toEqual(['changeLogin', 'info', 'username-taken', user, undefined]);
    expect(app.log.at(-1)).not.toHaveProperty('cause');
  });

  it('roles that are given and taken away, and accounts that are deactivated', async () => {
    const details = { user, role: 'admin' };
    const { body: profile } = await app.call('GET', '/user', { token: root });
    const { id: by } = profile as { id: string };
    await app.call('PUT', `/users/${user}/roles/admin`, { token: root });
    expect(lastLine()).toEqual(['giveRole', 'info', 'ok', by, details]);
    await app.call('DELETE', `/users/${user}/roles/admin`, { token: root });
    expect(lastLine()).toEqual(['takeRole', 'info', 'ok', by, details]);
    await app.call('PATCH', `/users/${user}`, { token: root, body: { is_active: false } });
    expect(lastLine()).toEqual(['changeUser', 'info', 'ok', by, { user, is_active: false }]);
  });

  it('a superuser that is created on the command line', async () => {
    const input = { username: 'root', password: PASSWORD };
    await app.service.container.get(CreateSuperuser).execute({ kind: 'system', name: 'cli' }, input);
    expect(lastLine()).toEqual(['createSuperuser', 'info', 'ok', 'cli', { username: 'root' }]);
  });

  it('no text of a client that could begin a new line', async () => {
    const headers = { 'X-Request-Id': 'log\\ninjected', 'User-Agent': 'a\\r\\n{"operation":"forged"}' };
    await app.call('POST', '/auth/login', {
      headers,
      body: { login: 'x\r\n{"operation":"forged"}', password: PASSWORD },
    });
    expect(app.log.map(({ operation }) => operation)).toEqual(['logIn']);
  });
});
