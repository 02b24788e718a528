import type { SQL } from 'drizzle-orm';
import { sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { Database, Transaction } from './drizzle-database.ts';

/** Rows deleted by one statement. They are so few that the statement never reaches a timeout. */
const MOST_DELETED = 5000;

/**
 * Condition for a batch of the rows that meet `condition`. A row that is updated meanwhile has to meet it again. `is true`
 * keeps the planner from looking up the condition in an index and comparing each row with all places of the batch:
 * with statistics from before the table was filled, it did so, and a batch took two seconds.
 */
export function someOf(db: Database | Transaction, table: PgTable, condition: SQL | undefined): SQL {
  const places = db
    .select({ place: sql`ctid` })
    .from(table)
    .where(condition)
    .limit(MOST_DELETED);
  return sql`${table}.ctid = any(array(${places})) and (${condition ?? sql`true`}) is true`;
}

/** Deletes {@link someOf} the rows. @returns how many; 0 when there are none left */
export async function deleteSome(db: Database, table: PgTable, condition: SQL | undefined): Promise<number> {
  return (await deletionOfSome(db, table, condition)).length;
}

/** The statement of {@link deleteSome}. */
export function deletionOfSome(db: Database, table: PgTable, condition: SQL | undefined) {
  return db
    .delete(table)
    .where(someOf(db, table, condition))
    .returning({ one: sql`1` });
}

/** Deletes the rows that meet the condition, in at most `mostParts` batches. */
export async function deleteInParts(
  db: Database,
  table: PgTable,
  condition: SQL | undefined,
  mostParts = Infinity,
): Promise<void> {
  for (let parts = 0; parts < mostParts; parts += 1) if ((await deleteSome(db, table, condition)) === 0) return;
}
