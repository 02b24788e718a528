import type { Session } from '../../domain/session.ts';
import type { UserId } from '../../domain/user.ts';

export interface SessionRepository {
  /** Stores a session that starts now. @throws UserNotFound when the account was deleted meanwhile */
  add(session: Session): Promise<void>;

  /** Whether any session of the user started from this address. */
  hasStartedFrom(userId: UserId, address: string): Promise<boolean>;
}
