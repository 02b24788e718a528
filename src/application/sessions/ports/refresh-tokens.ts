import type { SessionId } from '../../../domain/sessions/session.ts';
import type { UserId } from '../../../domain/accounts/user.ts';

/** Which renewal of which session the token stands for. `counter` is 0 to 2^32-1. */
export type RefreshClaims = { readonly userId: UserId; readonly sessionId: SessionId; readonly counter: number };

/** Tokens that renew a session. They prove what they say by a MAC: equal claims give the equal token, and nothing about them is stored. */
export interface RefreshTokens {
  issue(claims: RefreshClaims): string;

  /** @throws InvalidToken for anything that is not a refresh token of ours; whether it is still good is the session's to say */
  verify(token: string): RefreshClaims;
}
