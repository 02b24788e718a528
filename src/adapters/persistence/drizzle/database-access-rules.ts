import { asc, sql } from 'drizzle-orm';
import type { AccessRules } from '../../../application/ports/access-rules.ts';
import { AccessPolicy } from '../../../domain/access-policy.ts';
import type { OpenDatabase, Transaction } from './drizzle-database.ts';
import { restrictions, roles } from './schema.ts';
import { translatingErrors } from './storage-errors.ts';

/** Every instance listens here; what changed has to be read. */
const ACCESS_CHANNEL = 'kinopolka_access';

/** Where this instance learns at once of what it changed itself. */
export type AccessSink = { reload(): Promise<void> };

/** Tells every instance that roles or restrictions changed, when the transaction commits and not before. */
export async function tellOfNewRules(tx: Transaction): Promise<void> {
  await tx.execute(sql`select pg_notify(${ACCESS_CHANNEL}, '')`);
}

/** Roles and restrictions in memory, so that deciding asks nobody. While `LISTEN` is lost the database is asked each time. */
export class DatabaseAccessRules implements AccessRules, AccessSink {
  private policy = new AccessPolicy([], []);
  private isCurrent = false;
  private isHearing = false;
  private invalidations = 0;
  private stopListening: (() => Promise<void>) | undefined;

  constructor(private readonly database: Pick<OpenDatabase, 'db' | 'listen'>) {}

  async open(): Promise<void> {
    this.stopListening = await this.database.listen(ACCESS_CHANNEL, {
      onMessage: () => void this.reload().catch(() => undefined),
      onConnected: async () => {
        this.isHearing = true;
        await this.reload();
      },
      onLost: () => {
        this.isHearing = false;
        this.invalidate();
      },
    });
  }

  async close(): Promise<void> {
    await this.stopListening?.();
  }

  async current(): Promise<AccessPolicy> {
    return this.isCurrent ? this.policy : this.read();
  }

  async reload(): Promise<void> {
    this.invalidate();
    await this.read();
  }

  private invalidate(): void {
    this.isCurrent = false;
    this.invalidations += 1;
  }

  /** What was read counts from now on, unless something changed since the reading began. */
  private async read(): Promise<AccessPolicy> {
    const before = this.invalidations;
    const policy = await translatingErrors(() => this.stored());
    if (before === this.invalidations && this.isHearing) {
      this.policy = policy;
      this.isCurrent = true;
    }
    return policy;
  }

  private async stored(): Promise<AccessPolicy> {
    const { db } = this.database;
    const [allRoles, allRestrictions] = await Promise.all([
      db.select().from(roles).orderBy(asc(roles.name)),
      db.select().from(restrictions).orderBy(asc(restrictions.label)),
    ]);
    return new AccessPolicy(allRoles, allRestrictions);
  }
}
