import type { User, UserId } from '../../../domain/accounts/user.ts';
import type { RenewalOutcome } from '../../../domain/sessions/renewal.ts';
import type { Session, SessionId, SessionLifetime } from '../../../domain/sessions/session.ts';
import type { RefreshClaims } from './refresh-tokens.ts';

/** `leewaySeconds`: how long the refresh token used last still returns the same new token; 0 turns this off. */
export type RenewalRules = { readonly lifetime: SessionLifetime; readonly leewaySeconds: number };

export type SessionOfUser = { readonly session: Session; readonly user: User };

export type RenewalCheck = (renewed: SessionOfUser) => void;

export type Renewal =
  | ({ readonly outcome: Extract<RenewalOutcome, 'renewed' | 'repeated'> } & SessionOfUser)
  | { readonly outcome: Extract<RenewalOutcome, 'reused'> }
  | { readonly outcome: Extract<RenewalOutcome, 'ended'> };

/**
 * The live sessions. Ending a session also revokes its access tokens, in the same transaction. A revocation covers
 * every token that was issued before it, even if calls race.
 */
export interface SessionRepository {
  /**
   * Starts a session, and ends the oldest ones if there are more than `maxLive`.
   * @throws InvalidCredentials when the account is gone, inactive, or has another `tokenVersion`: its password was
   * changed, or its other sessions were ended, during this log-in
   */
  start(session: Session, conditions: { tokenVersion: number; maxLive: number }): Promise<void>;

  /**
   * Does what {@link renewalOutcome} decides. If calls with the same counter race, only one of them replaces it by the
   * next. A session whose token was reused ends. `check` gets the session that would be renewed, and throws to refuse
   * the renewal; then the token stays valid. @throws any error of `check`
   */
  renew(claims: RefreshClaims, now: Date, rules: RenewalRules, check?: RenewalCheck): Promise<Renewal>;

  /** The session of a token, live or not. */
  find(of: Pick<RefreshClaims, 'userId' | 'sessionId'>): Promise<SessionOfUser | undefined>;

  /** The live sessions, last used first. */
  listLive(userId: UserId, now: Date): Promise<readonly Session[]>;

  /** @returns whether the user had such a session */
  end(userId: UserId, sessionId: SessionId): Promise<boolean>;

  /**
   * Ends all other sessions of the user, with every access token issued to them. The remaining session advances to its
   * next counter. `check` gets that session, and throws to refuse. @returns that session with the current user, or
   * `undefined` when it no longer exists @throws any error of `check`
   */
  endOthers(
    userId: UserId,
    sessionId: SessionId,
    now: Date,
    check?: (session: Session) => void,
  ): Promise<SessionOfUser | undefined>;

  /**
   * Ends all sessions of the user, with every access token issued to them. `check` gets the account as locked for the
   * change, and throws to refuse it.
   * @throws UserNotFound, any error of `check`
   */
  endAll(userId: UserId, check: (user: User) => void): Promise<void>;

  /** Deletes a batch of sessions that expired before `now`. @returns how many; 0 when there are none left */
  purge(now: Date): Promise<number>;
}
