import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { emptyDatabaseUrl } from '../../support/database.ts';
import type { ServiceProcess } from '../../support/service-process.ts';
import { logIn, runCommand, startService } from '../../support/service-process.ts';

const AUTH_SECRET = 'Qm4tW8zKx2VhN7rLc5YdG1jPs9FuBa3EoTiR';
const PASSWORD = 'there is no spoon at all';

describe.runIf(inject('postgres'))('the commands for accounts, beside running instances', () => {
  let environment: Record<string, string>;
  let services: [ServiceProcess, ServiceProcess];
  let token: string;
  let id: string;

  beforeAll(async () => {
    environment = { DATABASE_URL: await emptyDatabaseUrl(), AUTH_SECRET };
    services = await Promise.all([startService(environment), startService(environment)]);
    token = await logIn(services[0], 'neo');
    const profile = (await (await services[0].call('GET', '/user', { token })).json()) as { id: string };
    ({ id } = profile);
    await logIn(services[0], 'trinity');
    const secret = { SUPERUSER_PASSWORD: PASSWORD };
    expect((await runCommand(['superuser', '--username', 'root'], { ...environment, ...secret })).code).toBe(0);
  });
  afterAll(() => Promise.all(services.map((service) => service.stop())));

  async function users(...args: string[]) {
    const { code, stdout, output } = await runCommand(['users', ...args], environment);
    return { code, stdout, output };
  }

  const statuses = (path: string) =>
    Promise.all(services.map(async (service) => (await service.call('GET', path, { token })).status));

  async function logInWith(password: string, login = 'neo'): Promise<number> {
    const { status } = await services[1].call('POST', '/auth/login', { body: { login, password } });
    return status;
  }

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

  it('give and take a role; every instance judges tokens by it within moments', async () => {
    expect(await statuses('/users')).toEqual([403, 403]);
    expect(await users('give-role', 'neo', 'admin')).toMatchObject({
      code: 0,
      stdout: 'neo has the role admin now.\n',
    });
    await expect.poll(() => statuses('/users'), { timeout: 5000 }).toEqual([200, 200]);
    expect((await users('give-role', 'neo', 'admin')).stdout).toContain('already has the role admin');
    expect((await users('take-role', 'neo', 'admin')).stdout).toBe('neo no longer has the role admin.\n');
    const again = await users('take-role', 'neo', 'admin');
    expect([again.code, again.stdout]).toEqual([0, 'neo does not have the role admin. Nothing was changed.\n']);
    await expect.poll(() => statuses('/users'), { timeout: 5000 }).toEqual([403, 403]);
  });

  it('set a password that is piped in, and end all sessions', async () => {
    const reset = await runCommand(['users', 'password', 'neo'], environment, `${PASSWORD}\n`);
    expect(reset).toMatchObject({ code: 0, stdout: expect.stringContaining('neo has a new password') as string });
    expect(reset.output).not.toContain(PASSWORD);
    await expect.poll(() => statuses('/user'), { timeout: 5000 }).toEqual([401, 401]);
    expect([await logInWith('correct horse battery staple'), await logInWith(PASSWORD)]).toEqual([401, 200]);
  });

  it('deactivate an account and activate it again', async () => {
    expect((await users('deactivate', 'trinity')).stdout).toContain('trinity is deactivated now');
    expect(await logInWith('correct horse battery staple', 'trinity')).toBe(401);
    expect(JSON.parse((await users('activate', 'trinity', '--json')).stdout)).toMatchObject({ is_active: true });
    expect(await logInWith('correct horse battery staple', 'trinity')).toBe(200);
    expect((await users('activate', 'trinity')).stdout).toContain('Nothing was changed.');
  });

  it.each([
    [['show', 'nobody'], 'No account has the user name, e-mail address or id "nobody".'],
    [['give-role', 'neo', 'editors'], 'There is no role named "editors". Roles: admin, anonymous, subscribers, user.'],
    [['give-role', 'neo', 'user'], 'Nobody can give or take the role user'],
    [['deactivate', 'root'], 'root is the last active superuser.'],
    [['password', 'neo'], 'Give the password on a terminal'],
  ])('refuse %j in one line that says why', async (args, reason) => {
    const { code, stdout, output } = await users(...args);
    expect([code, stdout]).toEqual([1, '']);
    const told = output.split('\n').filter((line) => line !== '' && !line.startsWith('{'));
    expect(told).toEqual([expect.stringContaining(reason)]);
  });

  it('are logged as the operator, with the account they are about', async () => {
    const lines = (await users('give-role', 'neo', 'subscribers')).output
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter((line) => line['operation'] !== undefined);
    expect(lines).toMatchObject([
      { operation: 'findAccount', status: 'ok', actor: 'cli', details: { user: id } },
      { operation: 'giveRole', status: 'ok', actor: 'cli', details: { user: id, role: 'subscribers' } },
    ]);
  });
});
