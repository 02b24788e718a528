import type { SessionId } from './session.ts';
import type { UserId } from '../accounts/user.ts';

/** What an access token says of itself. `version`: the user's `tokenVersion` when it was issued. */
export type TokenIdentity = { readonly userId: UserId; readonly sessionId: SessionId; readonly version: number };

/**
 * Ends access tokens before they expire, without any of them being stored: those of one session, those of every session of
 * a user older than `beforeSessionId` (ids are UUIDv7, so that an older session has a smaller id), or those of a user
 * issued before `minVersion`, whose session `exceptSessionId` lives on.
 */
export type Revocation =
  | { readonly userId: UserId; readonly sessionId: SessionId }
  | { readonly userId: UserId; readonly beforeSessionId: SessionId }
  | { readonly userId: UserId; readonly minVersion: number; readonly exceptSessionId: SessionId | null };

/** The roles that somebody has from now on, also with a token that says otherwise. Of two changes the one of the higher `number` holds. */
export type RoleChange = {
  readonly userId: UserId;
  readonly roles: readonly string[];
  readonly isSuperuser: boolean;
  readonly number: number;
};

export function revokes(revocation: Revocation, token: TokenIdentity): boolean {
  if (revocation.userId !== token.userId) return false;
  if ('sessionId' in revocation) return revocation.sessionId === token.sessionId;
  return isBelow(raised(NO_FLOOR, revocation), token);
}

/**
 * All that was revoked of a user but single sessions, in a size that does not grow with the number of revocations:
 * sessions from `sessionId` on count, with tokens from `version` on; of `exceptSessionId` those from `exceptVersion` on.
 */
export type TokenFloor = {
  readonly sessionId: SessionId;
  readonly version: number;
  readonly exceptSessionId: SessionId | null;
  readonly exceptVersion: number;
};

/** Nothing was revoked. */
export const NO_FLOOR: TokenFloor = { sessionId: '', version: 0, exceptSessionId: null, exceptVersion: 0 };

export function isBelow(floor: TokenFloor, { sessionId, version }: TokenIdentity): boolean {
  if (sessionId < floor.sessionId) return true;
  return version < (sessionId === floor.exceptSessionId ? floor.exceptVersion : floor.version);
}

/** The floor with one more revocation. The order in which revocations are added makes no difference. */
export function raised(
  floor: TokenFloor,
  revocation: Exclude<Revocation, { readonly sessionId: SessionId }>,
): TokenFloor {
  if ('beforeSessionId' in revocation) {
    const { beforeSessionId } = revocation;
    return beforeSessionId > floor.sessionId ? { ...floor, sessionId: beforeSessionId } : floor;
  }
  const { minVersion, exceptSessionId } = revocation;
  if (exceptSessionId === floor.exceptSessionId) return { ...floor, version: Math.max(floor.version, minVersion) };
  if (minVersion <= floor.version) return { ...floor, exceptVersion: Math.max(floor.exceptVersion, minVersion) };
  return { ...floor, version: minVersion, exceptSessionId, exceptVersion: floor.version };
}

/** What ends the tokens of sessions that ended while others of the user remain: one revocation for all that are older than these. */
export function revocationsOf(
  userId: UserId,
  ended: readonly SessionId[],
  remaining: readonly SessionId[],
): Revocation[] {
  const oldest = remaining.reduce((least, id) => (id < least ? id : least));
  const younger = ended.filter((id) => id > oldest).map((sessionId) => ({ userId, sessionId }));
  return younger.length < ended.length ? [{ userId, beforeSessionId: oldest }, ...younger] : younger;
}
