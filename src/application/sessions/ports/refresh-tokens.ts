import type { UserId } from '../../../domain/accounts/user.ts';
import type { SessionId } from '../../../domain/sessions/session.ts';

/** The session and the renewal to which the token belongs. `counter` is 0 to 2^32-1. */
export type RefreshClaims = { readonly userId: UserId; readonly sessionId: SessionId; readonly counter: number };

/**
 * Tokens that renew a session. A MAC authenticates their content: equal claims give equal tokens, and nothing is
 * stored.
 */
export interface RefreshTokens {
  issue(claims: RefreshClaims): string;

  /**
   * @throws InvalidToken unless this service issued it as a refresh token. The session decides whether the token is
   * still valid.
   */
  verify(token: string): RefreshClaims;
}
