import type { Actor } from '../../domain/access/actor.ts';
import { authorizeSession } from '../../domain/access/actor.ts';
import type { LoginEvent } from '../../domain/sessions/login-event.ts';
import { InvalidToken } from '../../domain/sessions/session.ts';
import type { Listing, PageRequest } from '../../domain/shared/page.ts';
import type { UserRepository } from '../accounts/ports/user-repository.ts';
import { declareOperation } from '../shared/operation.ts';
import type { LoginHistory } from './ports/login-history.ts';
import type { RefusedLogins } from './refused-logins.ts';

/**
 * Lists the attempts to log in to the caller's account, with their outcome.
 * @throws Unauthenticated, PermissionDenied, InvalidToken when the account is gone
 */
export class ListLogins {
  static readonly operation = declareOperation('listLogins', 'account:own', { needsSession: true });

  constructor(
    private readonly users: UserRepository,
    private readonly history: LoginHistory,
    private readonly refused: RefusedLogins,
  ) {}

  /** Returns one page, or the whole history without `page`. */
  async execute(actor: Actor, { page }: { page?: PageRequest }): Promise<Listing<LoginEvent>> {
    authorizeSession(actor, ListLogins.operation.permission);
    const user = await this.users.find(actor.userId);
    if (!user) throw new InvalidToken();
    await this.refused.writeThoseOf(user);
    return page ? this.history.list(actor.userId, page) : attemptsOf(this.history.stream(actor.userId));
  }
}

async function* attemptsOf(events: AsyncIterable<LoginEvent>): AsyncIterable<LoginEvent> {
  for await (const event of events) if (event.outcome !== 'registered') yield event;
}
