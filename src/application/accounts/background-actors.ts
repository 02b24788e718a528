import type { SystemActor, UserActor } from '../../domain/access/actor.ts';
import { narrowedTo } from '../../domain/access/actor.ts';
import { rolesOf } from '../../domain/access/role.ts';
import type { Scope } from '../../domain/access/scope.ts';
import type { User, UserId } from '../../domain/accounts/user.ts';
import type { AccessRules } from '../access/ports/access-rules.ts';
import { canonicalNames } from './canonical-names.ts';
import type { UserRepository } from './ports/user-repository.ts';

/** Loads users with their current rights, for work in their name without a request. */
export class BackgroundActors {
  constructor(
    private readonly users: UserRepository,
    private readonly rules: AccessRules,
  ) {}

  /**
   * `scope`: the scope of the token that started the work. @returns `undefined` when the account is deleted or
   * deactivated
   */
  async actorOf(userId: UserId, scope: Scope | null): Promise<UserActor | undefined> {
    const user = await this.users.find(userId);
    if (!user?.isActive) return undefined;
    const actor = await this.actorFor(user);
    return scope ? narrowedTo(scope, actor) : actor;
  }

  /** The user, by user name, for whom the operator acts. @returns `undefined` when no active account has the name */
  async actorNamed(name: string, operator: SystemActor): Promise<UserActor | undefined> {
    const { username } = canonicalNames({ username: name }).names;
    const user = username === undefined ? undefined : await this.users.findByUsername(username);
    return user?.isActive ? { ...(await this.actorFor(user)), operator } : undefined;
  }

  private async actorFor(user: User): Promise<UserActor> {
    const roles = rolesOf(user);
    const permissions = (await this.rules.current()).permissionsOf(roles);
    return {
      kind: 'user',
      userId: user.id,
      credential: { kind: 'background' },
      roles,
      permissions,
      isSuperuser: user.isSuperuser,
    };
  }
}
