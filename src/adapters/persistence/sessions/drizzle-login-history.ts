import type { SQL } from 'drizzle-orm';
import { and, count, desc, eq, lt, ne, or, sql } from 'drizzle-orm';
import type { LoginHistory } from '../../../application/sessions/ports/login-history.ts';
import type { LoginName, UserId } from '../../../domain/accounts/user.ts';
import type { LoginEvent, NewLoginEvent, RefusedLogin } from '../../../domain/sessions/login-event.ts';
import { recordOf } from '../../../domain/sessions/session.ts';
import type { Page, PageRequest } from '../../../domain/shared/page.ts';
import { users } from '../accounts/accounts-tables.ts';
import { deleteSome } from '../engine/delete-some.ts';
import type { Database, OpenDatabase } from '../engine/drizzle-database.ts';
import { translatingErrors } from '../engine/storage-errors.ts';
import { loginEvents } from './sessions-tables.ts';

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
  private readonly familiar: ReturnType<typeof prepareFamiliar>;
  private readonly adding: ReturnType<typeof prepareAdding>;

  constructor({ db }: Pick<OpenDatabase, 'db'>) {
    this.db = db;
    this.familiar = prepareFamiliar(db);
    this.adding = prepareAdding(db);
  }

  /**
   * Selects the user from the table and locks the row, so that no event is stored for an account that is missing or
   * being deleted.
   */
  async add({ client, ...event }: NewLoginEvent): Promise<void> {
    await translatingErrors(() =>
      this.adding.execute({ ...event, ...recordOf(client), addressBlock: client.address.block }),
    );
  }

  async addRefused(attempts: readonly RefusedLogin[]): Promise<void> {
    const rows = attempts.map(({ name, client, at, ...attempt }) => ({
      ...attempt,
      ...name,
      at: at.toISOString(),
      address: client.address.text,
      address_block: client.address.block,
      user_agent: client.userAgent,
    }));
    await translatingErrors(async () => this.db.insert(loginEvents).select(refusedOfAccounts(rows)));
  }

  async isFamiliar(name: LoginName, block: string): Promise<boolean> {
    const { byUsername, byEmail } = this.familiar;
    const [found] = await translatingErrors(() =>
      'username' in name ? byUsername.execute({ ...name, block }) : byEmail.execute({ ...name, block }),
    );
    return found?.isFamiliar ?? false;
  }

  async list(userId: UserId, { page, perPage }: PageRequest): Promise<Page<LoginEvent>> {
    return translatingErrors(async () => {
      const isTheirs = and(eq(loginEvents.userId, userId), ne(loginEvents.outcome, 'registered'));
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

/** Always returns one row, so that the answer reveals nothing else about the account. */
function prepareFamiliar(db: Database) {
  const block = sql.placeholder('block');
  // Uses its own table aliases, because drizzle writes columns without table names in a selection without a table.
  const seenThere = (isNamed: SQL) => sql<boolean>`exists (
    select from users u join login_events e on e.user_id = u.id
    where ${isNamed} and e.address_block = ${block} and e.outcome in ('success', 'registered'))`;
  const asked = (isNamed: SQL) => db.select({ isFamiliar: seenThere(isNamed) }).from(sql`(values (1)) as once`);
  return {
    byUsername: asked(sql`u.username = ${sql.placeholder('username')}`).prepare('familiar_by_username'),
    byEmail: asked(sql`u.email = ${sql.placeholder('email')}`).prepare('familiar_by_email'),
  };
}

/** One statement for all attempts: those at unknown names cost the same until they are dropped. */
function refusedOfAccounts(rows: readonly object[]): SQL {
  return sql`
    select ${users.id}, r.id, r.at, r.outcome, r.address, r.address_block, r.user_agent, null::uuid
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, at timestamptz, outcome text, address text,
      address_block text, user_agent text, username text, email text)
    join ${users} on (${users.username} = r.username or ${users.email} = r.email) and ${users.createdAt} <= r.at
    for key share of ${users}`;
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
