import type { LoginEvent } from '../../domain/login-event.ts';
import type { Page, PageRequest } from '../../domain/page.ts';
import type { UserId } from '../../domain/user.ts';

export interface LoginHistory {
  /** An event of an account that was deleted meanwhile is dropped. */
  add(event: LoginEvent): Promise<void>;

  /** Whether the user has logged in from this block of addresses, as `addressBlock` names it. */
  hasSucceededFrom(userId: UserId, addressBlock: string): Promise<boolean>;

  /** Newest first, ties by id downwards. */
  list(userId: UserId, page: PageRequest): Promise<Page<LoginEvent>>;

  /** The whole history in the order of `list`, read in batches. */
  stream(userId: UserId): AsyncIterable<LoginEvent>;

  /** Forgets a part of what happened before `before`. @returns how many events that were; 0 when there are none left */
  purge(before: Date): Promise<number>;
}
