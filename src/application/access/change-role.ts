import type { Actor } from '../../domain/access/actor.ts';
import { authorize, authorizeAll } from '../../domain/access/actor.ts';
import type { Role, RoleChanges } from '../../domain/access/role.ts';
import { BuiltInRole, rightsToChangeRole } from '../../domain/access/role.ts';
import { declareOperation } from '../shared/operation.ts';
import type { RoleRepository } from './ports/role-repository.ts';

/**
 * Changes a role; fields that are not given stay as they are. The caller must hold every permission that the role has
 * before and after.
 * @throws PermissionDenied, Unauthenticated, RoleNotFound, RoleNameTaken, BuiltInRole for a new name of a built-in role
 */
export class ChangeRole {
  static readonly operation = declareOperation('changeRole', 'roles:manage');

  constructor(private readonly roles: RoleRepository) {}

  async execute(actor: Actor, { role, changes }: { role: string; changes: RoleChanges }): Promise<Role> {
    authorize(actor, ChangeRole.operation.permission);
    return this.roles.change(role, changes, (before) => {
      if (before.builtIn && changes.name !== undefined && changes.name !== before.name) throw new BuiltInRole();
      authorizeAll(actor, rightsToChangeRole(before, changes));
    });
  }
}
