import type { Actor } from '../../domain/access/actor.ts';
import { authorizeSession } from '../../domain/access/actor.ts';
import type { Client } from '../../domain/sessions/session.ts';
import { InvalidToken } from '../../domain/sessions/session.ts';
import { refuseFaults } from '../../domain/shared/errors.ts';
import type { AccessRules } from '../access/ports/access-rules.ts';
import { declareOperation } from '../shared/operation.ts';
import { paidWork } from '../shared/paid-work.ts';
import type { RateLimiter } from '../shared/ports/rate-limiter.ts';
import { canonicalNames, nameLookups } from './canonical-names.ts';
import type { PasswordConfirmation } from './password-confirmation.ts';
import type { AccountNames } from './ports/account-names.ts';
import type { UserRepository } from './ports/user-repository.ts';
import type { Profile } from './profile.ts';
import { profileOf } from './profile.ts';

/**
 * Changes the names that the caller logs in with; names that are not given stay as they are. Like registration, it
 * reveals whether a name is taken, so it counts against the same limit.
 * @throws Unauthenticated, PermissionDenied, WrongPassword, TooManyRequests, ValidationFailed, UsernameTaken,
 * EmailTaken
 */
export class ChangeLogin {
  static readonly operation = declareOperation('changeLogin', 'account:own', { needsSession: true });

  constructor(
    private readonly users: UserRepository,
    private readonly confirmation: PasswordConfirmation,
    private readonly rules: AccessRules,
    private readonly limiter: RateLimiter,
    private readonly names: AccountNames,
  ) {}

  async execute(
    actor: Actor,
    change: { username?: string; email?: string; password: string; client: Client },
  ): Promise<Profile> {
    authorizeSession(actor, ChangeLogin.operation.permission);
    const { names, faults } = canonicalNames(change);
    refuseFaults(faults);
    await this.confirmation.confirm(actor, change.password, change.client);
    const { result: user } = await paidWork(this.limiter, nameLookups(change.client.address), () =>
      this.users.changeLogin(actor.userId, names),
    );
    if (!user) throw new InvalidToken();
    this.names.changed(user);
    return profileOf(user, await this.rules.current(), actor);
  }
}
