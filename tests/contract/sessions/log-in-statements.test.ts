import type { Container } from 'inversify';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import winston from 'winston';
import { PrometheusMetrics } from '../../../src/adapters/observability/prometheus-metrics.ts';
import { databaseOn, IN_MEMORY, startPglite } from '../../../src/adapters/persistence/engine/pglite/pglite-database.ts';
import { RegisterUser } from '../../../src/application/accounts/register-user.ts';
import { LogIn } from '../../../src/application/sessions/log-in.ts';
import { RefusedLogins } from '../../../src/application/sessions/refused-logins.ts';
import type { Service } from '../../../src/bootstrap/service.ts';
import { assemble } from '../../../src/bootstrap/service.ts';
import { loadSettings } from '../../../src/bootstrap/settings/load-settings.ts';
import { anonymous } from '../../builders/actor.ts';
import { clientAt } from '../../builders/session.ts';
import { pgliteSnapshot } from '../../support/pglite-snapshot.ts';

const PASSWORD = 'follow the white rabbit';
const home = '203.0.113.7';

/**
 * The duration of a refusal must not reveal whether the account exists. Durations are not measured here. Instead, the
 * statements before the answer must be the same, and all others must run separately after the answer.
 */
describe('the statements before a log-in is refused', () => {
  let service: Service;
  let container: Container;
  let statements: string[];
  let addresses = 0;

  beforeAll(async () => {
    const pglite = await startPglite(IN_MEMORY, await pgliteSnapshot('drizzle'));
    const query = pglite.query.bind(pglite);
    pglite.query = (text, ...rest) => {
      statements.push(text);
      return query(text, ...rest);
    };
    statements = [];
    const database = await databaseOn(pglite, { migrationsFolder: 'drizzle' });
    const settings = loadSettings({
      AUTH_SECRET: 'd5W1n0vJ8qTzR4yK7uXbM2cGfL9hPsEa6iOQ',
      LIMIT_LOGIN_PER_ACCOUNT: '3',
      LIMIT_LOGIN_PER_ACCOUNT_PER_DAY: '20',
      LIMIT_LOGIN_RESERVE_PER_DAY: '1',
      LIMIT_LOGIN_PER_ADDRESS: '20',
      LIMIT_REGISTER_PER_MINUTE: '100',
    });
    service = await assemble(settings, winston.createLogger({ silent: true }), database, new PrometheusMetrics());
    ({ container } = service);
    // Every five seconds, a limiter asks the database again whether a limit is used up, whatever the account.
    vi.useFakeTimers({ toFake: ['Date'] });
  });
  afterAll(async () => {
    vi.useRealTimers();
    await service.close();
  });

  const newAddress = (network: number | undefined) => {
    addresses += 1;
    return network === undefined ? `198.51.100.${addresses}` : `2001:db8:${network}:${addresses}::1`;
  };

  async function register(username: string, address: string): Promise<void> {
    const names = { username, email: `${username}@example.org` };
    await container.get(RegisterUser).execute(anonymous, { ...names, password: PASSWORD, client: clientAt(address) });
  }

  /** The result of a wrong guess, and the statements up to it. */
  async function guess(login: string, address: string) {
    const before = statements.length;
    const given = { login, password: 'a wrong guess', client: clientAt(address) };
    const refusal: unknown = await container
      .get(LogIn)
      .execute(anonymous, given)
      .catch((error: unknown) => error);
    return { code: (refusal as { code?: string }).code, statements: statements.slice(before) };
  }

  async function guesses(login: string, address: string, times: number) {
    const made = [];
    for (let time = 0; time < times; time += 1) made.push(await guess(login, address));
    return made;
  }

  it.each([
    ['a user name', 'at an address that is new', (name: string) => name, undefined],
    ['a user name', 'at a new address of IPv6', (name: string) => name, 1],
    ['an e-mail address', 'at an address that is new', (name: string) => `${name}@example.org`, undefined],
  ])('are the same for %s that exists and one that does not, %s, even beyond the limit', async (...about) => {
    const [, , spelled, network] = about;
    const name = `neo${(addresses += 1)}`;
    await register(name, home);
    const address = newAddress(network);
    const known = await guesses(spelled(name), address, 15);
    const unknown = await guesses(spelled(`nobody${addresses}`), newAddress(network), 15);
    expect(known.map(({ code }) => code)).toEqual([
      ...Array.from({ length: 3 }, () => 'invalid-credentials'),
      ...Array.from({ length: 12 }, () => 'too-many-requests'),
    ]);
    expect(known).toEqual(unknown);
    expect(known.flatMap((one) => one.statements).filter((text) => text.includes('login_events'))).toHaveLength(3);
    expect(known.flatMap((one) => one.statements).join()).not.toMatch(/insert into "login_events"/i);
  });

  it('are the same at the address of the owner', async () => {
    await register('trinity', '2001:db8:77:1::1');
    const known = await guesses('trinity', '2001:db8:77:1::1', 8);
    expect(known).toEqual(await guesses('nothing', '2001:db8:78:1::1', 8));
    expect(known[7]).toMatchObject({ code: 'too-many-requests' });
  });

  it('are the same when the guesses of the account are used up', async () => {
    await register('morpheus', home);
    const tried = [];
    for (const login of ['morpheus', 'nemesis']) {
      const outcomes = [];
      for (let address = 1; address <= 8; address += 1)
        outcomes.push(...(await guesses(login, `2001:db8:${login === 'nemesis' ? 8 : 9}:${address}::1`, 3)));
      tried.push(outcomes);
    }
    expect(tried[0]).toEqual(tried[1]);
    expect(tried[0]?.map(({ code }) => code).filter((code) => code === 'too-many-requests')).toHaveLength(2);
  });

  it('are none at an address that has used up its attempts, whatever names it tries', async () => {
    const address = newAddress(undefined);
    const ofNewNames = async (times: number) => {
      const made = [];
      for (let time = 0; time < times; time += 1)
        made.push(...(await guesses(`someone${(addresses += 1)}`, address, 1)));
      return made;
    };
    await ofNewNames(20);
    // A hundred of these refusals are counted for the history, each under another name.
    await ofNewNames(101);
    expect(await ofNewNames(5)).toEqual(
      Array.from({ length: 5 }, () => ({ code: 'too-many-requests', statements: [] })),
    );
  });

  it('do not include the row of the history, which is written later', async () => {
    await register('tank', home);
    await guess('tank', newAddress(undefined));
    const rows = () =>
      service.database.query(
        `select outcome from login_events e join users u on u.id = e.user_id where u.username = 'tank' order by at`,
        [],
      );
    expect(await rows()).toEqual([{ outcome: 'registered' }]);
    await container.get(RefusedLogins).write();
    expect(await rows()).toEqual([{ outcome: 'registered' }, { outcome: 'wrong_password' }]);
  });
});
