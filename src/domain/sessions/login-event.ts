import type { LoginName, UserId } from '../accounts/user.ts';
import type { Client, ClientRecord, SessionId } from './session.ts';

/** `limited`: refused before the password was checked, because too many attempts had failed. */
export const LOGIN_OUTCOMES = ['success', 'wrong_password', 'inactive', 'limited'] as const;

export type LoginOutcome = (typeof LOGIN_OUTCOMES)[number];

/** Events of an account. `registered` is not a log-in, but makes the address familiar to the account. */
export const ACCOUNT_EVENTS = [...LOGIN_OUTCOMES, 'registered'] as const;

/** One attempt to log in to an existing account, or its registration. `at`: UTC, millisecond precision. */
export type LoginEvent = {
  readonly id: string;
  readonly userId: UserId;
  readonly at: Date;
  readonly outcome: (typeof ACCOUNT_EVENTS)[number];
  readonly client: ClientRecord;
  readonly sessionId: SessionId | null;
};

/** An event to store. The block of its address later decides which addresses are familiar. */
export type NewLoginEvent = Omit<LoginEvent, 'client'> & { readonly client: Client };

/** A refused attempt, for an account that may not exist. */
export type RefusedLogin = {
  readonly id: string;
  readonly name: LoginName;
  readonly at: Date;
  readonly outcome: Exclude<LoginOutcome, 'success'>;
  readonly client: Client;
};
