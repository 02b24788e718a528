import type { Actor } from '../../domain/access/actor.ts';
import { authorize } from '../../domain/access/actor.ts';
import type { Page, PageRequest } from '../../domain/shared/page.ts';
import { paged } from '../../domain/shared/page.ts';
import type { Permission } from '../../domain/access/permission.ts';
import type { AccessRules } from './ports/access-rules.ts';

/** Lists everything there is a permission for. @throws PermissionDenied, Unauthenticated */
export class ListPermissions {
  constructor(private readonly rules: AccessRules) {}

  async execute(actor: Actor, { page }: { page?: PageRequest | undefined }): Promise<Page<Permission>> {
    authorize(actor, 'roles:manage', 'users:manage');
    return paged((await this.rules.current()).allPermissions(), page);
  }
}
