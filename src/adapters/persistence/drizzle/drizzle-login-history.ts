import { and, count, desc, eq, lt, or, sql } from 'drizzle-orm';
import type { LoginHistory } from '../../../application/ports/login-history.ts';
import { addressBlock } from '../../../domain/client-address.ts';
import type { LoginEvent } from '../../../domain/login-event.ts';
import type { Page, PageRequest } from '../../../domain/page.ts';
import type { UserId } from '../../../domain/user.ts';
import { deleteSome } from './delete-some.ts';
import type { Database, OpenDatabase } from './drizzle-database.ts';
import { loginEvents, users } from './schema.ts';
import { translatingErrors } from './storage-errors.ts';

const BATCH_SIZE = 100;

const columns = {
  id: loginEvents.id,
  userId: loginEvents.userId,
  at: loginEvents.at,
  outcome: loginEvents.outcome,
  address: loginEvents.address,
  userAgent: loginEvents.userAgent,
  sessionId: loginEvents.sessionId,
};

type EventRow = Omit<LoginEvent, 'client'> & LoginEvent['client'];

export class DrizzleLoginHistory implements LoginHistory {
  private readonly db: Database;
  private readonly succeededFrom: ReturnType<typeof prepareSucceededFrom>;
  private readonly adding: ReturnType<typeof prepareAdding>;

  constructor({ db }: Pick<OpenDatabase, 'db'>) {
    this.db = db;
    this.succeededFrom = prepareSucceededFrom(db);
    this.adding = prepareAdding(db);
  }

  /** Takes its user from the table, and holds them there: nothing is kept of somebody who is not, or just goes. */
  async add({ client, ...event }: LoginEvent): Promise<void> {
    await translatingErrors(() =>
      this.adding.execute({ ...event, ...client, addressBlock: addressBlock(client.address) }),
    );
  }

  async hasSucceededFrom(userId: UserId, block: string): Promise<boolean> {
    const found = await translatingErrors(() => this.succeededFrom.execute({ userId, block }));
    return found.length > 0;
  }

  async list(userId: UserId, { page, perPage }: PageRequest): Promise<Page<LoginEvent>> {
    return translatingErrors(async () => {
      const isTheirs = eq(loginEvents.userId, userId);
      const rows = await this.read(isTheirs)
        .limit(perPage)
        .offset((page - 1) * perPage);
      const [counted] = await this.db.select({ total: count() }).from(loginEvents).where(isTheirs);
      return { items: rows.map(toEvent), total: counted?.total ?? 0 };
    });
  }

  async *stream(userId: UserId): AsyncIterable<LoginEvent> {
    let last: EventRow | undefined;
    do {
      const isFurther =
        last && or(lt(loginEvents.at, last.at), and(eq(loginEvents.at, last.at), lt(loginEvents.id, last.id)));
      const isNext = and(eq(loginEvents.userId, userId), isFurther);
      const rows = await translatingErrors(async () => this.read(isNext).limit(BATCH_SIZE));
      yield* rows.map(toEvent);
      last = rows.length === BATCH_SIZE ? rows.at(-1) : undefined;
    } while (last);
  }

  async purge(before: Date): Promise<number> {
    return translatingErrors(() => deleteSome(this.db, loginEvents, lt(loginEvents.at, before)));
  }

  private read(condition: ReturnType<typeof and>) {
    return this.db
      .select(columns)
      .from(loginEvents)
      .where(condition)
      .orderBy(desc(loginEvents.at), desc(loginEvents.id));
  }
}

function toEvent({ address, userAgent, ...event }: EventRow): LoginEvent {
  return { ...event, client: { address, userAgent } };
}

function prepareSucceededFrom(db: Database) {
  const isTheirs = eq(loginEvents.userId, sql.placeholder('userId'));
  const isThere = eq(loginEvents.addressBlock, sql.placeholder('block'));
  return db
    .select({ id: loginEvents.id })
    .from(loginEvents)
    .where(and(isTheirs, isThere, sql`${loginEvents.outcome} = 'success'`))
    .limit(1)
    .prepare('login_succeeded_from');
}

function prepareAdding(db: Database) {
  const at = sql.param(sql.placeholder('at'), loginEvents.at);
  return db
    .insert(loginEvents)
    .select(
      db
        .select({
          userId: users.id,
          id: sql`${sql.placeholder('id')}::uuid`.as('id'),
          at: sql`${at}::timestamptz`.as('at'),
          outcome: sql`${sql.placeholder('outcome')}::text`.as('outcome'),
          address: sql`${sql.placeholder('address')}::text`.as('address'),
          addressBlock: sql`${sql.placeholder('addressBlock')}::text`.as('address_block'),
          userAgent: sql`${sql.placeholder('userAgent')}::text`.as('user_agent'),
          sessionId: sql`${sql.placeholder('sessionId')}::uuid`.as('session_id'),
        })
        .from(users)
        .where(eq(users.id, sql.placeholder('userId')))
        .for('key share'),
    )
    .prepare('add_login_event');
}
