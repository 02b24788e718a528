import type { Actor } from '../../domain/access/actor.ts';
import { authorizeService } from '../../domain/access/actor.ts';
import { parseLogin } from '../../domain/accounts/email-address.ts';
import type { User } from '../../domain/accounts/user.ts';
import { UUID } from '../../domain/shared/uuid.ts';
import { declareOperation } from '../shared/operation.ts';
import type { UserRepository } from './ports/user-repository.ts';

/** Finds an account by its id or a log-in name, for the operator. @throws PermissionDenied */
export class FindAccount {
  static readonly operation = declareOperation('findAccount', 'service');

  constructor(private readonly users: UserRepository) {}

  /**
   * `login`: an id, a user name or an e-mail address. Ids are tried first, because anybody may choose a user name that
   * looks like another account's id.
   */
  async execute(actor: Actor, { login }: { login: string }): Promise<User | undefined> {
    authorizeService(actor);
    return (await this.withId(login.toLowerCase())) ?? this.named(login);
  }

  private async withId(id: string): Promise<User | undefined> {
    return UUID.test(id) ? this.users.find(id) : undefined;
  }

  private async named(login: string): Promise<User | undefined> {
    const name = parseLogin(login);
    return name && (await this.users.findCredentials(name))?.user;
  }
}
