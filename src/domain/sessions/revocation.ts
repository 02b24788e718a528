import type { UserId } from '../accounts/user.ts';
import type { SessionId } from './session.ts';

/** The identity in an access token. `version`: the user's `tokenVersion` when the token was issued. */
export type TokenIdentity = { readonly userId: UserId; readonly sessionId: SessionId; readonly version: number };

/**
 * Revokes access tokens before they expire, without storing tokens: those of one session; those of all sessions of a
 * user older than `beforeSessionId` (ids are UUIDv7, so an older session has a smaller id); or those of a user issued
 * before `minVersion`, except session `exceptSessionId`.
 */
export type Revocation =
  | { readonly userId: UserId; readonly sessionId: SessionId }
  | { readonly userId: UserId; readonly beforeSessionId: SessionId }
  | { readonly userId: UserId; readonly minVersion: number; readonly exceptSessionId: SessionId | null };

/**
 * The current roles of a user, which override those in older tokens. If there are two changes, the one with the higher
 * `number` counts.
 */
export type RoleChange = {
  readonly userId: UserId;
  readonly roles: readonly string[];
  readonly isSuperuser: boolean;
  readonly number: number;
};

/** Personal tokens of the user were revoked. Only the database knows which ones are still valid. */
export type PersonalTokenChange = { readonly userId: UserId; readonly personalTokens: true };

/** A change after which tokens of the user may allow less than before. */
export type CredentialChange = Revocation | RoleChange | PersonalTokenChange;

export function revokes(revocation: Revocation, token: TokenIdentity): boolean {
  if (revocation.userId !== token.userId) return false;
  if ('sessionId' in revocation) return revocation.sessionId === token.sessionId;
  return isBelow(raised(NO_FLOOR, revocation), token);
}

/**
 * All revocations of a user combined, except those of single sessions. Its size does not grow with their number.
 * Sessions from `sessionId` on are valid, with tokens from `version` on; for `exceptSessionId` tokens from
 * `exceptVersion` on.
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

/** Adds one revocation to the floor. The order of revocations makes no difference. */
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

/**
 * The revocations for ended sessions of a user who has other sessions. One revocation covers all sessions that are
 * older than every remaining one.
 */
export function revocationsOf(
  userId: UserId,
  ended: readonly SessionId[],
  remaining: readonly SessionId[],
): Revocation[] {
  const oldest = remaining.reduce((least, id) => (id < least ? id : least));
  const younger = ended.filter((id) => id > oldest).map((sessionId) => ({ userId, sessionId }));
  return younger.length < ended.length ? [{ userId, beforeSessionId: oldest }, ...younger] : younger;
}
