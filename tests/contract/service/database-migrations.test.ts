import { readdirSync } from 'node:fs';
import { describe, expect, inject, it } from 'vitest';
import type { OpenDatabase } from '../../../src/adapters/persistence/engine/database.ts';
import { openDatabase } from '../../../src/adapters/persistence/engine/database.ts';
import { SchemaNewerThanCode } from '../../../src/adapters/persistence/engine/migrations.ts';
import { emptyDatabaseUrl, openTestDatabase } from '../../support/database.ts';

const migrationsFolder = 'drizzle';

async function withInstances<T>(count: number, url: string, work: (all: OpenDatabase[]) => Promise<T>): Promise<T> {
  const all = await Promise.all(Array.from({ length: count }, () => openDatabase({ url, migrationsFolder })));
  try {
    return await work(all);
  } finally {
    await Promise.all(all.map((database) => database.close()));
  }
}

const MIGRATIONS = readdirSync('drizzle').filter((name) => name.endsWith('.sql')).length;

describe('migrations', () => {
  it('refuse a database that a newer version has migrated, and change nothing: PGlite', async () => {
    const database = await openTestDatabase('pglite');
    await refuseNewer(database);
    await database.close();
  });

  describe.runIf(inject('postgres'))('on PostgreSQL', () => {
    it.each([1, 2, 3])(
      'are applied once when five instances start at once on an empty database (round %i)',
      async () => {
        await withInstances(5, await emptyDatabaseUrl(), async (all) => {
          const applied = await Promise.all(all.map((database) => database.migrate()));
          expect(applied.filter((count) => count > 0)).toEqual([MIGRATIONS]);
          for (const database of all) {
            expect(await database.query('select count(*)::int as genres from genres', [])).toEqual([{ genres: 32 }]);
          }
        });
      },
    );

    it('are applied by the next instance if the first one is killed during one', async () => {
      const url = await emptyDatabaseUrl();
      await withInstances(2, url, async ([first, second]) => {
        // Blocks the migration by a lock that the test holds.
        await first!.query('create table __drizzle_migrations (id serial, hash text, created_at bigint)', []);
        const locked = Promise.withResolvers<void>();
        const terminate = `select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`;
        const blocker = first!.db.transaction(async (tx) => {
          await tx.execute('lock table __drizzle_migrations in share mode');
          locked.resolve();
          await expect.poll(async () => (await second!.query(terminate, [])).length).toBe(1);
        });
        await locked.promise;
        await expect(second!.migrate()).rejects.toThrow('StorageUnavailable');
        await blocker;
        expect(await first!.query(`select to_regclass('users') as users`, [])).toEqual([{ users: null }]);
        expect(await second!.migrate()).toBe(MIGRATIONS);
        expect(await first!.migrate()).toBe(0);
      });
    });

    it('stay applied for the next instance if the first one is killed between two', async () => {
      await withInstances(2, await emptyDatabaseUrl(), async ([first, second]) => {
        await first!.query('create table __drizzle_migrations (id serial, hash text, created_at bigint)', []);
        await first!.query(
          `create function die_at_sixth() returns trigger language plpgsql as $$ begin
             if (select count(*) = 5 from __drizzle_migrations) then perform pg_terminate_backend(pg_backend_pid()); end if;
             return new;
           end $$`,
          [],
        );
        const trigger = 'die_at_sixth before insert on __drizzle_migrations';
        await first!.query(`create trigger ${trigger} for each row execute function die_at_sixth()`, []);
        await expect(first!.migrate()).rejects.toThrow('StorageUnavailable');
        const recorded = 'select count(*)::int as applied from __drizzle_migrations';
        expect(await second!.query(recorded, [])).toEqual([{ applied: 5 }]);
        await second!.query('drop trigger die_at_sixth on __drizzle_migrations', []);
        expect(await second!.migrate()).toBe(MIGRATIONS - 5);
        expect(await first!.migrate()).toBe(0);
      });
    });

    it('refuse a database that a newer version has migrated, and change nothing', async () => {
      await withInstances(1, await emptyDatabaseUrl(), async ([database]) => {
        await database!.migrate();
        await refuseNewer(database!);
      });
    });
  });
});

async function refuseNewer(database: OpenDatabase): Promise<void> {
  const add = 'insert into __drizzle_migrations (hash, created_at) values ($1, $2)';
  await database.query(add, ['of the future', '4102444800000']);
  const applied = () => database.query('select hash, created_at from __drizzle_migrations order by id', []);
  const before = await applied();
  await expect(database.migrate()).rejects.toThrow(SchemaNewerThanCode);
  expect(await applied()).toEqual(before);
}
