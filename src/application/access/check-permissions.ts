import type { Actor } from '../../domain/access/actor.ts';
import { authorizeAll, Unauthenticated } from '../../domain/access/actor.ts';
import type { Permission } from '../../domain/access/permission.ts';
import { declareOperation } from '../shared/operation.ts';

/**
 * Checks whether the caller has all of the permissions; with an empty list, whether the caller is logged in.
 * @throws Unauthenticated, PermissionDenied
 */
export class CheckPermissions {
  static readonly operation = declareOperation('checkPermissions', 'anyone');

  async execute(actor: Actor, { permissions }: { permissions: readonly Permission[] }): Promise<void> {
    if (permissions.length === 0 && actor.kind === 'anonymous') throw new Unauthenticated();
    authorizeAll(actor, permissions);
  }
}
