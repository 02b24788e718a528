import { asc, eq } from 'drizzle-orm';
import type { RestrictionRepository } from '../../../application/ports/restriction-repository.ts';
import type { Restriction } from '../../../domain/restriction.ts';
import type { AccessSink } from './database-access-rules.ts';
import { tellOfNewRules } from './database-access-rules.ts';
import type { Database, OpenDatabase } from './drizzle-database.ts';
import { restrictions } from './schema.ts';
import { inTransaction, translatingErrors } from './storage-errors.ts';

export class DrizzleRestrictionRepository implements RestrictionRepository {
  private readonly db: Database;

  constructor(
    { db }: Pick<OpenDatabase, 'db'>,
    private readonly rules: AccessSink,
  ) {
    this.db = db;
  }

  async list(): Promise<readonly Restriction[]> {
    return translatingErrors(async () => this.db.select().from(restrictions).orderBy(asc(restrictions.label)));
  }

  async put(restriction: Restriction): Promise<boolean> {
    const isNew = await translatingErrors(() =>
      inTransaction(this.db, async (tx) => {
        const added = await tx.insert(restrictions).values(restriction).onConflictDoNothing().returning();
        if (added.length === 0) {
          await tx.update(restrictions).set(restriction).where(eq(restrictions.label, restriction.label));
        }
        await tellOfNewRules(tx);
        return added.length > 0;
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
