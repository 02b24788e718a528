import type { Client, SessionId } from './session.ts';
import type { LoginName, UserId } from '../accounts/user.ts';

/** `limited`: refused before the password was looked at, because too many attempts had failed. */
export const LOGIN_OUTCOMES = ['success', 'wrong_password', 'inactive', 'limited'] as const;

export type LoginOutcome = (typeof LOGIN_OUTCOMES)[number];

/** An account begins with its registration, which is no attempt to log in, but makes the address known as its owner's. */
export const ACCOUNT_EVENTS = [...LOGIN_OUTCOMES, 'registered'] as const;

/** One attempt to log in to an account that exists, or its registration. `at`: UTC, millisecond precision. */
export type LoginEvent = {
  readonly id: string;
  readonly userId: UserId;
  readonly at: Date;
  readonly outcome: (typeof ACCOUNT_EVENTS)[number];
  readonly client: Client;
  readonly sessionId: SessionId | null;
};

/** An attempt that was refused, as it is known before anybody has looked whether there is such an account. */
export type RefusedLogin = {
  readonly id: string;
  readonly name: LoginName;
  readonly at: Date;
  readonly outcome: Exclude<LoginOutcome, 'success'>;
  readonly client: Client;
};
