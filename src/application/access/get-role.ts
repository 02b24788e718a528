import type { Actor } from '../../domain/access/actor.ts';
import { authorize } from '../../domain/access/actor.ts';
import { ROLE_READERS } from '../../domain/access/permission.ts';
import type { Role } from '../../domain/access/role.ts';
import { RoleNotFound } from '../../domain/access/role.ts';
import { declareOperation } from '../shared/operation.ts';
import type { RoleRepository } from './ports/role-repository.ts';

/** Shows a role. @throws PermissionDenied, Unauthenticated, RoleNotFound */
export class GetRole {
  static readonly operation = declareOperation('getRole', ROLE_READERS);

  constructor(private readonly roles: RoleRepository) {}

  async execute(actor: Actor, { name }: { name: string }): Promise<Role> {
    authorize(actor, GetRole.operation.permission);
    const role = await this.roles.find(name);
    if (role === undefined) throw new RoleNotFound();
    return role;
  }
}
