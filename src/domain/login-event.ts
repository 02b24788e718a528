import type { Client, SessionId } from './session.ts';
import type { UserId } from './user.ts';

/** `limited`: refused before the password was looked at, because too many attempts had failed. */
export const LOGIN_OUTCOMES = ['success', 'wrong-password', 'inactive', 'limited'] as const;

export type LoginOutcome = (typeof LOGIN_OUTCOMES)[number];

/** One attempt to log in to an account that exists. `at`: UTC, millisecond precision. */
export type LoginEvent = {
  readonly id: string;
  readonly userId: UserId;
  readonly at: Date;
  readonly outcome: LoginOutcome;
  readonly client: Client;
  readonly sessionId: SessionId | null;
};
