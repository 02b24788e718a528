import type { SessionId } from './session.ts';
import type { UserId } from './user.ts';

/** What an access token says of itself. `version`: the user's `tokenVersion` when it was issued. */
export type TokenIdentity = { readonly userId: UserId; readonly sessionId: SessionId; readonly version: number };

/**
 * Ends access tokens before they expire, without any of them being stored: those of one session, or those of a user
 * issued before `minVersion`, whose session `exceptSessionId` lives on.
 */
export type Revocation =
  | { readonly userId: UserId; readonly sessionId: SessionId }
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
  return token.version < revocation.minVersion && token.sessionId !== revocation.exceptSessionId;
}
