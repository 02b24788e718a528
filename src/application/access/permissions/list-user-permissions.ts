import type { Actor } from '../../../domain/access/actor.ts';
import { authorize } from '../../../domain/access/actor.ts';
import { USER_READERS } from '../../../domain/access/permission.ts';
import type { Permission } from '../../../domain/access/permission.ts';
import type { UserId } from '../../../domain/accounts/user.ts';
import { UserNotFound } from '../../../domain/accounts/user.ts';
import type { Page, PageRequest } from '../../../domain/shared/page.ts';
import { paged } from '../../../domain/shared/page.ts';
import type { UserRepository } from '../../accounts/ports/user-repository.ts';
import { declareOperation } from '../../shared/operation.ts';
import type { AccessRules } from '../ports/access-rules.ts';

/** Lists the permissions of all roles of an account. @throws PermissionDenied, Unauthenticated, UserNotFound */
export class ListUserPermissions {
  static readonly operation = declareOperation('listUserPermissions', USER_READERS);

  constructor(
    private readonly users: UserRepository,
    private readonly rules: AccessRules,
  ) {}

  async execute(actor: Actor, { userId, page }: { userId: UserId; page?: PageRequest }): Promise<Page<Permission>> {
    authorize(actor, ListUserPermissions.operation.permission);
    const user = await this.users.find(userId);
    if (user === undefined) throw new UserNotFound();
    return paged((await this.rules.current()).permissionsOfUser(user), page);
  }
}
