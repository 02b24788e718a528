import type { Actor } from '../../domain/access/actor.ts';
import { authorize, authorizeAll } from '../../domain/access/actor.ts';
import { BuiltInRole } from '../../domain/access/role.ts';
import { declareOperation } from '../shared/operation.ts';
import type { RoleRepository } from './ports/role-repository.ts';

/**
 * Deletes a role whose permissions the caller holds, and takes it from all users who have it.
 * @throws PermissionDenied, Unauthenticated, RoleNotFound, BuiltInRole
 */
export class DeleteRole {
  static readonly operation = declareOperation('deleteRole', 'roles:manage');

  constructor(private readonly roles: RoleRepository) {}

  async execute(actor: Actor, { role }: { role: string }): Promise<void> {
    authorize(actor, DeleteRole.operation.permission);
    await this.roles.remove(role, ({ builtIn, permissions }) => {
      if (builtIn) throw new BuiltInRole();
      authorizeAll(actor, permissions);
    });
  }
}
