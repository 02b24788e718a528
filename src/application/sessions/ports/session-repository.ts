import type { RenewalOutcome } from '../../../domain/sessions/renewal.ts';
import type { Session, SessionId, SessionLifetime } from '../../../domain/sessions/session.ts';
import type { User, UserId } from '../../../domain/accounts/user.ts';
import type { RefreshClaims } from './refresh-tokens.ts';

/** `leewaySeconds`: how long the immediate predecessor of a refresh token gets the same successor again; 0 for not at all. */
export type RenewalRules = { readonly lifetime: SessionLifetime; readonly leewaySeconds: number };

export type Renewal =
  | {
      readonly outcome: Extract<RenewalOutcome, 'renewed' | 'repeated'>;
      readonly session: Session;
      readonly user: User;
    }
  | { readonly outcome: Extract<RenewalOutcome, 'reused'> }
  | { readonly outcome: Extract<RenewalOutcome, 'ended'> };

/**
 * The sessions that are alive. Whatever ends one also revokes its access tokens, in the same transaction; whatever
 * the order of racing calls, nothing issued survives a revocation.
 */
export interface SessionRepository {
  /**
   * Starts a session; the oldest beyond `maxLive` end.
   * @throws InvalidCredentials when the account is gone, not active, or has another `tokenVersion` by now: somebody changed its
   * password, or logged out everywhere else, while this log-in was under way
   */
  start(session: Session, conditions: { tokenVersion: number; maxLive: number }): Promise<void>;

  /**
   * Does what {@link renewalOutcome} decides: of racing calls with one counter a single one consumes it and puts the next
   * in its place, and a session whose token was reused ends.
   */
  renew(claims: RefreshClaims, now: Date, rules: RenewalRules): Promise<Renewal>;

  /** The live sessions, the one used last first. */
  listLive(userId: UserId, now: Date): Promise<readonly Session[]>;

  /** @returns whether there was such a session of this user */
  end(userId: UserId, sessionId: SessionId): Promise<boolean>;

  /**
   * Ends all sessions of the user but one, with every access token issued to the others; the one that stays goes on to
   * its next counter. @returns it with the user as they are now, or `undefined` when it is not there any more
   */
  endOthers(userId: UserId, sessionId: SessionId, now: Date): Promise<{ session: Session; user: User } | undefined>;

  /** Forgets a part of what expired before `now`. @returns how many sessions that were; 0 when there are none left */
  purge(now: Date): Promise<number>;
}
