import { describe, expect, inject, it } from 'vitest';
import { openDatabase } from '../../../src/adapters/persistence/engine/database.ts';
import { emptyDatabaseUrl, onEachEngine, openTestDatabase } from '../../support/database.ts';

const migrationsFolder = 'drizzle';

onEachEngine((adapter, open) => {
  describe(`the number of pending migrations: ${adapter}`, () => {
    it('is zero after they were applied', async () => {
      const database = await open();
      expect(await database.pendingMigrations()).toBe(0);
    });

    it('is the number of missing ones after an older backup was restored', async () => {
      const database = await open();
      const newest = 'select max(created_at) from __drizzle_migrations';
      const gone = await database.query(
        `delete from __drizzle_migrations where created_at = (${newest}) returning *`,
        [],
      );
      expect(await database.pendingMigrations()).toBe(1);
      const [{ hash, created_at }] = gone as [{ hash: string; created_at: string }];
      const again = 'insert into __drizzle_migrations (hash, created_at) values ($1, $2)';
      await database.query(again, [hash, created_at]);
      expect(await database.pendingMigrations()).toBe(0);
    });
  });
});

it('an embedded database has no pool', async () => {
  const database = await openTestDatabase('pglite');
  expect(database.pool()).toBeUndefined();
  await database.close();
});

describe.runIf(inject('postgres'))('PostgreSQL', () => {
  it('has nothing applied at first', async () => {
    const database = await openDatabase({ url: await emptyDatabaseUrl(), migrationsFolder });
    expect(await database.pendingMigrations()).toBeGreaterThan(0);
    await database.close();
  });

  it('reports the connections of its pool by state, and the waiting callers', async () => {
    const database = await openDatabase({ url: await emptyDatabaseUrl(), poolSize: 2, migrationsFolder });
    const none = { used: 0, idle: 0, opening: 0, max: 2, pending: 0, longestWaitMs: 0 };
    expect(database.pool()).toEqual(none);
    const slow = Array.from({ length: 5 }, () => database.query('select pg_sleep(0.2)', []));
    expect(database.pool()).toMatchObject({ used: 0, opening: 2, pending: 3 });
    await expect.poll(() => database.pool(), { interval: 5 }).toMatchObject({ used: 2, pending: 3 });
    await expect.poll(() => database.pool()?.longestWaitMs).toBeGreaterThan(50);
    await Promise.all(slow);
    expect(database.pool()).toEqual({ ...none, idle: 2 });
    await database.close();
  });
});
