import type { LoginEvent, RefusedLogin } from '../../../domain/sessions/login-event.ts';
import type { Page, PageRequest } from '../../../domain/shared/page.ts';
import type { LoginName, UserId } from '../../../domain/accounts/user.ts';

export interface LoginHistory {
  /** An event of an account that was deleted meanwhile is dropped. */
  add(event: LoginEvent): Promise<void>;

  /** Attempts at names that no account has are dropped, and those made before the account was opened. */
  addRefused(attempts: readonly RefusedLogin[]): Promise<void>;

  /**
   * Whether there is an account of that name whose owner has registered or logged in from this block of addresses, as
   * `addressBlock` names it. One statement, whether or not there is such an account.
   */
  isFamiliar(name: LoginName, addressBlock: string): Promise<boolean>;

  /** Attempts to log in. Newest first, ties by id downwards. */
  list(userId: UserId, page: PageRequest): Promise<Page<LoginEvent>>;

  /** The whole history in the order of `list`, the registration included, read in batches. */
  stream(userId: UserId): AsyncIterable<LoginEvent>;

  /** Forgets a part of what happened before `before`. @returns how many events that were; 0 when there are none left */
  purge(before: Date): Promise<number>;
}
