import type { LoginName, UserId } from '../../../domain/accounts/user.ts';
import type { LoginEvent, NewLoginEvent, RefusedLogin } from '../../../domain/sessions/login-event.ts';
import type { Page, PageRequest } from '../../../domain/shared/page.ts';

export interface LoginHistory {
  /** Drops the event if the account was deleted in the meantime. */
  add(event: NewLoginEvent): Promise<void>;

  /** Drops attempts at unknown names, and those made before the account was created. */
  addRefused(attempts: readonly RefusedLogin[]): Promise<void>;

  /**
   * Whether the owner of an account of that name has registered or logged in from this address block. It runs one
   * statement, whether or not such an account exists.
   */
  isFamiliar(name: LoginName, addressBlock: string): Promise<boolean>;

  /** Attempts to log in, newest first, ties by id descending. */
  list(userId: UserId, page: PageRequest): Promise<Page<LoginEvent>>;

  /** The whole history including the registration, in the order of `list`, read in batches. */
  stream(userId: UserId): AsyncIterable<LoginEvent>;

  /** Deletes a batch of events before this time. @returns how many; 0 when there are none left */
  purge(before: Date): Promise<number>;
}
