import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { KinopoiskStandIn } from '../../kinopoisk-stand-in/kinopoisk-stand-in.ts';
import { startKinopoiskStandIn } from '../../kinopoisk-stand-in/kinopoisk-stand-in.ts';
import { countsOf } from '../../support/counts.ts';
import { emptyDatabaseUrl } from '../../support/database.ts';
import { onServer } from '../../support/postgres-server.ts';
import type { ServiceProcess, TokenPair } from '../../support/service-process.ts';
import { logIn, logInPair, runCommand, startService } from '../../support/service-process.ts';

const CUT_LISTENERS = `select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and application_name = 'kinopolka listener'`;

const AUTH_SECRET = 'Zk3vR8qLw1YtN6mXc9BdF2hJs7GpUa4EoTiV';

describe.runIf(inject('postgres'))('three instances on one PostgreSQL', () => {
  let kinopoisk: KinopoiskStandIn;
  let services: ServiceProcess[];
  let environment: Record<string, string>;
  beforeAll(async () => {
    kinopoisk = await startKinopoiskStandIn();
    environment = {
      DATABASE_URL: await emptyDatabaseUrl(),
      AUTH_SECRET,
      KINOPOISK_API_KEY: kinopoisk.apiKey,
      KINOPOISK_BASE_URL: kinopoisk.baseUrl,
      DB_POOL_SIZE: '5',
      LIMIT_KINOPOISK_UNKNOWN_PER_DAY: '1000',
      LIMIT_KINOPOISK_NEW_FOR_DAYS: '0',
    };
    services = await Promise.all(Array.from({ length: 3 }, () => startService(environment)));
  });
  afterAll(async () => {
    await Promise.all(services.map((service) => service.stop()));
    await kinopoisk.close();
  });

  const at = (index: number) => services[index % services.length] as ServiceProcess;

  it('all start at once on an empty database', async () => {
    const statuses = await Promise.all(
      services.map(async (service) => (await service.call('GET', '/health/ready')).status),
    );
    expect(statuses).toEqual([200, 200, 200]);
  });

  it('publish the metrics that the documentation lists, and no others', async () => {
    const text = await (await fetch(at(0).metricsUrl)).text();
    const published = Array.from(text.matchAll(/^# TYPE (\w+)/gm), ([, name]) =>
      name!.replace(/^(process|nodejs)_\w+/, '$1_*'),
    );
    const [, section = ''] = readFileSync('docs/operate/monitoring.md', 'utf8').split('<!-- metrics:begin -->');
    const told = Array.from(
      section.split('<!-- metrics:end -->')[0]!.matchAll(/^\| `([^`]+)` \|/gm),
      ([, name]) => name!,
    );
    expect(told.toSorted()).toEqual([...new Set(published)].toSorted());
  });

  it('are one service: a change at one is visible at the others', async () => {
    const token = await logIn(at(0), 'traveller');
    const query = encodeURIComponent('капитан бумажных морей');
    const found = await (await at(1).call('GET', `/movies/search?query=${query}`, { token })).json();
    expect(found).toMatchObject([{ kinopoisk_id: 901_001, title: 'Капитан бумажных морей' }]);
    expect((await at(2).call('POST', '/movies/favorites', { token, body: { kinopoisk_id: 901_001 } })).status).toBe(
      201,
    );
    const shelf = await (await at(3).call('GET', '/movies/favorites', { token })).json();
    expect(shelf).toMatchObject([{ kinopoisk_id: 901_001, genre: { name: 'приключения' }, director: {} }]);
  });

  it('make one row when a film is added two hundred times at once', async () => {
    const token = await logIn(at(0), 'crowd');
    const body = { kinopoisk_id: 901_002 };
    const statuses = await Promise.all(
      Array.from(
        { length: 200 },
        async (_, index) => (await at(index).call('POST', '/movies/favorites', { token, body })).status,
      ),
    );
    expect(countsOf(statuses)).toEqual({ 201: 1, 200: 199 });
  });

  it('learn within moments of a log-out at another, even after their listening connections were cut', async () => {
    const listeners = () => onServer(environment['DATABASE_URL'] ?? '', (sql) => sql.unsafe(CUT_LISTENERS));
    for (const disturb of [async () => undefined, listeners]) {
      const token = await logIn(at(0), 'leaving');
      const statuses = () =>
        Promise.all(services.map(async (service) => (await service.call('GET', '/user', { token })).status));
      expect(await statuses()).toEqual([200, 200, 200]);
      await disturb();
      expect((await at(1).call('POST', '/auth/logout', { token })).status).toBe(204);
      expect((await at(1).call('GET', '/user', { token })).status).toBe(401);
      await expect.poll(statuses, { timeout: 5000, interval: 20 }).toEqual([401, 401, 401]);
    }
  });

  it('issue one valid new token when three hundred renewals of one token race at all of them', async () => {
    const pair = await logInPair(at(0), 'racer');
    // An instance may shed a part of such a burst: clients then try again when it says so.
    const renew = async (index: number, token: string | undefined) => {
      for (;;) {
        const response = await at(index).call('PUT', '/auth/login', { body: { refresh_token: token } });
        const { refresh_token: next } = (await response.json()) as TokenPair;
        if (response.status !== 503) return { status: response.status, token: next };
        await sleep(Number(response.headers.get('retry-after')) * 1000);
      }
    };
    const answers = await Promise.all(Array.from({ length: 300 }, (_, index) => renew(index, pair.refresh_token)));
    const renewed = answers.filter(({ status }) => status === 200);
    expect(countsOf(answers.map(({ status }) => status))).toEqual({ 200: 300 });
    expect(new Set(renewed.map(({ token }) => token)).size).toBe(1);
    expect((await renew(3, renewed[0]?.token)).status).toBe(200);
    const genres = () => Promise.all(services.map(async (service) => (await service.call('GET', '/genres')).status));
    await expect.poll(genres).toEqual([200, 200, 200]);
  });

  it('count log-ins together', async () => {
    const body = { login: 'nobody', password: 'a wrong guess' };
    const statuses = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => (await at(index).call('POST', '/auth/login', { body })).status),
    );
    expect(countsOf(statuses)).toEqual({ 401: 10, 429: 10 });
  });

  it('get one superuser when three commands race to create it', async () => {
    const secret = { SUPERUSER_PASSWORD: 'follow the white rabbit' };
    const command = () => runCommand(['superuser', '--username', 'root'], { ...environment, ...secret });
    const outcomes = await Promise.all(Array.from({ length: 3 }, command));
    expect(outcomes.map(({ code }) => code)).toEqual(outcomes.map(() => 0));
    expect(outcomes.filter(({ output }) => output.includes('is a superuser now'))).toHaveLength(1);
  });

  it('together make at most 20 calls a second to Kinopoisk, 5 of them searches', async () => {
    const token = await logIn(at(0), 'curious');
    kinopoisk.forgetCalls();
    const ask = async (index: number, path: string) => (await at(index).call('GET', path, { token })).status;
    const films = Array.from({ length: 25 }, (_, index) => ask(index, `/movies/${5_000_000 + index}`));
    // Searches have a lower limit per second. If they came first, no time would be left for the films.
    await expect.poll(() => kinopoisk.callsOf('film').length).toBeGreaterThan(0);
    const searches = Array.from({ length: 25 }, (_, index) => ask(index, `/movies/search?query=nothing like ${index}`));
    const statuses = await Promise.all([...films, ...searches]);
    // 504: on a slow machine, the call of a turn that came late has too little time left.
    expect(statuses.filter((status) => ![200, 404, 503, 504].includes(status))).toEqual([]);
    expect(kinopoisk.callsOf('film').length).toBeGreaterThan(20);
    expect(kinopoisk.callsOf('search').length).toBeGreaterThan(5);
    expect(kinopoisk.busiestSecond()).toBeLessThanOrEqual(20);
    expect(kinopoisk.busiestSecond('search')).toBeLessThanOrEqual(5);
  });

  it('can be seeded beside the running service', async () => {
    expect((await runCommand(['db:seed'], environment)).output).toMatch(
      /Added 300 films; the catalogue has 30[23] films/,
    );
    const token = await logIn(at(0), 'reader');
    const found = await (await at(4).call('GET', '/movies/301', { token })).json();
    expect(found).toMatchObject({ title: 'Матрица', year: 1999 });
  });

  it('report before an upgrade whether the database has their version, and change nothing', async () => {
    const DATABASE_URL = await emptyDatabaseUrl();
    const check = () => runCommand(['db:migrate', '--check'], { ...environment, DATABASE_URL });
    expect(await check()).toMatchObject({
      code: 1,
      output: expect.stringContaining('Pending migrations of this version: ') as string,
    });
    await onServer(DATABASE_URL, async (sql) => {
      expect(Array.from(await sql`select relname from pg_class where relnamespace = 'public'::regnamespace`)).toEqual(
        [],
      );
    });
    expect((await runCommand(['db:migrate'], { ...environment, DATABASE_URL })).code).toBe(0);
    expect(await check()).toMatchObject({ code: 0, output: 'The database is up to date.\n' });
  });

  it('finish running requests when they are stopped, and exit with 0', async () => {
    const service = await startService(environment);
    const token = await logIn(service, 'leaver');
    const before = kinopoisk.callsOf('film').length;
    const keeping = service.call('POST', '/movies/favorites', { token, body: { kinopoisk_id: 901_010 } });
    await expect.poll(() => kinopoisk.callsOf('film').length, { interval: 1 }).toBeGreaterThan(before);
    const code = service.stop();
    expect((await keeping).status).toBe(201);
    expect(await code).toBe(0);
  });
});
