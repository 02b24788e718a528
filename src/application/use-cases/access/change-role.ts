import type { Actor } from '../../../domain/actor.ts';
import { authorize, authorizeAll } from '../../../domain/actor.ts';
import type { Role, RoleContent } from '../../../domain/role.ts';
import { BuiltInRole } from '../../../domain/role.ts';
import type { RoleRepository } from '../../ports/role-repository.ts';

/**
 * Changes a role; what is not given stays. It takes every permission that the role gets or loses.
 * @throws PermissionDenied, Unauthenticated, RoleNotFound, RoleNameTaken, BuiltInRole for a new name of a built-in role
 */
export class ChangeRole {
  constructor(private readonly roles: RoleRepository) {}

  async execute(actor: Actor, { role, changes }: { role: string; changes: Partial<RoleContent> }): Promise<Role> {
    authorize(actor, 'roles:manage');
    return this.roles.change(role, changes, ({ name, permissions, builtIn }) => {
      const [before, after] = [new Set(permissions), new Set(changes.permissions ?? permissions)];
      authorizeAll(actor, before.symmetricDifference(after));
      if (builtIn && changes.name !== undefined && changes.name !== name) throw new BuiltInRole();
    });
  }
}
