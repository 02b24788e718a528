import { and, eq, sql } from 'drizzle-orm';
import type { SessionRepository } from '../../../application/ports/session-repository.ts';
import { addressBlock } from '../../../domain/client-address.ts';
import type { Session } from '../../../domain/session.ts';
import { InvalidCredentials } from '../../../domain/session.ts';
import type { UserId } from '../../../domain/user.ts';
import type { Database, OpenDatabase } from './drizzle-database.ts';
import { sessions } from './schema.ts';
import { translatingErrors } from './storage-errors.ts';

const ownerMissing = { sessions_user_id_users_id_fk: InvalidCredentials };

export class DrizzleSessionRepository implements SessionRepository {
  private readonly db: Database;
  private readonly startedFrom: ReturnType<typeof prepareStartedFrom>;

  constructor({ db }: Pick<OpenDatabase, 'db'>) {
    this.db = db;
    this.startedFrom = prepareStartedFrom(db);
  }

  async add({ client, ...session }: Session): Promise<void> {
    const row = { ...session, ...client, addressBlock: addressBlock(client.address) };
    await translatingErrors(async () => this.db.insert(sessions).values(row), ownerMissing);
  }

  async hasStartedFrom(userId: UserId, block: string): Promise<boolean> {
    const found = await translatingErrors(() => this.startedFrom.execute({ userId, block }));
    return found.length > 0;
  }
}

function prepareStartedFrom(db: Database) {
  return db
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(eq(sessions.userId, sql.placeholder('userId')), eq(sessions.addressBlock, sql.placeholder('block'))))
    .limit(1)
    .prepare('session_started_from');
}
