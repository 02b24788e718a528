import { and, desc, eq, gt, lte, ne, sql } from 'drizzle-orm';
import { LRUCache } from 'lru-cache';
import type { RefreshClaims } from '../../../application/sessions/ports/refresh-tokens.ts';
import type {
  Renewal,
  RenewalCheck,
  RenewalRules,
  SessionOfUser,
  SessionRepository,
} from '../../../application/sessions/ports/session-repository.ts';
import type { User, UserId } from '../../../domain/accounts/user.ts';
import { UserNotFound } from '../../../domain/accounts/user.ts';
import type { RenewalOutcome } from '../../../domain/sessions/renewal.ts';
import { renewalOutcome } from '../../../domain/sessions/renewal.ts';
import type { Revocation } from '../../../domain/sessions/revocation.ts';
import type { Session, SessionId } from '../../../domain/sessions/session.ts';
import { InvalidCredentials } from '../../../domain/sessions/session.ts';
import { accountColumns } from '../accounts/account-columns.ts';
import { lockedUser } from '../accounts/account-rows.ts';
import { users } from '../accounts/accounts-tables.ts';
import { deleteInParts, deleteSome } from '../engine/delete-some.ts';
import type { Database, OpenDatabase } from '../engine/drizzle-database.ts';
import { OneAtATime } from '../engine/one-at-a-time.ts';
import { inTransaction, translatingErrors } from '../engine/storage-errors.ts';
import type { RevocationSink } from './revocation-rows.ts';
import { endSessionsOf, revoke } from './revocation-rows.ts';
import {
  addAndEndSurplus,
  isOf,
  prepareById,
  prepareNextCounter,
  sessionColumns,
  toSession,
  toSessionOfUser,
} from './session-rows.ts';
import { revocations, sessions } from './sessions-tables.ts';

/** Maximum batches of expired revocations per call; the rest waits for the next call. */
const PARTS_A_CALL = 10;

/** About 1 MB. */
const MAX_SPENT = 10_000;

/** About 2 MB. */
const MAX_GONE = 10_000;

const ownerMissing = { sessions_user_id_users_id_fk: InvalidCredentials };

/** Locks are always taken in this order: the user, then sessions. */
export class DrizzleSessionRepository implements SessionRepository {
  private readonly db: Database;
  private readonly byId: ReturnType<typeof prepareById>;
  private readonly nextCounter: ReturnType<typeof prepareNextCounter>;
  /**
   * For transactions that would wait for the lock of one row: log-ins of one account, and requests to end one session.
   */
  private readonly inTurn = new OneAtATime();
  /** The last presented counter of each session. A token that is presented a second time is hardly ever valid. */
  private readonly spent = new LRUCache<SessionId, number>({ max: MAX_SPENT });
  /**
   * Pairs of a user and a session that does not exist and never will. Anybody can send a refused token again and again,
   * and a limit per address would also refuse other people behind that address.
   */
  private readonly gone = new LRUCache<`${UserId} ${SessionId}`, true>({ max: MAX_GONE });

  constructor(
    { db, reads }: Pick<OpenDatabase, 'db' | 'reads'>,
    private readonly revoked: RevocationSink,
  ) {
    this.db = db;
    this.byId = prepareById(reads);
    this.nextCounter = prepareNextCounter(db);
  }

  async start(session: Session, { tokenVersion, maxLive }: { tokenVersion: number; maxLive: number }): Promise<void> {
    const isGood = and(eq(users.id, session.userId), eq(users.tokenVersion, tokenVersion), users.isActive);
    const inTurn = <T>(work: () => Promise<T>) => this.inTurn.run(session.userId, work);
    const ended = await translatingErrors(
      () =>
        inTurn(() =>
          inTransaction(this.db, async (tx) => {
            const owner = tx.select({ id: users.id }).from(users).where(isGood).for('no key update');
            if ((await owner.prepare('owner_logging_in').execute()).length === 0) throw new InvalidCredentials();
            const surplus = await addAndEndSurplus(tx, session, maxLive);
            await revoke(tx, surplus);
            return surplus;
          }),
        ),
      ownerMissing,
    );
    this.remember(ended);
  }

  async renew(
    claims: RefreshClaims,
    now: Date,
    { lifetime, leewaySeconds }: RenewalRules,
    check?: RenewalCheck,
  ): Promise<Renewal> {
    // A client may present a token any number of times, so a refusal costs a short read and no transaction.
    if (check || this.isSpent(claims)) {
      const found = await this.find(claims);
      const outcome = renewalOutcome(found, { counter: claims.counter, now, leewaySeconds });
      if (found && (outcome === 'renewed' || outcome === 'repeated')) check?.(found);
      if (outcome !== 'renewed') return this.renewalWithoutSuccess(claims, found, outcome);
    }
    const longest = new Date(now.getTime() + lifetime.idleTtlSeconds * 1000);
    const renewed = await this.consume({ ...claims, now, longest });
    this.spent.set(claims.sessionId, claims.counter);
    if (renewed) return { outcome: 'renewed', ...renewed };
    const found = await this.find(claims);
    const outcome = renewalOutcome(found, { counter: claims.counter, now, leewaySeconds });
    return this.renewalWithoutSuccess(claims, found, outcome);
  }

  async find({ userId, sessionId }: Pick<RefreshClaims, 'userId' | 'sessionId'>): Promise<SessionOfUser | undefined> {
    const session = `${userId} ${sessionId}` as const;
    if (this.gone.has(session)) return undefined;
    const found = toSessionOfUser(await translatingErrors(() => this.byId.execute({ userId, sessionId })));
    if (!found) this.gone.set(session, true);
    return found;
  }

  async listLive(userId: UserId, now: Date): Promise<readonly Session[]> {
    const rows = await translatingErrors(async () =>
      this.db
        .select(sessionColumns)
        .from(sessions)
        .where(and(eq(sessions.userId, userId), gt(sessions.idleExpiresAt, now)))
        .orderBy(desc(sessions.lastUsedAt), desc(sessions.id)),
    );
    return rows.map(toSession);
  }

  async end(userId: UserId, sessionId: SessionId): Promise<boolean> {
    // Clients may present signed tokens of sessions that ended long ago. If there is no session, nothing has to be
    // locked.
    if ((await this.find({ userId, sessionId })) === undefined) return false;
    return this.inTurn.run(sessionId, () => this.endLive(userId, sessionId));
  }

  private async endLive(userId: UserId, sessionId: SessionId): Promise<boolean> {
    const revocation: Revocation = { userId, sessionId };
    const wasThere = await translatingErrors(() =>
      inTransaction(this.db, async (tx) => {
        const ended = await tx.delete(sessions).where(isOf(userId, sessionId)).returning({ id: sessions.id });
        if (ended.length > 0) await revoke(tx, [revocation]);
        return ended.length > 0;
      }),
    );
    if (wasThere) this.remember([revocation]);
    return wasThere;
  }

  async endOthers(
    userId: UserId,
    sessionId: SessionId,
    now: Date,
    check?: (session: Session) => void,
  ): Promise<SessionOfUser | undefined> {
    const remaining = await translatingErrors(() =>
      inTransaction(this.db, async (tx) => {
        const isOwner = and(eq(users.id, userId), users.isActive);
        const [owner] = await tx.select({ id: users.id }).from(users).where(isOwner).for('no key update');
        if (!owner) return undefined;
        const [row] = await tx
          .update(sessions)
          .set({ counter: sql`${sessions.counter} + 1`, lastUsedAt: now })
          .where(and(isOf(userId, sessionId), gt(sessions.idleExpiresAt, now)))
          .returning(sessionColumns);
        if (!row) return undefined;
        check?.(toSession(row));
        const version = sql`${users.tokenVersion} + 1`;
        const [user] = await tx.update(users).set({ tokenVersion: version }).where(isOwner).returning(accountColumns);
        await tx.delete(sessions).where(and(eq(sessions.userId, userId), ne(sessions.id, sessionId)));
        if (!user) return undefined;
        const revocation = { userId, minVersion: user.tokenVersion, exceptSessionId: sessionId };
        await revoke(tx, [revocation]);
        return { session: toSession(row), user, revocation };
      }),
    );
    if (!remaining) return undefined;
    this.remember([remaining.revocation]);
    return { session: remaining.session, user: remaining.user };
  }

  async endAll(userId: UserId, check: (user: User) => void): Promise<void> {
    const revocation = await translatingErrors(() =>
      inTransaction(this.db, async (tx) => {
        const owner = await lockedUser(tx, userId);
        if (!owner) throw new UserNotFound();
        check(owner);
        return endSessionsOf(tx, userId);
      }),
    );
    this.remember([revocation]);
  }

  async purge(now: Date): Promise<number> {
    return translatingErrors(async () => {
      await deleteInParts(this.db, revocations, sql`${revocations.at} < now() - interval '1 hour'`, PARTS_A_CALL);
      return deleteSome(this.db, sessions, lte(sessions.idleExpiresAt, now));
    });
  }

  private async consume(token: RefreshClaims & { now: Date; longest: Date }): Promise<SessionOfUser | undefined> {
    return toSessionOfUser(await translatingErrors(() => this.nextCounter.execute(token)));
  }

  /** `found` was read without a lock: counters only grow, so a used token stays used during concurrent renewals. */
  private async renewalWithoutSuccess(
    { userId, sessionId }: RefreshClaims,
    found: SessionOfUser | undefined,
    outcome: RenewalOutcome,
  ): Promise<Renewal> {
    if (found && outcome === 'repeated') return { outcome, ...found };
    if (outcome !== 'reused') return { outcome: 'ended' };
    await this.end(userId, sessionId);
    return { outcome };
  }

  private isSpent({ sessionId, counter }: RefreshClaims): boolean {
    return counter <= (this.spent.get(sessionId) ?? -1);
  }

  private remember(revocationsNow: readonly Revocation[]): void {
    for (const revocation of revocationsNow) this.revoked.remember(revocation);
  }
}
