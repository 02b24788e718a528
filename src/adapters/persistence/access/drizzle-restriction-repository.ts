import { eq, sql } from 'drizzle-orm';
import type { RestrictionRepository } from '../../../application/access/ports/restriction-repository.ts';
import type { Restriction } from '../../../domain/access/restriction.ts';
import type { Database, OpenDatabase } from '../engine/drizzle-database.ts';
import { inTransaction, translatingErrors } from '../engine/storage-errors.ts';
import { tellOfNewRules } from './access-rows.ts';
import { restrictions } from './access-tables.ts';
import type { RulesInMemory } from './database-access-rules.ts';

/** A row updated by an upsert carries the transaction that locked it (PostgreSQL, "System Columns"). */
const IS_INSERTED = sql<boolean>`xmax = 0`;

export class DrizzleRestrictionRepository implements RestrictionRepository {
  private readonly db: Database;

  constructor(
    { db }: Pick<OpenDatabase, 'db'>,
    private readonly rules: RulesInMemory,
  ) {
    this.db = db;
  }

  async list(): Promise<readonly Restriction[]> {
    return (await this.rules.current()).restrictions;
  }

  async put(restriction: Restriction): Promise<boolean> {
    const isNew = await translatingErrors(() =>
      inTransaction(this.db, async (tx) => {
        const [row] = await tx
          .insert(restrictions)
          .values(restriction)
          .onConflictDoUpdate({ target: restrictions.label, set: { rule: sql`excluded.rule` } })
          .returning({ isNew: IS_INSERTED });
        await tellOfNewRules(tx);
        return row?.isNew ?? false;
      }),
    );
    await this.rules.reload();
    return isNew;
  }

  async remove(label: string): Promise<boolean> {
    const wasThere = await translatingErrors(() =>
      inTransaction(this.db, async (tx) => {
        const removed = await tx.delete(restrictions).where(eq(restrictions.label, label)).returning();
        await tellOfNewRules(tx);
        return removed.length > 0;
      }),
    );
    await this.rules.reload();
    return wasThere;
  }
}
