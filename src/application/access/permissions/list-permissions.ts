import type { Actor } from '../../../domain/access/actor.ts';
import { authorize } from '../../../domain/access/actor.ts';
import { ROLE_READERS } from '../../../domain/access/permission.ts';
import type { Permission } from '../../../domain/access/permission.ts';
import type { Page, PageRequest } from '../../../domain/shared/page.ts';
import { paged } from '../../../domain/shared/page.ts';
import { declareOperation } from '../../shared/operation.ts';
import type { AccessRules } from '../ports/access-rules.ts';

/** Lists all permissions. @throws PermissionDenied, Unauthenticated */
export class ListPermissions {
  static readonly operation = declareOperation('listPermissions', ROLE_READERS);

  constructor(private readonly rules: AccessRules) {}

  async execute(actor: Actor, { page }: { page?: PageRequest }): Promise<Page<Permission>> {
    authorize(actor, ListPermissions.operation.permission);
    return paged((await this.rules.current()).allPermissions(), page);
  }
}
