import type { Actor } from '../../domain/access/actor.ts';
import { authorizeUser } from '../../domain/access/actor.ts';
import { InvalidToken } from '../../domain/sessions/session.ts';
import type { AccessRules } from '../access/ports/access-rules.ts';
import { declareOperation } from '../shared/operation.ts';
import type { UserRepository } from './ports/user-repository.ts';
import type { Profile } from './profile.ts';
import { profileOf } from './profile.ts';

/** Shows the caller's own account. @throws PermissionDenied, Unauthenticated, InvalidToken when the account is gone */
export class GetProfile {
  static readonly operation = declareOperation('getProfile', 'account:own');

  constructor(
    private readonly users: UserRepository,
    private readonly rules: AccessRules,
  ) {}

  async execute(actor: Actor): Promise<Profile> {
    authorizeUser(actor, GetProfile.operation.permission);
    const user = await this.users.find(actor.userId);
    if (!user?.isActive) throw new InvalidToken();
    return profileOf(user, await this.rules.current(), actor);
  }
}
