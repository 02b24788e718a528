import type { LoginName, UserId } from '../accounts/user.ts';
import type { Client, ClientRecord, SessionId } from './session.ts';

/** `limited`: refused before the password was looked at, because too many attempts had failed. */
export const LOGIN_OUTCOMES = ['success', 'wrong_password', 'inactive', 'limited'] as const;

export type LoginOutcome = (typeof LOGIN_OUTCOMES)[number];

/** Events of an account. `registered` is no log-in, but makes the address familiar to the account. */
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

/** An event that is about to be stored: the block of its address decides later which addresses are familiar. */
export type NewLoginEvent = Omit<LoginEvent, 'client'> & { readonly client: Client };

/** A refused attempt, before it is known whether the account exists. */
export type RefusedLogin = {
  readonly id: string;
  readonly name: LoginName;
  readonly at: Date;
  readonly outcome: Exclude<LoginOutcome, 'success'>;
  readonly client: Client;
};
