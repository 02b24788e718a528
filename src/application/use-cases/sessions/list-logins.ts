import type { Actor } from '../../../domain/actor.ts';
import { authorizeUser } from '../../../domain/actor.ts';
import type { LoginEvent } from '../../../domain/login-event.ts';
import type { Listing, PageRequest } from '../../../domain/page.ts';
import type { LoginHistory } from '../../ports/login-history.ts';

/** Shows who tried to log in to the caller's account, and how it ended. @throws Unauthenticated, PermissionDenied */
export class ListLogins {
  constructor(private readonly history: LoginHistory) {}

  /** One page, or without `page` the whole history. */
  async execute(actor: Actor, { page }: { page?: PageRequest | undefined }): Promise<Listing<LoginEvent>> {
    authorizeUser(actor, 'account:own');
    return page ? this.history.list(actor.userId, page) : this.history.stream(actor.userId);
  }
}
