import type { Actor } from '../../domain/access/actor.ts';
import { authorize, isSuperuser, PermissionDenied } from '../../domain/access/actor.ts';
import type { UserId } from '../../domain/accounts/user.ts';
import { declareOperation } from '../shared/operation.ts';
import type { SessionRepository } from './ports/session-repository.ts';

/**
 * Ends all sessions of an account and revokes its access tokens. Only a superuser can end those of a superuser.
 * @throws PermissionDenied, Unauthenticated, UserNotFound
 */
export class EndUserSessions {
  static readonly operation = declareOperation('endUserSessions', 'users:manage');

  constructor(private readonly sessions: SessionRepository) {}

  async execute(actor: Actor, { userId }: { userId: UserId }): Promise<void> {
    authorize(actor, EndUserSessions.operation.permission);
    await this.sessions.endAll(userId, (user) => {
      if (user.isSuperuser && !isSuperuser(actor)) throw new PermissionDenied();
    });
  }
}
