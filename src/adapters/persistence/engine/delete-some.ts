import type { SQL } from 'drizzle-orm';
import { and, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { Database, Transaction } from './drizzle-database.ts';

/** Rows that one statement deletes: quick enough for any time-out, whatever has piled up. */
const MOST_DELETED = 5000;

/**
 * The first of the rows that meet the condition, where nobody knows how many there are. A row that is changed meanwhile has another
 * place by then and stays.
 */
export function someOf(db: Database | Transaction, table: PgTable, condition: SQL | undefined): SQL {
  const places = db
    .select({ place: sql`ctid` })
    .from(table)
    .where(condition)
    .limit(MOST_DELETED);
  return sql`${table}.ctid = any(array(${places}))`;
}

/** Deletes {@link someOf} the rows. @returns how many; none when there are none left */
export async function deleteSome(db: Database, table: PgTable, condition: SQL | undefined): Promise<number> {
  const gone = await db
    .delete(table)
    .where(and(condition, someOf(db, table, condition)))
    .returning({ one: sql`1` });
  return gone.length;
}

/** Deletes all rows that meet the condition, part by part: of one owner, or at most so many parts. */
export async function deleteInParts(
  db: Database,
  table: PgTable,
  condition: SQL | undefined,
  mostParts = Infinity,
): Promise<void> {
  for (let parts = 0; parts < mostParts; parts += 1) if ((await deleteSome(db, table, condition)) === 0) return;
}
