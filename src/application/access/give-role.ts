import type { Actor } from '../../domain/access/actor.ts';
import { authorize, authorizeAll } from '../../domain/access/actor.ts';
import { BuiltInRole, isGivenByHand } from '../../domain/access/role.ts';
import type { UserId } from '../../domain/accounts/user.ts';
import { declareOperation } from '../shared/operation.ts';
import type { RoleRepository } from './ports/role-repository.ts';

/**
 * Gives a user a role whose permissions the caller holds. Idempotent.
 * @throws PermissionDenied, Unauthenticated, UserNotFound, RoleNotFound, TooManyRoles, BuiltInRole
 */
export class GiveRole {
  static readonly operation = declareOperation('giveRole', 'users:manage');

  constructor(private readonly roles: RoleRepository) {}

  async execute(actor: Actor, { userId, role }: { userId: UserId; role: string }): Promise<void> {
    authorize(actor, GiveRole.operation.permission);
    if (!isGivenByHand(role)) throw new BuiltInRole();
    await this.roles.give(userId, role, ({ permissions }) => authorizeAll(actor, permissions));
  }
}
