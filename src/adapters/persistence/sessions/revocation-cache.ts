import type { JudgedToken, Standing } from '../../../application/sessions/ports/revocation-list.ts';
import type { UserId } from '../../../domain/accounts/user.ts';
import type { CredentialChange, RoleChange, TokenFloor } from '../../../domain/sessions/revocation.ts';
import { isBelow, NO_FLOOR, raised } from '../../../domain/sessions/revocation.ts';
import type { SessionId } from '../../../domain/sessions/session.ts';

/**
 * The revocations of one user. `ended`: until when the entry of each ended session is kept, oldest first. `changedMs`:
 * the time of the last change. `untilMs`: until when all of it is kept.
 */
type OfUser = {
  readonly ended: Map<SessionId, number>;
  floor: TokenFloor;
  roles: RoleChange | undefined;
  changedMs: number;
  untilMs: number;
};

/** Revocations and role changes by user. A look-up takes constant time. */
export class RevocationCache {
  /** Ordered by last change. */
  private readonly byUser = new Map<UserId, OfUser>();

  constructor(private readonly windowMs: number) {}

  /** The number of stored sessions and users. */
  get size(): { sessions: number; users: number } {
    const sessions = Array.from(this.byUser.values(), ({ ended }) => ended.size).reduce((sum, size) => sum + size, 0);
    return { sessions, users: this.byUser.size };
  }

  remember(change: CredentialChange, nowMs: number): void {
    this.forget(nowMs);
    const { userId } = change;
    const untilMs = nowMs + this.windowMs;
    const theirs = this.byUser.get(userId) ?? {
      ended: new Map(),
      floor: NO_FLOOR,
      roles: undefined,
      changedMs: nowMs,
      untilMs,
    };
    theirs.changedMs = nowMs;
    theirs.untilMs = untilMs;
    putLast(this.byUser, userId, theirs);
    if ('roles' in change) theirs.roles = theirs.roles && theirs.roles.number > change.number ? theirs.roles : change;
    else if ('sessionId' in change) putLast(theirs.ended, change.sessionId, untilMs);
    else if (!('personalTokens' in change)) theirs.floor = raised(theirs.floor, change);
    forgetOldest(theirs.ended, (until) => until <= nowMs);
  }

  /** @returns `undefined` for a revoked token */
  standingOf(token: JudgedToken, nowMs: number): Standing | undefined {
    this.forget(nowMs);
    const theirs = this.byUser.get(token.userId);
    if (theirs && (theirs.ended.has(token.sessionId) || isBelow(theirs.floor, token))) return undefined;
    const { roles, isSuperuser } = theirs?.roles ?? token;
    return { roles, isSuperuser };
  }

  /** Whether no change of the user since `sinceMs` is known. `false` if `sinceMs` is before the window. */
  isUnchanged(userId: UserId, sinceMs: number, nowMs: number): boolean {
    if (nowMs - sinceMs >= this.windowMs) return false;
    const theirs = this.byUser.get(userId);
    return theirs === undefined || theirs.changedMs < sinceMs;
  }

  private forget(nowMs: number): void {
    forgetOldest(this.byUser, ({ untilMs }) => untilMs <= nowMs);
  }
}

function putLast<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
}

function forgetOldest<T>(map: Map<string, T>, isOver: (value: T) => boolean): void {
  for (const [key, value] of map) {
    if (!isOver(value)) return;
    map.delete(key);
  }
}
