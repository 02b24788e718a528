import type { RefreshClaims } from '../../src/application/sessions/ports/refresh-tokens.ts';
import type {
  Renewal,
  RenewalCheck,
  RenewalRules,
  SessionOfUser,
  SessionRepository,
} from '../../src/application/sessions/ports/session-repository.ts';
import type { User, UserId } from '../../src/domain/accounts/user.ts';
import { UserNotFound } from '../../src/domain/accounts/user.ts';
import { renewalOutcome } from '../../src/domain/sessions/renewal.ts';
import { revocationsOf } from '../../src/domain/sessions/revocation.ts';
import type { Session, SessionId } from '../../src/domain/sessions/session.ts';
import { idleExpiry, InvalidCredentials } from '../../src/domain/sessions/session.ts';
import type { InMemoryUserRepository } from './in-memory-user-repository.ts';

export class InMemorySessionRepository implements SessionRepository {
  /** All sessions, for tests that read or change the stored ones. */
  sessions: Session[] = [];

  constructor(private readonly users: InMemoryUserRepository) {
    users.endSessions = (userId, exceptId) => {
      this.sessions = this.sessions.filter((session) => session.userId !== userId || session.id === exceptId);
    };
  }

  async start(session: Session, { tokenVersion, maxLive }: { tokenVersion: number; maxLive: number }): Promise<void> {
    const account = this.users.get(session.userId);
    if (!account?.user.isActive || account.user.tokenVersion !== tokenVersion) throw new InvalidCredentials();
    this.sessions.push(structuredClone(session));
    const theirs = this.sessions.filter(({ userId }) => userId === session.userId);
    const isOver = ({ idleExpiresAt }: Session) => Number(idleExpiresAt <= session.createdAt);
    const surplus = theirs
      .filter(({ id }) => id !== session.id)
      .toSorted((a, b) => isOver(a) - isOver(b) || newestFirst(a.createdAt, b.createdAt) || (a.id < b.id ? 1 : -1))
      .slice(maxLive - 1)
      .map(({ id }) => id);
    this.sessions = this.sessions.filter(({ userId, id }) => userId !== session.userId || !surplus.includes(id));
    const remaining = theirs.map(({ id }) => id).filter((id) => !surplus.includes(id));
    for (const one of revocationsOf(session.userId, surplus, remaining)) this.users.revoked.remember(one);
  }

  async renew(
    claims: RefreshClaims,
    now: Date,
    { lifetime, leewaySeconds }: RenewalRules,
    check?: RenewalCheck,
  ): Promise<Renewal> {
    const found = this.findStored(claims);
    const outcome = renewalOutcome(found, { counter: claims.counter, now, leewaySeconds });
    if (found && (outcome === 'renewed' || outcome === 'repeated')) check?.(structuredClone(found));
    if (found && outcome === 'renewed') {
      const idleExpiresAt = idleExpiry(found.session.expiresAt, lifetime, now);
      return { outcome, user: found.user, session: this.advance(found.session, now, { idleExpiresAt }) };
    }
    if (found && outcome === 'repeated') return { outcome, ...structuredClone(found) };
    if (outcome !== 'reused') return { outcome: 'ended' };
    this.take(claims.userId, claims.sessionId);
    return { outcome };
  }

  async find(of: Pick<RefreshClaims, 'userId' | 'sessionId'>): Promise<SessionOfUser | undefined> {
    return structuredClone(this.findStored(of));
  }

  async listLive(userId: UserId, now: Date): Promise<readonly Session[]> {
    const live = this.sessions.filter((session) => session.userId === userId && session.idleExpiresAt > now);
    return structuredClone(live).toSorted((a, b) => newestFirst(a.lastUsedAt, b.lastUsedAt) || (a.id < b.id ? 1 : -1));
  }

  async end(userId: UserId, sessionId: SessionId): Promise<boolean> {
    return this.take(userId, sessionId);
  }

  async endOthers(
    userId: UserId,
    sessionId: SessionId,
    now: Date,
    check?: (session: Session) => void,
  ): Promise<SessionOfUser | undefined> {
    const session = this.findLive(userId, sessionId, now);
    if (!session || !this.users.get(userId)?.user.isActive) return undefined;
    check?.(session);
    this.users.revokeOthers(userId, sessionId);
    const user = this.users.get(userId)?.user;
    return user && { session: this.advance(session, now), user };
  }

  async endAll(userId: UserId, check: (user: User) => void): Promise<void> {
    const user = this.users.get(userId)?.user;
    if (!user) throw new UserNotFound();
    check(user);
    this.users.revokeOthers(userId, null);
  }

  async purge(now: Date): Promise<number> {
    const before = this.sessions.length;
    this.sessions = this.sessions.filter(({ idleExpiresAt }) => idleExpiresAt > now);
    return before - this.sessions.length;
  }

  private findStored({ userId, sessionId }: Pick<RefreshClaims, 'userId' | 'sessionId'>): SessionOfUser | undefined {
    const session = this.sessions.find(({ id, userId: owner }) => id === sessionId && owner === userId);
    const user = this.users.get(userId)?.user;
    return session && user && { session, user };
  }

  private findLive(userId: UserId, sessionId: SessionId, now: Date): Session | undefined {
    return this.sessions.find(
      ({ id, userId: owner, idleExpiresAt }) => id === sessionId && owner === userId && idleExpiresAt > now,
    );
  }

  private advance(session: Session, now: Date, changes: Partial<Session> = {}): Session {
    const advanced = { ...session, counter: session.counter + 1, lastUsedAt: now, ...changes };
    this.sessions[this.sessions.indexOf(session)] = advanced;
    return structuredClone(advanced);
  }

  private take(userId: UserId, sessionId: SessionId): boolean {
    const remaining = this.sessions.filter(({ id, userId: owner }) => id !== sessionId || owner !== userId);
    const wasThere = remaining.length < this.sessions.length;
    this.sessions = remaining;
    if (wasThere) this.users.revoked.remember({ userId, sessionId });
    return wasThere;
  }
}

function newestFirst(a: Date, b: Date): number {
  return b.getTime() - a.getTime();
}
