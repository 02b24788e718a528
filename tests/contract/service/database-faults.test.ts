import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { TestContext } from 'vitest';
import { describe, expect, inject, it } from 'vitest';
import type { OpenDatabase } from '../../../src/adapters/persistence/engine/database.ts';
import { openDatabase } from '../../../src/adapters/persistence/engine/database.ts';
import { inTransaction, translatingErrors } from '../../../src/adapters/persistence/engine/storage-errors.ts';
import { StorageUnavailable } from '../../../src/application/shared/ports/storage.ts';
import { FaultyProxy } from '../../support/faulty-proxy.ts';
import { findPostgres } from '../../support/postgres-binaries.ts';
import { PostgresCluster } from '../../support/postgres-cluster.ts';

const LONGEST_WAIT_MS = 6_000;
const BACK_WITHIN_MS = 5_000;

/** Opens a database and closes it at the end of the test. Concurrent tests must use their own context for this. */
async function open(
  { onTestFinished }: TestContext,
  url = inject('postgres')!.url,
  poolSize = 3,
): Promise<OpenDatabase> {
  const database = await openDatabase({ url, poolSize, migrationsFolder: 'drizzle' });
  onTestFinished(() => database.close());
  return database;
}

async function openThroughProxy(test: TestContext): Promise<{ proxy: FaultyProxy; database: OpenDatabase }> {
  const proxy = await FaultyProxy.to(inject('postgres')!.url);
  test.onTestFinished(() => proxy.goAway());
  const database = await open(test, proxy.url);
  return { proxy, database };
}

/** Makes this many calls at once. Each must fail with StorageUnavailable. @returns the longest wait in milliseconds */
async function longestRefusal(times: number, call: () => Promise<unknown>): Promise<number> {
  const waits = Array.from({ length: times }, async () => {
    const startedAt = performance.now();
    const error: unknown = await call().then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(StorageUnavailable);
    expect((error as StorageUnavailable).retryAfterSeconds).toBeGreaterThanOrEqual(1);
    expect((error as StorageUnavailable).retryAfterSeconds).toBeLessThanOrEqual(5);
    return performance.now() - startedAt;
  });
  return Math.max(...(await Promise.all(waits)));
}

/** Sends queries again and again, as users do. @returns how many milliseconds passed until the first answer */
async function backAfter(database: OpenDatabase): Promise<number> {
  const startedAt = performance.now();
  while (performance.now() - startedAt < 3 * BACK_WITHIN_MS) {
    const isBack = await database.query('select 1', []).then(
      () => true,
      () => false,
    );
    if (isBack) return performance.now() - startedAt;
    await pause(50);
  }
  return Infinity;
}

const one = (database: OpenDatabase) => () => database.query('select 1', []);

describe.runIf(inject('postgres')).concurrent('a database that', () => {
  it('ends connections at once gets new ones at a bounded rate, and is used again soon', async (test) => {
    const { proxy, database } = await openThroughProxy(test);
    await Promise.all(Array.from({ length: 3 }, one(database)));
    proxy.hangUp();
    const before = proxy.dials;
    const endsAt = performance.now() + 2_000;
    while (performance.now() < endsAt) {
      expect(await longestRefusal(20, one(database))).toBeLessThan(LONGEST_WAIT_MS);
      await pause(5);
    }
    expect(proxy.dials - before).toBeLessThan(60);
    proxy.forward();
    expect(await backAfter(database)).toBeLessThan(BACK_WITHIN_MS);
  });

  it('is unavailable is noticed at once, and is used again soon', async (test) => {
    const { proxy, database } = await openThroughProxy(test);
    await Promise.all(Array.from({ length: 3 }, one(database)));
    const inFlight = longestRefusal(3, () => database.query('select pg_sleep(1)', []));
    await test.expect.poll(() => database.pool(), { interval: 5 }).toMatchObject({ used: 3 });
    await proxy.goAway();
    expect(await inFlight).toBeLessThan(1_000);
    expect(await longestRefusal(50, one(database))).toBeLessThan(1_000);
    expect(await longestRefusal(1, () => database.check())).toBeLessThan(1_000);
    await proxy.comeBack();
    expect(await backAfter(database)).toBeLessThan(BACK_WITHIN_MS);
  });

  it('freezes makes nobody wait long, and is used again soon', async (test) => {
    const { proxy, database } = await openThroughProxy(test);
    await Promise.all(Array.from({ length: 3 }, one(database)));
    proxy.freeze();
    const transaction = () => inTransaction(database.db, (tx) => tx.execute(sql`select 1`));
    const waits = await Promise.all([longestRefusal(20, one(database)), longestRefusal(2, transaction)]);
    expect(Math.max(...waits)).toBeLessThan(LONGEST_WAIT_MS);
    expect(await longestRefusal(20, one(database))).toBeLessThan(LONGEST_WAIT_MS);
    proxy.thaw();
    expect(await backAfter(database)).toBeLessThan(BACK_WITHIN_MS);
  });

  it('accepts connections and never answers makes nobody wait long, not even the check', async (test) => {
    const { proxy, database } = await openThroughProxy(test);
    proxy.freeze();
    const waits = await Promise.all([longestRefusal(20, one(database)), longestRefusal(1, () => database.check())]);
    expect(Math.max(...waits)).toBeLessThan(LONGEST_WAIT_MS);
    expect(await longestRefusal(1, () => database.migrate())).toBeLessThan(LONGEST_WAIT_MS);
  });

  it('has no free connection makes others wait three seconds at most', async (test) => {
    const database = await open(test, inject('postgres')!.url, 1);
    await database.check();
    const busy = database.query('select pg_sleep(4)', []);
    const wait = await longestRefusal(30, one(database));
    expect(wait).toBeGreaterThan(2_900);
    expect(wait).toBeLessThan(LONGEST_WAIT_MS);
    await busy;
    expect(await database.query('select 1 as one', [])).toEqual([{ one: 1 }]);
  });

  it('has too many waiting callers refuses further ones at once', async (test) => {
    const database = await open(test, undefined, 1);
    const held = database.query('select pg_sleep(1)', []);
    const waiting = Array.from({ length: 120 }, one(database));
    expect(await longestRefusal(20, one(database))).toBeLessThan(1_000);
    expect(await Promise.all([held, ...waiting])).toHaveLength(121);
  });

  it('is slow ends a statement after five seconds and a lock after two, and keeps its connections', async (test) => {
    const database = await open(test);
    const pids = () => database.query('select pg_backend_pid() as pid', []);
    const [slow, locked] = await Promise.all([
      longestRefusal(1, () => database.query('select pg_sleep(8)', [])),
      inTransaction(database.db, async (tx) => {
        await tx.execute(sql`select pg_advisory_xact_lock(1)`);
        return longestRefusal(1, () => database.query('select pg_advisory_xact_lock(1)', []));
      }),
    ]);
    expect([Math.round(slow / 1000), Math.round(locked / 1000)]).toEqual([5, 2]);
    const before = await Promise.all([pids(), pids(), pids()]);
    expect(await Promise.all([pids(), pids(), pids()])).toEqual(expect.arrayContaining(before));
  });

  it('ends a connection in the middle of a transaction undoes it, and affects nothing else', async (test) => {
    const database = await open(test, inject('postgres')!.url, 2);
    const table = `undone_${Date.now()}`;
    const interrupted = () =>
      inTransaction(database.db, async (tx) => {
        await tx.execute(sql.raw(`create table ${table} ()`));
        const [row] = await tx.select({ pid: sql<number>`pg_backend_pid()` }).from(sql`generate_series(1, 1)`);
        const running = tx.execute(sql`select pg_sleep(3)`);
        await database.query('select pg_terminate_backend($1)', [row?.pid]);
        await running;
      });
    expect(await longestRefusal(1, interrupted)).toBeLessThan(2_000);
    expect(await database.query('select to_regclass($1) as made', [table])).toEqual([{ made: null }]);
  });

  it('is stopped and started again is used again soon, whatever was running', async (test) => {
    const binaries = await findPostgres();
    if (!binaries) return test.skip('there is no PostgreSQL to stop');
    const cluster = await PostgresCluster.create(binaries);
    test.onTestFinished(() => cluster.destroy());
    const database = await open(test, cluster.url);
    await Promise.all(Array.from({ length: 3 }, one(database)));
    const sleeping = () => inTransaction(database.db, (tx) => tx.execute(sql`select pg_sleep(4)`));
    const inFlight = longestRefusal(2, sleeping);
    await test.expect.poll(() => database.pool(), { interval: 5 }).toMatchObject({ used: 2 });
    await cluster.stop();
    expect(await inFlight).toBeLessThan(LONGEST_WAIT_MS);
    expect(await longestRefusal(20, one(database))).toBeLessThan(LONGEST_WAIT_MS);
    await cluster.start();
    expect(await backAfter(database)).toBeLessThan(BACK_WITHIN_MS);
  });

  it('refuses the log-in counts as unavailable, with the reason for operators', async (test) => {
    const url = new URL(inject('postgres')!.url);
    url.pathname = '/no_such_database';
    const error: unknown = await (await open(test, url.href)).check().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'database-unavailable', cause: { code: '3D000' } });
  });

  it('reports a conflict each time is tried four times, and then counts as unavailable', async (test) => {
    const database = await open(test);
    let attempts = 0;
    const conflict = sql.raw(`do $$ begin raise exception 'conflict' using errcode = '40001'; end $$`);
    const work = () =>
      inTransaction(database.db, async (tx) => {
        attempts += 1;
        await tx.execute(conflict);
      });
    await longestRefusal(1, work);
    expect(attempts).toBe(4);
  });

  it('finds a deadlock completes both transactions in the end', async (test) => {
    const database = await open(test);
    const { promise: bothHoldOne, resolve } = Promise.withResolvers<void>();
    let holding = 0;
    const lockBoth = (first: number, second: number) =>
      inTransaction(database.db, async (tx) => {
        await tx.execute(sql`select pg_advisory_xact_lock(${first}::int)`);
        holding += 1;
        if (holding === 2) resolve();
        await bothHoldOne;
        await tx.execute(sql`select pg_advisory_xact_lock(${second}::int)`);
        return 'done';
      });
    expect(await Promise.all([lockBoth(11, 12), lockBoth(12, 11)])).toEqual(['done', 'done']);
  });

  it('refuses a statement reports no values of it', async (test) => {
    const database = await open(test);
    const failing = async () => database.db.execute(sql`select 1 / (length(${'secret'}) - 6)`);
    const error: unknown = await translatingErrors(failing).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: '22012' });
    expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain('secret');
  });
});

describe('a server that is asked for TLS', () => {
  it.each([
    { answer: 'N', reason: 'the server offers no TLS' },
    { answer: 'Smuggled', reason: 'the server does not speak TLS' },
    { answer: 'E', reason: 'the server offers no TLS' },
    { answer: '', reason: 'the server closed the connection' },
  ])('and answers "$answer" gets no further data', async ({ answer, reason }) => {
    const heard: Buffer[] = [];
    const server = createServer((socket) => {
      socket
        .on('data', (chunk) => heard.push(chunk))
        .once('data', () => (answer ? socket.write(answer) : socket.end()));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const url = `postgres://alice:secret@127.0.0.1:${port}/db?sslmode=require`;
    const database = await openDatabase({ url, migrationsFolder: 'drizzle' });
    const error: unknown = await database.check().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'database-unavailable', cause: { message: reason } });
    expect(Buffer.concat(heard)).toHaveLength(8);
    await database.close();
    server.close();
  });
});
