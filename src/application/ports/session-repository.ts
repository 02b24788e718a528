import type { Session } from '../../domain/session.ts';
import type { UserId } from '../../domain/user.ts';

export interface SessionRepository {
  /** Stores a session that starts now. */
  add(session: Session): Promise<void>;

  /** Whether any session of the user started from this address. */
  hasStartedFrom(userId: UserId, address: string): Promise<boolean>;
}
