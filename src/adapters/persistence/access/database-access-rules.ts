import { asc } from 'drizzle-orm';
import type { AccessRules } from '../../../application/access/ports/access-rules.ts';
import { AccessPolicy } from '../../../domain/access/access-policy.ts';
import { ChangeFollower } from '../engine/change-follower.ts';
import type { OpenDatabase } from '../engine/drizzle-database.ts';
import { translatingErrors } from '../engine/storage-errors.ts';
import { ACCESS_CHANNEL, restrictions, roles } from './access-tables.ts';

/** The rules in memory, which shows changes made by this instance at once. */
export type RulesInMemory = AccessRules & { reload(): Promise<void> };

/**
 * Roles and restrictions cached in memory, so that authorization needs no query. While `LISTEN` is interrupted, every
 * read queries the database.
 */
export class DatabaseAccessRules implements RulesInMemory {
  private policy = new AccessPolicy([], []);
  private readonly follower = new ChangeFollower(ACCESS_CHANNEL, async () => {
    this.policy = await this.stored();
  });

  constructor(private readonly database: Pick<OpenDatabase, 'db' | 'listen' | 'asService'>) {}

  async open(): Promise<void> {
    await this.follower.open(this.database);
  }

  async close(): Promise<void> {
    await this.follower.close();
  }

  async current(): Promise<AccessPolicy> {
    return this.follower.isCurrent() ? this.policy : this.stored();
  }

  async reload(): Promise<void> {
    await this.follower.readNow();
  }

  private async stored(): Promise<AccessPolicy> {
    const { db } = this.database;
    const [allRoles, allRestrictions] = await translatingErrors(() =>
      Promise.all([
        db.select().from(roles).orderBy(asc(roles.name)),
        db.select().from(restrictions).orderBy(asc(restrictions.label)),
      ]),
    );
    return new AccessPolicy(allRoles, allRestrictions);
  }
}
