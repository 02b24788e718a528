import type { Actor } from '../../../domain/actor.ts';
import { authorize, authorizeAll } from '../../../domain/actor.ts';
import type { Role, RoleContent } from '../../../domain/role.ts';
import type { RoleRepository } from '../../ports/role-repository.ts';

/** Makes a role of permissions that the caller holds. @throws PermissionDenied, Unauthenticated, RoleNameTaken */
export class CreateRole {
  constructor(private readonly roles: RoleRepository) {}

  async execute(actor: Actor, role: RoleContent): Promise<Role> {
    authorize(actor, 'roles:manage');
    authorizeAll(actor, role.permissions);
    return this.roles.add(role);
  }
}
