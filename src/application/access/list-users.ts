import type { Actor } from '../../domain/access/actor.ts';
import { authorize } from '../../domain/access/actor.ts';
import { USER_READERS } from '../../domain/access/permission.ts';
import type { User } from '../../domain/accounts/user.ts';
import type { Listing, PageRequest } from '../../domain/shared/page.ts';
import type { UserRepository } from '../accounts/ports/user-repository.ts';
import { declareOperation } from '../shared/operation.ts';

/** Lists accounts, newest first. @throws PermissionDenied, Unauthenticated */
export class ListUsers {
  static readonly operation = declareOperation('listUsers', USER_READERS);

  constructor(private readonly users: UserRepository) {}

  /** `query`: part of a user name or an e-mail address. Returns one page, or all accounts without `page`. */
  async execute(actor: Actor, { query, page }: { query?: string; page?: PageRequest }): Promise<Listing<User>> {
    authorize(actor, ListUsers.operation.permission);
    return page ? this.users.list(query, page) : this.users.stream(query);
  }
}
