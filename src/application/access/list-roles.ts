import type { Actor } from '../../domain/access/actor.ts';
import { authorize } from '../../domain/access/actor.ts';
import { ROLE_READERS } from '../../domain/access/permission.ts';
import type { Role } from '../../domain/access/role.ts';
import type { Page, PageRequest } from '../../domain/shared/page.ts';
import { paged } from '../../domain/shared/page.ts';
import { declareOperation } from '../shared/operation.ts';
import type { RoleRepository } from './ports/role-repository.ts';

/** Lists the roles, by name. @throws PermissionDenied, Unauthenticated */
export class ListRoles {
  static readonly operation = declareOperation('listRoles', ROLE_READERS);

  constructor(private readonly roles: RoleRepository) {}

  async execute(actor: Actor, { page }: { page?: PageRequest }): Promise<Page<Role>> {
    authorize(actor, ListRoles.operation.permission);
    return paged(await this.roles.list(), page);
  }
}
