import type { Actor } from '../../domain/access/actor.ts';
import { authorize, authorizeAll, isSuperuser, PermissionDenied } from '../../domain/access/actor.ts';
import type { User, UserId } from '../../domain/accounts/user.ts';
import type { UserRepository } from '../accounts/ports/user-repository.ts';
import { declareOperation } from '../shared/operation.ts';
import type { AccessRules } from './ports/access-rules.ts';

/**
 * Deactivates an account, which ends its sessions, or activates it again. Personal tokens work again then. The caller
 * must hold all permissions of the account, because activating the account gives them back.
 * @throws PermissionDenied, Unauthenticated, UserNotFound, LastSuperuser
 */
export class ChangeUser {
  static readonly operation = declareOperation('changeUser', 'users:manage');

  constructor(
    private readonly users: UserRepository,
    private readonly rules: AccessRules,
  ) {}

  async execute(actor: Actor, { userId, isActive }: { userId: UserId; isActive: boolean }): Promise<User> {
    authorize(actor, ChangeUser.operation.permission);
    const policy = await this.rules.current();
    return this.users.setActive(userId, isActive, (user) => {
      if (user.isSuperuser && !isSuperuser(actor)) throw new PermissionDenied();
      authorizeAll(actor, policy.permissionsOfUser(user));
    });
  }
}
