import { sql } from 'drizzle-orm';
import type { Transaction } from '../engine/drizzle-database.ts';
import { ACCESS_CHANNEL } from './access-tables.ts';

/**
 * When the transaction commits, notifies all instances that roles, restrictions or names of accounts have changed. The
 * instances then read rules and names again.
 */
export async function tellOfNewRules(tx: Transaction): Promise<void> {
  await tx.execute(sql`select pg_notify(${ACCESS_CHANNEL}, '')`);
}
