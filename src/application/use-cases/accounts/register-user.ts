import type { Actor } from '../../../domain/actor.ts';
import type { AccountOpening, Registration } from '../../account-opening.ts';
import type { AccessRules } from '../../ports/access-rules.ts';
import type { Profile } from './profile.ts';
import { profileOf } from './profile.ts';

/** Opens an account; anybody may. @throws ValidationFailed, UsernameTaken, EmailTaken, ServerBusy */
export class RegisterUser {
  constructor(
    private readonly accounts: AccountOpening,
    private readonly rules: AccessRules,
  ) {}

  async execute(_actor: Actor, registration: Registration): Promise<Profile> {
    const user = await this.accounts.open(registration, { isSuperuser: false });
    return profileOf(user, await this.rules.current());
  }
}
