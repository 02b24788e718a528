import { AsyncLocalStorage } from 'node:async_hooks';
import { describe, expect, inject, it } from 'vitest';
import { DatabaseAccessRules } from '../../../src/adapters/persistence/access/database-access-rules.ts';
import type { OpenDatabase } from '../../../src/adapters/persistence/engine/database.ts';
import { openDatabase } from '../../../src/adapters/persistence/engine/database.ts';
import { databaseOn } from '../../../src/adapters/persistence/engine/pglite/pglite-database.ts';
import { ReadThroughCache } from '../../../src/adapters/persistence/engine/read-through-cache.ts';
import { DrizzleApiQuota } from '../../../src/adapters/persistence/films/upstream/drizzle-api-quota.ts';
import type { Owner } from '../../../src/application/shared/fair-queue.ts';
import type { AsService } from '../../../src/application/shared/ports/as-service.ts';
import { StorageUnavailable } from '../../../src/application/shared/ports/storage.ts';
import type { Engine } from '../../support/database.ts';
import { availableEngines, openTestDatabase } from '../../support/database.ts';
import { takePglite } from '../../support/pglite-pool.ts';
import { onServer } from '../../support/postgres-server.ts';

const migrationsFolder = 'drizzle';
const anna: Owner = { address: '192.0.2.1', person: '192.0.2.1' };
const boris: Owner = { address: '192.0.2.2', person: '192.0.2.2' };

/** Number of waiting statements per connection before some are refused. */
const ROOM = 120;

async function open(
  engine: Engine,
  poolSize = 1,
): Promise<{ database: OpenDatabase; as: <T>(owner: Owner, work: () => T) => T }> {
  const owners = new AsyncLocalStorage<Owner>();
  const options = { migrationsFolder, whose: () => owners.getStore() ?? anna };
  const database =
    engine === 'pglite'
      ? await databaseOn(await takePglite(), options)
      : await openDatabase({ ...options, url: inject('postgres')!.url, poolSize });
  const as = <T>(owner: Owner, work: () => T): T => owners.run(owner, work);
  // Afterwards the connection is open.
  await database.check();
  return { database, as };
}

describe.each(availableEngines())('statements on %s', (engine) => {
  it.each(['query', 'transaction', 'read'] as const)('of another address overtake a flood: %s', async (kind) => {
    const { database, as } = await open(engine);
    const done: Owner[] = [];
    const send = (owner: Owner) =>
      as(owner, async () => {
        const run = {
          query: () => database.query('select 1 as one', []),
          transaction: () => database.db.transaction((tx) => tx.execute('select 1 as one')),
          read: () => database.reads.execute('select 1 as one'),
        };
        await run[kind]();
        done.push(owner);
      });
    const flood = Array.from({ length: ROOM - 1 }, () => send(anna));
    await Promise.all([...flood, send(boris)]);
    // Eight reads share a connection at a time.
    expect(done.indexOf(boris)).toBeLessThan(kind === 'read' ? 20 : 4);
    expect(done).toHaveLength(ROOM);
    await database.close();
  });
});

describe.each(availableEngines())('cached lists on %s', (engine) => {
  it('are read anew for an address, if another one with a flood has asked first', async () => {
    const { database, as } = await open(engine);
    const cache = new ReadThroughCache<object>({ maxSize: 10, whose: database.whose });
    const query = () => database.query('select 1 as one', []);
    const done: Owner[] = [];
    const flood = as(anna, () => Array.from({ length: ROOM - 2 }, query));
    const read = (owner: Owner) => as(owner, () => cache.get('a list', query).then(() => done.push(owner)));
    await Promise.all([...flood, read(anna), read(boris)]);
    expect(done).toEqual([boris, anna]);
    await database.close();
  });
});

describe.each(availableEngines())('shared work on %s', (engine) => {
  it('does not wait behind the statements of the address whose request starts it', async () => {
    const owners = new AsyncLocalStorage<Owner>();
    const asService: AsService = (work, run) => owners.run({ address: work, person: work }, run);
    const database = await openTestDatabase(engine, {
      poolSize: 1,
      whose: () => owners.getStore() ?? boris,
      asService,
    });
    const pacing = { callMs: 0, searchMs: 0, votesMs: 0 };
    const quota = new DrizzleApiQuota(database, { account: 'ours', dailyLimit: 9, pacing });
    const rules = new DatabaseAccessRules(database);
    const book = () => quota.book({ isSearch: false, purpose: 'asked', withinMs: 0 }, new Date());
    await rules.open();
    await book();
    const done: string[] = [];
    const send = (name: string, work: () => Promise<unknown>) => work().then(() => done.push(name));
    await owners.run(anna, () =>
      Promise.all([
        ...Array.from({ length: ROOM - 20 }, () => send('statement', () => database.query('select 1 as one', []))),
        send('booking', book),
        send('change of the quota', () => quota.release(new Date())),
        send('rules', () => rules.reload()),
      ]),
    );
    const places = ['booking', 'change of the quota', 'rules'].map((name) => done.indexOf(name));
    expect(Math.min(...places)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...places)).toBeLessThan(20);
    await rules.close();
    await database.close();
  });
});

describe.runIf(inject('postgres'))('a full pool', () => {
  it('refuses the newest statement of the address that has the most', async () => {
    const { database, as } = await open('postgresql');
    const query = () => database.query('select 1 as one', []);
    // One of these statements runs; the others wait.
    const flood = as(anna, () => Array.from({ length: ROOM + 1 }, query));
    expect([anna, boris].map((owner) => database.isFullFor(owner))).toEqual([true, false]);
    const outcomes = Promise.allSettled(flood);
    await expect(as(boris, query)).resolves.toHaveLength(1);
    await expect(as(anna, () => Promise.all(Array.from({ length: ROOM + 2 }, query)))).rejects.toThrow(
      StorageUnavailable,
    );
    expect((await outcomes).map(({ status }) => status)).toEqual([
      ...Array.from({ length: ROOM }, () => 'fulfilled'),
      'rejected',
    ]);
    await database.close();
  });
});

describe.runIf(inject('postgres'))('a pool', () => {
  it('keeps connections for others while the statements of one address wait for a lock', async () => {
    const { database, as } = await open('postgresql', 4);
    // Without the time limits of statements.
    const waitForLock = `set local statement_timeout = 0; set local lock_timeout = 0;
      select pg_advisory_xact_lock_shared(8001)`;
    let locked: Promise<unknown> = Promise.resolve();
    await onServer(inject('postgres')!.url, (sql) =>
      sql.begin(async (holder) => {
        await holder`select pg_advisory_xact_lock(8001)`;
        locked = as(anna, () => Promise.all(Array.from({ length: 5 }, () => database.query(waitForLock, []))));
        await as(boris, () => database.query('select 1 as one', []));
        // A connection of Anna may still be opening.
        await expect.poll(() => database.pool(), { interval: 5 }).toMatchObject({ used: 2, pending: 3 });
      }),
    );
    await locked;
    expect(database.pool()).toMatchObject({ used: 0, pending: 0 });
    await database.close();
  });
});
