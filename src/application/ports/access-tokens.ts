import type { SessionId } from '../../domain/session.ts';
import type { UserId } from '../../domain/user.ts';

/** What an access token says. `version`: the user's `tokenVersion` when it was issued. */
export type AccessClaims = {
  readonly userId: UserId;
  readonly sessionId: SessionId;
  readonly roles: readonly string[];
  readonly version: number;
};

/** Short-lived tokens that name the caller. Nothing about them is stored. */
export interface AccessTokens {
  issue(claims: AccessClaims): Promise<{ token: string; expiresInSeconds: number }>;

  /** @throws InvalidToken for anything that is not an unexpired access token of ours */
  verify(token: string): Promise<AccessClaims>;
}
