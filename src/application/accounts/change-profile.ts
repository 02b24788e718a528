import type { Actor } from '../../domain/access/actor.ts';
import { authorizeUser } from '../../domain/access/actor.ts';
import { InvalidToken } from '../../domain/sessions/session.ts';
import type { AccessRules } from '../access/ports/access-rules.ts';
import { declareOperation } from '../shared/operation.ts';
import type { ProfileChanges, UserRepository } from './ports/user-repository.ts';
import type { Profile } from './profile.ts';
import { profileOf } from './profile.ts';

/**
 * Changes the caller's profile.
 * @throws Unauthenticated, PermissionDenied, UnknownFavoriteGenre, InvalidToken when the account is gone
 */
export class ChangeProfile {
  static readonly operation = declareOperation('changeProfile', 'account:own');

  constructor(
    private readonly users: UserRepository,
    private readonly rules: AccessRules,
  ) {}

  async execute(actor: Actor, changes: ProfileChanges): Promise<Profile> {
    authorizeUser(actor, ChangeProfile.operation.permission);
    const user = await this.users.changeProfile(actor.userId, changes);
    if (!user) throw new InvalidToken();
    return profileOf(user, await this.rules.current(), actor);
  }
}
