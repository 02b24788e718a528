import { inspect } from 'node:util';
import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Transaction } from '../../../src/adapters/persistence/engine/drizzle-database.ts';
import { inTransaction, translatingErrors } from '../../../src/adapters/persistence/engine/storage-errors.ts';
import { StorageUnavailable } from '../../../src/application/shared/ports/storage.ts';
import type { TestDatabase } from '../../support/database.ts';
import { onEachEngine, openTestDatabase } from '../../support/database.ts';

const insert = (key: string) => sql`insert into rate_limits (key, points) values (${key}, 1)`;

onEachEngine((adapter, open) => {
  describe(`database: ${adapter}`, () => {
    let database: TestDatabase;

    beforeEach(async () => {
      database = await open();
    });

    const keys = async () =>
      (await database.query('select key from rate_limits order by key', [])).map(({ key }) => key);

    it('answers raw statements with rows, values bound', async () => {
      const rows = await database.query('select $1::text as text, $2::int as number, null as nothing', ["'; --", 7]);
      expect(Array.from(rows)).toEqual([{ text: "'; --", number: 7, nothing: null }]);
      expect(await database.db.execute(sql`select ${7}::int as number`)).toMatchObject([{ number: 7 }]);
    });

    it('lets the event loop run while many statements wait', async () => {
      let turns = 0;
      let isOver = false;
      const turn = () => {
        turns += 1;
        if (!isOver) setImmediate(turn);
      };
      setImmediate(turn);
      const crowd = Array.from({ length: 100 }, () => database.query('select 1', []));
      await Promise.all([...crowd, inTransaction(database.db, (tx) => tx.execute(sql`select 1`))]);
      isOver = true;
      // PostgreSQL answers ten statements at a time, PGlite one. If they did not yield, there would be two or three
      // turns.
      expect(turns).toBeGreaterThan(9);
    });

    it('stores everything that a transaction wrote, or nothing', async () => {
      await inTransaction(database.db, (tx) => tx.execute(insert('kept')));
      const failing = inTransaction(database.db, async (tx) => {
        await tx.execute(insert('undone'));
        throw new RangeError('on purpose');
      });
      await expect(failing).rejects.toThrow(new RangeError('on purpose'));
      expect(await keys()).toEqual(['kept']);
    });

    it('undoes a transaction in which a failed statement was ignored', async () => {
      const careless = inTransaction(database.db, async (tx) => {
        await tx.execute(insert('undone'));
        await tx.execute(sql`select 1 / 0`).catch(() => undefined);
      });
      await careless.catch(() => undefined);
      expect(await keys()).toEqual([]);
      await inTransaction(database.db, (tx) => tx.execute(insert('kept')));
      expect(await keys()).toEqual(['kept']);
    });

    it('refuses a statement after the end of its transaction', async () => {
      const escaped = await inTransaction(database.db, (tx) => Promise.resolve<Transaction[]>([tx]));
      await expect(translatingErrors(async () => escaped[0]!.execute(insert('late')))).rejects.toThrow();
      expect(await keys()).toEqual([]);
    });

    it('reports no values of a row that a constraint refuses', async () => {
      const refused = translatingErrors(async () =>
        database.db.execute(sql`insert into users (id, password_hash, created_at)
          values ('01990000-0000-7000-8000-000000000001', ${'$argon2id$secret'}, now())`),
      );
      const error: unknown = await refused.catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: '23514' });
      expect(`${String(error)} ${inspect(error)} ${JSON.stringify(error)}`).not.toContain('secret');
    });
  });

  it(`is unavailable after it was closed: ${adapter}`, async () => {
    const database = await openTestDatabase(adapter.endsWith('PGlite') ? 'pglite' : 'postgresql');
    await database.check();
    await database.close();
    await expect(database.check()).rejects.toThrow(StorageUnavailable);
    await expect(database.query('select 1', [])).rejects.toThrow(StorageUnavailable);
    await expect(inTransaction(database.db, (tx) => tx.execute(sql`select 1`))).rejects.toThrow(StorageUnavailable);
  });
});
