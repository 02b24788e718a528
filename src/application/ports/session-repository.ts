import type { Session } from '../../domain/session.ts';
import type { UserId } from '../../domain/user.ts';

export interface SessionRepository {
  /** Stores a session that starts now. @throws InvalidCredentials when the account was deleted meanwhile */
  add(session: Session): Promise<void>;

  /** Whether any session of the user started from this block of addresses, as `addressBlock` names it. */
  hasStartedFrom(userId: UserId, addressBlock: string): Promise<boolean>;
}
