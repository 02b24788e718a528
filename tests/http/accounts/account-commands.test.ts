import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunCommand } from '../../support/commands.ts';
import { commandsOf } from '../../support/commands.ts';
import { quickestEngine } from '../../support/database.ts';
import type { TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

const PASSWORD = 'follow the white rabbit';

let app: TestApp;
let run: RunCommand;
let token: string;
let id: string;
beforeAll(async () => {
  app = await startTestApp({ engine: quickestEngine() });
  run = commandsOf(app);
  ({ token } = await app.logIn('neo'));
  ({ id } = (await app.call('GET', '/user', { token })).body as { id: string });
  await app.logIn('trinity');
  expect((await superuser(PASSWORD, '--username', 'Root')).stdout).toBe('root is a superuser now.\n');
});
afterAll(() => app.close());

const users = (...args: string[]) => run(['users', ...args]);
const superuser = (password: string, ...args: string[]) =>
  run(['superuser', ...args], { ...(password && { password }) });

async function logInWith(login: string, password: string): Promise<number> {
  return (await app.call('POST', '/auth/login', { body: { login, password } })).status;
}

describe('the commands for accounts', () => {
  it('list accounts, as a table and as JSON', async () => {
    const { code, stdout } = await users('list');
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['USER', 'root', 'trinity', 'neo', '3']);
    expect(lines[1]).toMatch(/^root +- +active +\d{4}-\d\d-\d\d \(superuser\) user$/);
    const found = await users('list', '--query', 'NEO', '--json');
    expect(JSON.parse(found.stdout)).toMatchObject([{ id, username: 'neo', roles: ['user'], is_active: true }]);
    expect(JSON.parse((await users('list', '--query', 'nobody', '--json')).stdout)).toEqual([]);
  });

  it('show an account by its name and by its id, with its sessions and log-ins', async () => {
    const { stdout } = await users('show', 'Neo');
    expect(stdout).toMatch(/^sessions +1, last used \d{4}-/m);
    expect(stdout).toMatch(/^last log-ins +\S+ success, from 127\.0\.0\.1$/m);
    expect(JSON.parse((await users('show', id, '--json')).stdout)).toMatchObject({
      username: 'neo',
      permissions: ['account:own', 'catalogue:read', 'favorites:own', 'movies:read'],
      sessions: [{ ip: '127.0.0.1' }],
      logins: [{ outcome: 'success', ip: '127.0.0.1' }],
    });
  });

  it('report that a user already has a role, or does not have it', async () => {
    expect(await users('give-role', 'neo', 'admin')).toMatchObject({
      code: 0,
      stdout: 'neo has the role admin now.\n',
    });
    expect((await users('give-role', 'neo', 'admin')).stdout).toContain('already has the role admin');
    expect((await app.call('GET', '/users', { token })).status).toBe(200);
    expect((await users('take-role', 'neo', 'admin')).stdout).toBe('neo no longer has the role admin.\n');
    const again = await users('take-role', 'neo', 'admin');
    expect([again.code, again.stdout]).toEqual([0, 'neo does not have the role admin. Nothing was changed.\n']);
    expect((await app.call('GET', '/users', { token })).status).toBe(403);
  });

  it('deactivate an account and activate it again', async () => {
    const password = 'correct horse battery staple';
    expect((await users('deactivate', 'trinity')).stdout).toContain('trinity is deactivated now');
    expect(await logInWith('trinity', password)).toBe(401);
    expect(JSON.parse((await users('activate', 'trinity', '--json')).stdout)).toMatchObject({ is_active: true });
    expect(await logInWith('trinity', password)).toBe(200);
    expect((await users('activate', 'trinity')).stdout).toContain('Nothing was changed.');
  });

  it.each([
    [['show', 'nobody'], 'No account has the user name, e-mail address or id "nobody".'],
    [['give-role', 'neo', 'editors'], 'There is no role named "editors". Roles: admin, anonymous, subscribers, user.'],
    [['give-role', 'neo', 'user'], 'Nobody can give or take the role user'],
    [['deactivate', 'root'], 'root is the last active superuser.'],
  ])('refuse %j in one line with the reason', async (args, reason) => {
    const { code, stdout, stderr } = await users(...args);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr.trimEnd().split('\n')).toEqual([expect.stringContaining(reason)]);
  });

  it('are logged with the operator as the actor, and with the account', async () => {
    app.log.length = 0;
    await users('give-role', 'neo', 'subscribers');
    expect(app.log.filter((line) => line['operation'] !== undefined)).toMatchObject([
      { operation: 'findAccount', status: 'ok', actor: 'cli', details: { user: id } },
      { operation: 'giveRole', status: 'ok', actor: 'cli', details: { user: id, role: 'subscribers' } },
    ]);
  });
});

describe('the superuser command', () => {
  it('creates an account once, and reports an existing one', async () => {
    const second = await superuser('', '--username', 'root');
    expect(second).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(
        'The account root already exists and is a superuser; nothing was changed.',
      ) as string,
    });
    expect(await logInWith('root', PASSWORD)).toBe(200);
  });

  it('refuses a forbidden password, and a password as an argument', async () => {
    const short = await superuser('short', '--username', 'morpheus');
    expect([short.code, short.stderr]).toEqual([1, expect.stringContaining('it is shorter than 8 characters')]);
    const argument = await superuser('', '--username', 'morpheus', '--password', PASSWORD);
    expect([argument.code, argument.stderr]).toEqual([1, expect.stringContaining("unknown option '--password'")]);
    const hostile = await superuser('', '--username', 'morpheus', '--\u001b[2J');
    expect([hostile.code, hostile.stderr]).toEqual([1, expect.stringContaining("unknown option '--\u{fffd}[2J'")]);
    expect((await superuser(PASSWORD)).stderr).toContain('--username');
  });

  it('sets a new password for a superuser with --reset, and for nobody else', async () => {
    const reset = (username: string, password: string) => superuser(password, '--username', username, '--reset');
    expect(await reset('root', 'a password that was mistyped')).toMatchObject({
      code: 0,
      stdout:
        'root has a new password. All sessions and personal tokens have ended, and a running import is cancelled.\n',
    });
    expect(await logInWith('root', PASSWORD)).toBe(401);
    expect((await reset('root', PASSWORD)).code).toBe(0);
    expect(await logInWith('root', PASSWORD)).toBe(200);
    const unknown = await reset('morpheus', PASSWORD);
    expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('There is no account named morpheus.')]);
    expect((await reset('neo', PASSWORD)).stderr).toContain('neo is not a superuser.');
  });
});
