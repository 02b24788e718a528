import { and, eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { deleteInParts, deletionOfSome } from '../../../src/adapters/persistence/engine/delete-some.ts';
import { importRows } from '../../../src/adapters/persistence/imports/imports-tables.ts';
import { onEachEngine } from '../../support/database.ts';

const USER = '0198f0a0-0000-7000-8000-000000000001';
const IMPORT = '0198f0a0-0000-7000-8000-000000000002';
const ROWS = 7_000;

onEachEngine((adapter, open) => {
  describe(`deleting in parts: ${adapter}`, () => {
    it.each([
      ['a user', eq(importRows.userId, USER)],
      ['an import', and(eq(importRows.userId, USER), eq(importRows.importId, IMPORT))],
    ])('finds the rows of %s by their places, whatever the statistics say', async (_, condition) => {
      const database = await open();
      const { db } = database;
      // The planner does not know that the table has been filled since.
      await database.query('analyze import_rows', []);
      await database.query(
        `insert into users (id, username, username_skeleton, password_hash, created_at) values ($1, 'neo', 'neo', '', now())`,
        [USER],
      );
      await database.query(
        `insert into imports (user_id, id, format, is_dry_run, status, created_at, leased_until)
         values ($1, $2, 'table', false, 'running', now(), now())`,
        [USER, IMPORT],
      );
      await database.query(
        `insert into import_rows (user_id, import_id, row, said, outcome)
         select $1, $2, row, '{}', 'pending' from generate_series(1, ${ROWS}) row`,
        [USER, IMPORT],
      );
      const { sql, params } = deletionOfSome(db, importRows, condition).toSQL();
      const plan = await database.query(`explain ${sql}`, params);
      expect(plan.map((line) => line['QUERY PLAN']).join('\n')).toContain('->  Tid Scan on import_rows');
      await deleteInParts(db, importRows, condition);
      expect(await database.query('select from import_rows', [])).toEqual([]);
    });
  });
});
