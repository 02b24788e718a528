import type { Actor } from '../../domain/access/actor.ts';
import { authorize, authorizeAll } from '../../domain/access/actor.ts';
import type { Role, RoleContent } from '../../domain/access/role.ts';
import { declareOperation } from '../shared/operation.ts';
import type { RoleRepository } from './ports/role-repository.ts';

/** Creates a role from permissions that the caller holds. @throws PermissionDenied, Unauthenticated, RoleNameTaken */
export class CreateRole {
  static readonly operation = declareOperation('createRole', 'roles:manage');

  constructor(private readonly roles: RoleRepository) {}

  async execute(actor: Actor, role: RoleContent): Promise<Role> {
    authorize(actor, CreateRole.operation.permission);
    authorizeAll(actor, role.permissions);
    return this.roles.add(role);
  }
}
