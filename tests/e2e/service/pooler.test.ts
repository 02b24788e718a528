import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { countsOf } from '../../support/counts.ts';
import { fillDataDir } from '../../support/filled-data-dir.ts';
import { hasPgBouncer, PgBouncer } from '../../support/pgbouncer.ts';
import { findPostgres } from '../../support/postgres-binaries.ts';
import { PostgresCluster } from '../../support/postgres-cluster.ts';
import { onServer, urlOf } from '../../support/postgres-server.ts';
import type { ServiceProcess } from '../../support/service-process.ts';
import { logIn, runCommand, startService } from '../../support/service-process.ts';

const AUTH_SECRET = 'mT7wQz3LkV9xRb5YnC1hGd8JfPs2UaEo4iZy';
const HEARD_WITHIN_MS = 5_000;

/** A time zone far from UTC, and a time limit of the role. */
const SETTINGS = ['timezone=Asia/Kolkata', 'statement_timeout=5s'];

/** Leaves out the statement that the client of this test itself creates. */
const NAMED_STATEMENTS = `select name from pg_prepared_statements where statement not like '%typarray%'`;

/** Settings that one session would leave to the next one. */
const SESSION_SETTINGS = `select name, setting from pg_settings
  where source = 'session' and name not in ('application_name', 'client_encoding', 'DateStyle', 'TimeZone', 'standard_conforming_strings')`;

const binaries = await findPostgres();

let cluster: PostgresCluster;
let pooler: PgBouncer;
beforeAll(async () => {
  if (!hasPgBouncer() || !binaries) return;
  cluster = await PostgresCluster.create(binaries, SETTINGS);
  pooler = await PgBouncer.to(cluster.url);
});
afterAll(async () => {
  await pooler?.stop();
  await cluster?.destroy();
});

describe.runIf(hasPgBouncer() && binaries)('two services behind PgBouncer in transaction mode', () => {
  let environment: Record<string, string>;
  let services: ServiceProcess[] = [];
  beforeAll(async () => {
    environment = { DATABASE_URL: pooler.url, DATABASE_DIRECT_URL: cluster.url, AUTH_SECRET };
    services = [await startService(environment), await startService(environment)];
  });
  afterAll(() => Promise.all(services.map((service) => service.stop())));

  const at = (index: number) => services[index] as ServiceProcess;

  it('work as without it', async () => {
    expect((await runCommand(['db:seed'], environment)).stdout).toContain('Added 300 films');
    const token = await logIn(at(0), 'traveller');
    const call = async (index: number, method: string, path: string, body?: unknown) => {
      const response = await at(index).call(method, path, { token, ...(body !== undefined && { body }) });
      return { status: response.status, body: response.status === 204 ? undefined : await response.json() };
    };
    const query = encodeURIComponent('матрца');
    expect(await call(1, 'GET', `/movies/search?query=${query}`)).toMatchObject({
      status: 200,
      body: expect.arrayContaining([expect.objectContaining({ title: 'Матрица' })]) as unknown,
    });
    const changed = await call(0, 'PUT', '/user/password', {
      password_1: 'correct horse battery staple',
      password_2: 'another horse, another staple',
    });
    expect(changed.status).toBe(204);
    expect((await call(0, 'POST', '/movies/favorites', { kinopoisk_id: 301 })).status).toBe(201);
    expect(await call(1, 'GET', '/movies/favorites')).toMatchObject({ status: 200, body: [{ kinopoisk_id: 301 }] });
    const [kept] = (await call(1, 'GET', '/movies/favorites')).body as [{ added_at: string }];
    expect(Math.abs(Date.parse(kept.added_at) - Date.now())).toBeLessThan(60_000);
  });

  it('make one row when a film is added two hundred times at once, at both', async () => {
    const token = await logIn(at(0), 'crowd');
    const keep = async (index: number) =>
      (await at(index % 2).call('POST', '/movies/favorites', { token, body: { kinopoisk_id: 326 } })).status;
    expect(countsOf(await Promise.all(Array.from({ length: 200 }, (_, index) => keep(index))))).toEqual({
      201: 1,
      200: 199,
    });
  });

  it('learn of a log-out at the other one', async () => {
    const token = await logIn(at(0), 'leaving');
    const statusAt = async (index: number) => (await at(index).call('GET', '/user', { token })).status;
    expect([await statusAt(0), await statusAt(1)]).toEqual([200, 200]);
    expect((await at(0).call('POST', '/auth/logout', { token })).status).toBe(204);
    await expect.poll(() => statusAt(1), { timeout: HEARD_WITHIN_MS, interval: 50 }).toBe(401);
  });

  it('leave no settings in the sessions of the pooler', async () => {
    await onServer(`${pooler.url}?sslmode=disable`, async (sql) => {
      // As simple queries, because other queries of this client are named.
      for (let again = 0; again < 5; again += 1) {
        expect(Array.from(await sql.unsafe(SESSION_SETTINGS))).toEqual([]);
        expect(Array.from(await sql.unsafe(NAMED_STATEMENTS))).toEqual([]);
        expect(Array.from(await sql.unsafe(`select pid from pg_locks where locktype = 'advisory'`))).toEqual([]);
      }
    });
  });

  it('listen and migrate on direct connections', async () => {
    const sessions: unknown[] = [];
    await onServer(cluster.url, async (sql) => {
      const found =
        await sql`select application_name as name from pg_stat_activity where application_name like 'kinopolka%'`;
      sessions.push(...found.map(({ name }) => name as unknown));
    });
    expect(sessions).toEqual(Array.from({ length: 4 }, () => 'kinopolka listener'));
    expect(services.map((service) => service.output()).join()).not.toContain('"level":"warn"');
  });
});

describe.runIf(hasPgBouncer() && binaries)('PgBouncer in front of a database', () => {
  /** The pooled and the direct URL of a new database. */
  async function createDatabase(name: string, ...statements: string[]): Promise<[pooled: string, direct: string]> {
    for (const statement of [`create database ${name}`, ...statements])
      await onServer(cluster.url, (sql) => sql.unsafe(statement));
    return [urlOf(pooler.url, name), urlOf(cluster.url, name)];
  }

  it('is reported in one line if the direct connection is not set', async () => {
    const { code, output } = await runCommand(['serve'], { DATABASE_URL: pooler.url, AUTH_SECRET, PORT: '0' });
    expect([code, output.trim().split('\n')]).toEqual([
      1,
      [expect.stringMatching(/unsupported startup parameter.+set DATABASE_DIRECT_URL/)],
    ]);
  });

  it('is not used for a copy', async () => {
    const DATA_DIR = mkdtempSync(join(tmpdir(), 'pooler-copy-'));
    onTestFinished(() => rmSync(DATA_DIR, { recursive: true }));
    await fillDataDir(DATA_DIR, { people: 3, films: 2 });
    const [DATABASE_URL, DATABASE_DIRECT_URL] = await createDatabase('copied');
    const environment = { DATABASE_URL, DATABASE_DIRECT_URL, AUTH_SECRET };
    const { code, stdout } = await runCommand(['db:copy', '--from', DATA_DIR], environment);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^favorite_movies +6$/m)]);
  });

  it('must lead to the same tables as the direct connection', async () => {
    const [DATABASE_URL, direct] = await createDatabase('apart');
    await onServer(direct, (sql) => sql.unsafe('create schema films'));
    const environment = { DATABASE_URL, DATABASE_DIRECT_URL: `${direct}?options=-csearch_path=films`, AUTH_SECRET };
    const { code, output } = await runCommand(['db:migrate'], environment);
    expect([code, output]).toEqual([1, expect.stringContaining('lead to different databases or schemas')]);
  });

  it('causes a warning if statements have no time limit', async () => {
    const unlimited = 'alter database limitless set statement_timeout = 0';
    const [DATABASE_URL, DATABASE_DIRECT_URL] = await createDatabase('limitless', unlimited);
    const environment = { DATABASE_URL, DATABASE_DIRECT_URL, AUTH_SECRET };
    const { code, output } = await runCommand(['db:migrate'], environment);
    expect([code, output]).toEqual([0, expect.stringContaining('statements have no time limit behind the pooler')]);
  });
});
