import type { UserActor } from '../../domain/access/actor.ts';
import { rolesOf } from '../../domain/access/role.ts';
import type { User, UserId } from '../../domain/accounts/user.ts';
import type { AccessRules } from '../access/ports/access-rules.ts';
import type { UserRepository } from '../accounts/ports/user-repository.ts';

/** An id that no session has. */
const NO_SESSION = '00000000-0000-0000-0000-000000000000';

/** Loads the current permissions of a user for work done in the background. */
export class BackgroundActors {
  constructor(
    private readonly users: UserRepository,
    private readonly rules: AccessRules,
  ) {}

  /** @returns `undefined` when the account is gone or deactivated */
  async actorOf(userId: UserId): Promise<UserActor | undefined> {
    const user = await this.users.find(userId);
    return user?.isActive ? this.actorFor(user) : undefined;
  }

  private async actorFor(user: User): Promise<UserActor> {
    const roles = rolesOf(user);
    const permissions = (await this.rules.current()).permissionsOf(roles);
    return { kind: 'user', userId: user.id, sessionId: NO_SESSION, roles, permissions, isSuperuser: user.isSuperuser };
  }
}
