import { sql } from 'drizzle-orm';
import type { TestContext } from 'vitest';
import { describe, expect, inject, it } from 'vitest';
import type { OpenDatabase } from '../../../src/adapters/persistence/engine/database.ts';
import { openDatabase } from '../../../src/adapters/persistence/engine/database.ts';
import { inTransaction, translatingErrors } from '../../../src/adapters/persistence/engine/storage-errors.ts';
import { StorageUnavailable } from '../../../src/application/shared/ports/storage.ts';
import { FaultyProxy } from '../../support/faulty-proxy.ts';

/** The number of the advisory lock for which a read waits. */
let locks = 7_000;

const LONGEST_WAIT_MS = 6_000;

async function open(test: TestContext, { url = inject('postgres')!.url, poolSize = 3 } = {}) {
  const database = await openDatabase({ url, poolSize, migrationsFolder: 'drizzle' });
  test.onTestFinished(() => database.close());
  const lock = (locks += 1);
  const once = sql`(select) as once`;
  const reads = {
    pid: database.reads
      .select({ pid: sql<number>`pg_backend_pid()` })
      .from(once)
      .prepare('pid'),
    // Waits while somebody holds the exclusive lock, and does not hold a lock afterwards.
    hanging: database.reads
      .select({ got: sql`pg_advisory_xact_lock_shared(${sql.raw(String(lock))})::text` })
      .from(once)
      .prepare('hanging'),
  };
  const pid = async () => (await translatingErrors(() => reads.pid.execute()))[0]?.pid;
  const hang = () => translatingErrors(() => reads.hanging.execute());
  // Afterwards all connections are open, as in a service that has run for a while.
  await pidsOf(pid, 8 * poolSize);
  return { database, lock, pid, hang };
}

/** Runs the work while another session holds the lock. */
async function whileHeld(database: OpenDatabase, lock: number, work: () => Promise<void>): Promise<void> {
  await inTransaction(database.db, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${sql.raw(String(lock))})`);
    await work();
  });
}

async function pidsOf(pid: () => Promise<number | undefined>, times: number): Promise<(number | undefined)[]> {
  return Promise.all(Array.from({ length: times }, pid));
}

describe.runIf(inject('postgres')).concurrent('short reads', () => {
  it('share a connection, eight at a time', async (test) => {
    const { database, pid } = await open(test);
    expect(database.pool()).toMatchObject({ used: 0, idle: 3 });
    expect(new Set(await pidsOf(pid, 8)).size).toBe(1);
    const [first, second] = [await pidsOf(pid, 16)].flatMap((pids) => [pids.slice(0, 8), pids.slice(8)]);
    expect([new Set(first).size, new Set(second).size, new Set([first?.[0], second?.[0]]).size]).toEqual([1, 1, 2]);
  });

  it('of others are answered while a read before them hangs', async (test) => {
    const { database, lock, pid, hang } = await open(test);
    await whileHeld(database, lock, async () => {
      let isAnswered = false;
      const hung = hang().finally(() => (isAnswered = true));
      const others = await pidsOf(pid, 7);
      expect(others).not.toContain(undefined);
      // Further reads are sent on other connections.
      expect(await pidsOf(pid, 8)).not.toContain(undefined);
      expect(isAnswered).toBe(false);
      await expect(hung).rejects.toBeInstanceOf(StorageUnavailable);
    });
    // Its connection was not lost.
    await hang();
    expect(database.pool()).toMatchObject({ used: 0 });
  });

  it('are at most eight on a connection whose first read hangs', async (test) => {
    const { database, lock, pid, hang } = await open(test);
    await whileHeld(database, lock, async () => {
      const hung = hang().catch((fault: unknown) => fault);
      const behind = pidsOf(pid, 7);
      const ninth = pid().then(() => 'the ninth');
      // It finds no room on that connection, and waits for none of its reads.
      expect(await Promise.race([ninth, behind, hung])).toBe('the ninth');
      expect(await behind).toHaveLength(7);
      expect(await hung).toBeInstanceOf(StorageUnavailable);
    });
  });

  it('after a read whose connection is cut are sent again; that read fails', async (test) => {
    const { database, lock, pid, hang } = await open(test);
    await whileHeld(database, lock, async () => {
      const cut = await pid();
      const hung = hang().catch((fault: unknown) => fault);
      const behind = pidsOf(pid, 5);
      await test.expect.poll(() => database.pool(), { interval: 5 }).toMatchObject({ used: 2 });
      await database.query('select pg_terminate_backend($1::int)', [cut]);
      expect(await hung).toBeInstanceOf(StorageUnavailable);
      for (const other of await behind) expect(other).not.toBe(cut);
    });
  });

  it('fail one by one: those after a faulty read are answered', async (test) => {
    const { database, pid } = await open(test);
    const faulty = database.reads
      .select({ value: sql`1 / ${sql.placeholder('by')}::int` })
      .from(sql`(select) as once`)
      .prepare('faulty');
    const [first, second, third] = await Promise.allSettled([pid(), faulty.execute({ by: 0 }), pid()]);
    expect([first.status, second.status, third.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('do not block the only connection for others', async (test) => {
    const { database, pid } = await open(test, { poolSize: 1 });
    const over = new AbortController();
    const reading = Array.from({ length: 4 }, async () => {
      while (!over.signal.aborted) await pid();
    });
    for (let n = 0; n < 5; n += 1)
      await inTransaction(database.db, async (tx) => {
        await tx.execute(sql`select 1`);
      });
    over.abort();
    await Promise.all(reading);
    expect(database.pool()).toMatchObject({ used: 0, idle: 1, pending: 0 });
  });

  it('that wait for a connection use it together, after callers who waited before them', async (test) => {
    const { database, pid } = await open(test, { poolSize: 1 });
    const order: string[] = [];
    const told = async (name: string, work: Promise<unknown>) => {
      await work;
      order.push(name);
    };
    const first = [
      told('held', database.query('select pg_sleep(0.2)', [])),
      told('write', database.query('select 1', [])),
      ...Array.from({ length: 10 }, () => told('read', pid())),
    ];
    await test.expect.poll(() => database.pool()).toMatchObject({ pending: 11 });
    await Promise.all([...first, told('last write', database.query('select 1', []))]);
    expect(order).toEqual(['held', 'write', ...Array.from({ length: 10 }, () => 'read'), 'last write']);
  });

  it('wait for a frozen database no longer than others, and are answered after it', async (test) => {
    const proxy = await FaultyProxy.to(inject('postgres')!.url);
    test.onTestFinished(() => proxy.goAway());
    const { pid } = await open(test, { url: proxy.url });
    proxy.freeze();
    const startedMs = performance.now();
    const outcomes = await Promise.allSettled(Array.from({ length: 30 }, pid));
    expect(performance.now() - startedMs).toBeLessThan(LONGEST_WAIT_MS);
    for (const outcome of outcomes)
      expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(StorageUnavailable) as unknown });
    proxy.thaw();
    await test.expect.poll(() => pid().catch(() => undefined), { timeout: 10_000 }).toBeTypeOf('number');
  });
});
