import { and, desc, eq, gt, sql } from 'drizzle-orm';
import type { SessionOfUser } from '../../../application/sessions/ports/session-repository.ts';
import type { User, UserId } from '../../../domain/accounts/user.ts';
import type { Revocation } from '../../../domain/sessions/revocation.ts';
import { revocationsOf } from '../../../domain/sessions/revocation.ts';
import type { Session, SessionId } from '../../../domain/sessions/session.ts';
import { accountColumns } from '../accounts/account-columns.ts';
import { users } from '../accounts/accounts-tables.ts';
import type { Database, Transaction } from '../engine/drizzle-database.ts';
import { sessions } from './sessions-tables.ts';

/** All columns of a session except those of its client. */
export const sessionColumns = {
  id: sessions.id,
  userId: sessions.userId,
  counter: sessions.counter,
  clientId: sessions.clientId,
  scope: sessions.scope,
  address: sessions.address,
  userAgent: sessions.userAgent,
  createdAt: sessions.createdAt,
  lastUsedAt: sessions.lastUsedAt,
  idleExpiresAt: sessions.idleExpiresAt,
  expiresAt: sessions.expiresAt,
};

type SessionRow = Omit<Session, 'client'> & Session['client'];

export function toSession({ address, userAgent, ...session }: SessionRow): Session {
  return { ...session, client: { address, userAgent } };
}

export function toSessionOfUser([row]: readonly { session: SessionRow; user: User }[]): SessionOfUser | undefined {
  return row && { session: toSession(row.session), user: row.user };
}

export function isOf(userId: UserId, sessionId: SessionId) {
  return and(eq(sessions.userId, userId), eq(sessions.id, sessionId));
}

export function prepareById(db: Database) {
  return db
    .select({ session: sessionColumns, user: accountColumns })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.userId, sql.placeholder('userId')), eq(sessions.id, sql.placeholder('sessionId'))))
    .prepare('session_by_id');
}

/**
 * One conditional statement: only one of several concurrent callers finds the counter, and the user's version is read
 * at the same moment.
 */
export function prepareNextCounter(db: Database) {
  const now = sql.param(sql.placeholder('now'), sessions.lastUsedAt);
  const longest = sql.param(sql.placeholder('longest'), sessions.idleExpiresAt);
  return db
    .update(sessions)
    .set({
      counter: sql`${sessions.counter} + 1`,
      lastUsedAt: sql`${now}`,
      idleExpiresAt: sql`least(${sessions.expiresAt}, ${longest})`,
    })
    .from(users)
    .where(
      and(
        eq(sessions.userId, sql.placeholder('userId')),
        eq(sessions.id, sql.placeholder('sessionId')),
        eq(sessions.counter, sql.placeholder('counter')),
        gt(sessions.idleExpiresAt, now),
        eq(users.id, sessions.userId),
        users.isActive,
      ),
    )
    .returning({ session: sessionColumns, user: accountColumns })
    .prepare('renew_session');
}

/**
 * Adds the session, and ends the oldest of the others beyond the limit, in one statement. One revocation covers all
 * ended sessions that are older than the remaining ones. An ended session that is younger has a revocation of its own.
 */
export async function addAndEndSurplus(tx: Transaction, session: Session, maxLive: number): Promise<Revocation[]> {
  const { client, scope, ...columns } = session;
  const { userId, createdAt } = session;
  const added = tx.$with('added').as(
    tx
      .insert(sessions)
      .values({ ...columns, ...client, scope: scope && [...scope] })
      .returning({ id: sessions.id }),
  );
  // This part of the statement does not see the new session.
  const surplus = tx
    .select({ id: sessions.id })
    .from(sessions)
    .where(eq(sessions.userId, userId))
    .orderBy(desc(gt(sessions.idleExpiresAt, createdAt)), desc(sessions.createdAt), desc(sessions.id))
    .offset(maxLive - 1);
  const isSurplus = and(eq(sessions.userId, userId), sql`${sessions.id} in ${surplus}`);
  const ending = tx.with(added).delete(sessions).where(isSurplus).returning({ id: sessions.id });
  const removed = await ending.prepare('start_session').execute();
  if (removed.length === 0) return [];
  const remaining = await tx.select({ id: sessions.id }).from(sessions).where(eq(sessions.userId, userId));
  return revocationsOf(
    userId,
    removed.map(({ id }) => id),
    remaining.map(({ id }) => id),
  );
}
