import type { RefreshClaims } from '../../src/application/sessions/ports/refresh-tokens.ts';
import type {
  Renewal,
  RenewalRules,
  SessionRepository,
} from '../../src/application/sessions/ports/session-repository.ts';
import { revocationsOf } from '../../src/domain/sessions/revocation.ts';
import type { Session, SessionId } from '../../src/domain/sessions/session.ts';
import { idleExpiry, InvalidCredentials } from '../../src/domain/sessions/session.ts';
import type { User, UserId } from '../../src/domain/accounts/user.ts';
import type { InMemoryUserRepository } from './in-memory-user-repository.ts';

export class InMemorySessionRepository implements SessionRepository {
  /** Every session there is, for tests that look at what was stored or put something there. */
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

  async renew(claims: RefreshClaims, now: Date, { lifetime, leewaySeconds }: RenewalRules): Promise<Renewal> {
    const session = this.findLive(claims.userId, claims.sessionId, now);
    const user = this.users.get(claims.userId)?.user;
    if (!session || !user?.isActive || session.counter < claims.counter) return { outcome: 'ended' };
    if (session.counter === claims.counter) {
      const idleExpiresAt = idleExpiry(session.expiresAt, lifetime, now);
      return { outcome: 'renewed', user, session: this.advance(session, now, { idleExpiresAt }) };
    }
    const ageMs = now.getTime() - session.lastUsedAt.getTime();
    if (session.counter === claims.counter + 1 && leewaySeconds > 0 && ageMs <= leewaySeconds * 1000) {
      return { outcome: 'repeated', user, session: structuredClone(session) };
    }
    this.take(claims.userId, claims.sessionId);
    return { outcome: 'reused' };
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
  ): Promise<{ session: Session; user: User } | undefined> {
    const session = this.findLive(userId, sessionId, now);
    if (!session || !this.users.get(userId)?.user.isActive) return undefined;
    this.users.revokeOthers(userId, sessionId);
    const user = this.users.get(userId)?.user;
    return user && { session: this.advance(session, now), user };
  }

  async purge(now: Date): Promise<number> {
    const before = this.sessions.length;
    this.sessions = this.sessions.filter(({ idleExpiresAt }) => idleExpiresAt > now);
    return before - this.sessions.length;
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
