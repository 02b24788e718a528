import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { migratedDatabaseUrl } from '../../support/database.ts';
import type { ServiceProcess } from '../../support/service-process.ts';
import { logIn, runCommand, startService } from '../../support/service-process.ts';

const AUTH_SECRET = 'Qm4tW8zKx2VhN7rLc5YdG1jPs9FuBa3EoTiR';
const PASSWORD = 'there is no spoon at all';

/** All other tests of these commands are in `tests/http/accounts/account-commands.test.ts`. */
describe.runIf(inject('postgres'))('the commands for accounts, beside running instances', () => {
  let environment: Record<string, string>;
  let services: [ServiceProcess, ServiceProcess];
  let token: string;

  beforeAll(async () => {
    environment = { DATABASE_URL: await migratedDatabaseUrl(), AUTH_SECRET };
    services = await Promise.all([startService(environment), startService(environment)]);
    token = await logIn(services[0], 'neo');
  });
  afterAll(() => Promise.all(services.map((service) => service.stop())));

  const users = (...args: string[]) => runCommand(['users', ...args], environment);

  const statuses = (path: string) =>
    Promise.all(services.map(async (service) => (await service.call('GET', path, { token })).status));

  async function logInWith(password: string): Promise<number> {
    const { status } = await services[1].call('POST', '/auth/login', { body: { login: 'neo', password } });
    return status;
  }

  it('give and take a role, which every instance applies to tokens within moments', async () => {
    expect(await statuses('/users')).toEqual([403, 403]);
    const given = await users('give-role', 'neo', 'admin');
    expect([given.code, given.stdout]).toEqual([0, 'neo has the role admin now.\n']);
    await expect.poll(() => statuses('/users'), { timeout: 5000 }).toEqual([200, 200]);
    expect((await users('take-role', 'neo', 'admin')).stdout).toBe('neo no longer has the role admin.\n');
    await expect.poll(() => statuses('/users'), { timeout: 5000 }).toEqual([403, 403]);
  });

  it('set a password from standard input, and end all sessions', async () => {
    const none = await users('password', 'neo');
    expect([none.code, none.stdout]).toEqual([1, '']);
    const told = none.output.split('\n').filter((line) => line !== '' && !line.startsWith('{'));
    expect(told).toEqual([expect.stringContaining('Give the password on a terminal')]);
    expect(await statuses('/user')).toEqual([200, 200]);
    const reset = await runCommand(['users', 'password', 'neo'], environment, `${PASSWORD}\n`);
    expect(reset).toMatchObject({ code: 0, stdout: expect.stringContaining('neo has a new password') as string });
    expect(reset.output).not.toContain(PASSWORD);
    await expect.poll(() => statuses('/user'), { timeout: 5000 }).toEqual([401, 401]);
    expect([await logInWith('correct horse battery staple'), await logInWith(PASSWORD)]).toEqual([401, 200]);
  });
});
