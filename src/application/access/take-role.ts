import type { Actor } from '../../domain/access/actor.ts';
import { authorize, authorizeAll } from '../../domain/access/actor.ts';
import { BuiltInRole, isGivenByHand } from '../../domain/access/role.ts';
import type { UserId } from '../../domain/accounts/user.ts';
import { declareOperation } from '../shared/operation.ts';
import type { RoleRepository } from './ports/role-repository.ts';

/**
 * Takes a role whose permissions the caller holds from a user.
 * @throws PermissionDenied, Unauthenticated, UserNotFound, RoleNotFound, RoleNotHeld, BuiltInRole
 */
export class TakeRole {
  static readonly operation = declareOperation('takeRole', 'users:manage');

  constructor(private readonly roles: RoleRepository) {}

  async execute(actor: Actor, { userId, role }: { userId: UserId; role: string }): Promise<void> {
    authorize(actor, TakeRole.operation.permission);
    if (!isGivenByHand(role)) throw new BuiltInRole();
    await this.roles.take(userId, role, ({ permissions }) => authorizeAll(actor, permissions));
  }
}
