import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { migratedDatabaseUrl } from '../../support/database.ts';
import type { IngestStandIn } from '../../support/ingest-stand-in.ts';
import { startIngestStandIn } from '../../support/ingest-stand-in.ts';
import { KeepAliveLoad } from '../../support/keep-alive-load.ts';
import { findPostgres } from '../../support/postgres-binaries.ts';
import { PostgresCluster } from '../../support/postgres-cluster.ts';
import { onServer } from '../../support/postgres-server.ts';
import type { ServiceProcess } from '../../support/service-process.ts';
import { logIn, runCommand, startService } from '../../support/service-process.ts';

const AUTH_SECRET = 'mT7wQz3LkV9xRb5YnC1hGd8JfPs2UaEo4iZy';
const LONGEST_WAIT_MS = 6_000;
const BACK_WITHIN_MS = 5_000;
const CLIENTS = 16;

const isLost = ({ fault }: { fault: string | undefined }) => fault !== undefined && fault !== 'ECONNREFUSED';

describe.runIf(inject('postgres'))('a service that is stopped', () => {
  let environment: Record<string, string>;
  beforeAll(async () => {
    environment = { DATABASE_URL: await migratedDatabaseUrl(), AUTH_SECRET };
  });

  it.each([1, 2])('loses no request of clients that keep connections open (round %i)', async () => {
    const service = await startService(environment);
    const load = new KeepAliveLoad(`${service.url}/genres`, CLIENTS);
    await expect.poll(() => load.outcomes.length).toBeGreaterThan(10 * CLIENTS);
    expect(await service.stop()).toBe(0);
    const outcomes = await load.stop();
    expect(outcomes.filter(isLost)).toEqual([]);
    expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set([200, undefined]));
    expect(service.output()).toContain('Kinopolka has stopped');
  });

  it('ends at once at the second signal', async () => {
    const service = await startService(environment);
    const { hostname, port } = new URL(service.url);
    // Half a request: the stop waits for the rest of it.
    const socket = connect(Number(port), hostname, () => socket.write('GET /genres HTTP/1.1\r\nHost: x\r\n'));
    await once(socket, 'ready');
    socket.on('error', () => undefined);
    await service.call('GET', '/health/live');
    const codes: unknown[] = [];
    const again = setInterval(() => void service.stop().then((code) => codes.push(code)), 200);
    await expect.poll(() => codes[0], { timeout: 7_000 }).toBe(1);
    clearInterval(again);
    expect(service.output()).not.toContain('Kinopolka has stopped');
    socket.destroy();
  });

  it('reports in one line that the database has a newer version, and ends', async () => {
    const url = environment['DATABASE_URL'] ?? '';
    const future = `insert into __drizzle_migrations (hash, created_at) values ('of the future', 4102444800000)`;
    await onServer(url, (sql) => sql.unsafe(future));
    for (const command of [['serve'], ['db:migrate', '--check']]) {
      const { code, output } = await runCommand(command, { ...environment, PORT: '0' });
      expect([code, output.trim().split('\n')]).toEqual([1, [expect.stringContaining('by a newer version')]]);
    }
  });
});

describe.runIf(inject('postgres'))('a service whose PostgreSQL', () => {
  let cluster: PostgresCluster | undefined;
  let ingest: IngestStandIn;
  let service: ServiceProcess;
  let environment: Record<string, string>;
  beforeAll(async () => {
    const binaries = await findPostgres();
    cluster = binaries && (await PostgresCluster.create(binaries));
    ingest = await startIngestStandIn();
    environment = { DATABASE_URL: cluster?.url ?? (await migratedDatabaseUrl()), AUTH_SECRET, SENTRY_DSN: ingest.dsn };
    service = await startService(environment);
  });
  afterAll(async () => {
    await service.stop();
    await cluster?.destroy();
    await ingest.close();
  });

  const onDatabase = (statement: string) => onServer(environment['DATABASE_URL'] ?? '', (sql) => sql.unsafe(statement));

  it('is stopped under load reports it in time, and works again soon after its return', async (test) => {
    if (!cluster) return test.skip('there is no PostgreSQL to stop');
    const load = new KeepAliveLoad(`${service.url}/genres`, CLIENTS);
    const answers = (status: number) => load.count((outcome) => outcome.status === status);
    await expect.poll(() => answers(200)).toBeGreaterThan(10 * CLIENTS);
    await cluster.stop();
    await expect.poll(() => answers(503)).toBeGreaterThan(10 * CLIENTS);
    const health = async (probe: string) => (await service.call('GET', `/health/${probe}`)).status;
    expect([await health('live'), await health('ready')]).toEqual([200, 503]);
    await cluster.start();
    const before = answers(200);
    await expect.poll(() => answers(200), { timeout: BACK_WITHIN_MS }).toBeGreaterThan(before + CLIENTS);
    const outcomes = await load.stop();
    expect(new Set(outcomes.map(({ status, fault }) => status ?? fault))).toEqual(new Set([200, 503]));
    expect(Math.max(...outcomes.map(({ tookMs }) => tookMs))).toBeLessThan(LONGEST_WAIT_MS);
    expect(outcomes.filter(({ status, retryAfter }) => status === 503 && retryAfter === undefined)).toEqual([]);
    await expect.poll(() => health('ready')).toBe(200);
    expect(ingest.events).toEqual([]);
  });

  it('freezes the listening connection still learns of a log-out', async (test) => {
    if (!cluster) return test.skip('there is no PostgreSQL to freeze');
    const listeners: number[] = [];
    const find = async () => {
      await onServer(cluster?.url ?? '', async (sql) => {
        const rows = await sql<{ pid: number }[]>`
          select pid from pg_stat_activity where application_name = 'kinopolka listener'`;
        listeners.splice(0, Infinity, ...rows.map(({ pid }) => pid));
      });
      return listeners.length;
    };
    await expect.poll(find).toBe(2);
    const other = await startService(environment);
    const token = await logIn(service, 'frozen');
    const statusOf = async () => (await service.call('GET', '/user', { token })).status;
    expect(await statusOf()).toBe(200);
    for (const pid of listeners) process.kill(pid, 'SIGSTOP');
    try {
      expect((await other.call('POST', '/auth/logout', { token })).status).toBe(204);
      await expect.poll(statusOf, { timeout: BACK_WITHIN_MS, interval: 50 }).toBe(401);
    } finally {
      for (const pid of listeners) process.kill(pid, 'SIGCONT');
      await other.stop();
    }
  });

  it('has a wrong schema answers 500, and reports the reason', async () => {
    await onDatabase('alter table genres rename to genres_elsewhere');
    expect((await service.call('GET', '/genres')).status).toBe(500);
    await onDatabase('alter table genres_elsewhere rename to genres');
    await expect
      .poll(() => ingest.events)
      .toMatchObject([
        {
          transaction: 'listGenres',
          tags: { code: '42P01' },
          release: expect.stringMatching(/^kinopolka@\d/) as string,
        },
      ]);
    const frames = ingest.events[0]?.exception.values[0]?.stacktrace?.frames ?? [];
    expect(frames.map(({ filename }) => filename)).toContain('app:///dist/service.js');
  });
});
