import { passwordFaults } from '../../domain/accounts/password-policy.ts';
import type { User } from '../../domain/accounts/user.ts';
import type { Client } from '../../domain/sessions/session.ts';
import { refuseFaults } from '../../domain/shared/errors.ts';
import { ownerAt } from '../shared/fair-queue.ts';
import type { Clock } from '../shared/ports/clock.ts';
import type { IdGenerator } from '../shared/ports/id-generator.ts';
import { canonicalNames } from './canonical-names.ts';
import type { CommonPasswords } from './ports/common-passwords.ts';
import type { PasswordHasher } from './ports/password-hasher.ts';
import type { UserRepository } from './ports/user-repository.ts';

/** At least one of `username` and `email`; `favoriteGenreId` is a genre of the catalogue. */
export type Registration = {
  readonly username?: string;
  readonly email?: string;
  readonly password: string;
  readonly name?: string | null;
  readonly surname?: string | null;
  readonly favoriteGenreId?: number | null;
};

/** A registration that passed all checks except that its names may be taken. */
export type AcceptableRegistration = {
  readonly registration: Registration;
  readonly username: string | null;
  readonly usernameSkeleton: string | null;
  readonly email: string | null;
};

type Opening = { readonly isSuperuser: boolean; readonly client?: Client };

/** Creates accounts, for registration and for the operator. */
export class AccountOpening {
  constructor(
    private readonly users: UserRepository,
    private readonly hasher: PasswordHasher,
    private readonly commonPasswords: CommonPasswords,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  /**
   * `client`: the client that registers; missing if the operator creates the account.
   * @throws ValidationFailed, UsernameTaken, EmailTaken, ServerBusy
   */
  async open(acceptable: AcceptableRegistration, { isSuperuser, client }: Opening): Promise<User> {
    const { registration, username, usernameSkeleton, email } = acceptable;
    const user: User = {
      id: this.ids.next(),
      username,
      email,
      name: registration.name ?? null,
      surname: registration.surname ?? null,
      favoriteGenreId: registration.favoriteGenreId ?? null,
      isActive: true,
      isSuperuser,
      roles: [],
      tokenVersion: 0,
      createdAt: this.clock.now(),
    };
    const passwordHash = await this.hasher.hash(registration.password, client && ownerAt(client.address));
    await this.users.add(user, { passwordHash, usernameSkeleton }, client);
    return user;
  }

  /**
   * Validates the registration and returns its names in canonical form, without checking whether they are taken.
   * @throws ValidationFailed with every fault of the names and the password
   */
  async accept(registration: Registration): Promise<AcceptableRegistration> {
    const { names, faults } = canonicalNames(registration);
    const { username = null, usernameSkeleton = null, email = null } = names;
    const isCommon = await this.commonPasswords.includes(registration.password);
    const context = { field: 'password', username, email, isCommon };
    refuseFaults([...faults, ...passwordFaults(registration.password, context)]);
    return { registration, username, usernameSkeleton, email };
  }
}
