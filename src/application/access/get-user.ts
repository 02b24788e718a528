import type { Actor } from '../../domain/access/actor.ts';
import { authorize } from '../../domain/access/actor.ts';
import { USER_READERS } from '../../domain/access/permission.ts';
import type { User, UserId } from '../../domain/accounts/user.ts';
import { UserNotFound } from '../../domain/accounts/user.ts';
import type { UserRepository } from '../accounts/ports/user-repository.ts';
import { declareOperation } from '../shared/operation.ts';

/** Shows an account. @throws PermissionDenied, Unauthenticated, UserNotFound */
export class GetUser {
  static readonly operation = declareOperation('getUser', USER_READERS);

  constructor(private readonly users: UserRepository) {}

  async execute(actor: Actor, { userId }: { userId: UserId }): Promise<User> {
    authorize(actor, GetUser.operation.permission);
    const user = await this.users.find(userId);
    if (user === undefined) throw new UserNotFound();
    return user;
  }
}
