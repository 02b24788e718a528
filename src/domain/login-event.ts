import type { Client, SessionId } from './session.ts';
import type { UserId } from './user.ts';

/** `limited`: refused before the password was looked at, because too many attempts had failed. */
export type LoginOutcome = 'success' | 'wrong-password' | 'inactive' | 'limited';

/** One attempt to log in to an account that exists. `at`: UTC, millisecond precision. */
export type LoginEvent = {
  readonly id: string;
  readonly userId: UserId;
  readonly at: Date;
  readonly outcome: LoginOutcome;
  readonly client: Client;
  readonly sessionId: SessionId | null;
};
