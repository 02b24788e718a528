import type { Actor } from '../../domain/access/actor.ts';
import { authorizeService } from '../../domain/access/actor.ts';
import type { Permission } from '../../domain/access/permission.ts';
import type { User, UserId } from '../../domain/accounts/user.ts';
import { UserNotFound } from '../../domain/accounts/user.ts';
import type { LoginEvent } from '../../domain/sessions/login-event.ts';
import type { Session } from '../../domain/sessions/session.ts';
import type { AccessRules } from '../access/ports/access-rules.ts';
import type { LoginHistory } from '../sessions/ports/login-history.ts';
import type { SessionRepository } from '../sessions/ports/session-repository.ts';
import { declareOperation } from '../shared/operation.ts';
import type { Clock } from '../shared/ports/clock.ts';
import type { UserRepository } from './ports/user-repository.ts';

const LAST_LOGINS = { page: 1, perPage: 5 };

/** `sessions`: the live ones, last used first. `logins`: the last attempts, newest first. */
export type AccountOverview = {
  readonly user: User;
  readonly permissions: readonly Permission[];
  readonly sessions: readonly Session[];
  readonly logins: readonly LoginEvent[];
};

/** Shows why somebody can or cannot log in, for the operator. @throws PermissionDenied, UserNotFound */
export class ShowAccount {
  static readonly operation = declareOperation('showAccount', 'service');

  constructor(
    private readonly users: UserRepository,
    private readonly rules: AccessRules,
    private readonly sessions: SessionRepository,
    private readonly history: LoginHistory,
    private readonly clock: Clock,
  ) {}

  async execute(actor: Actor, { userId }: { userId: UserId }): Promise<AccountOverview> {
    authorizeService(actor);
    const user = await this.users.find(userId);
    if (!user) throw new UserNotFound();
    return {
      user,
      permissions: (await this.rules.current()).permissionsOfUser(user),
      sessions: await this.sessions.listLive(userId, this.clock.now()),
      logins: (await this.history.list(userId, LAST_LOGINS)).items,
    };
  }
}
