import type { AccountNames } from '../../src/application/accounts/ports/account-names.ts';
import type { UserRepository } from '../../src/application/accounts/ports/user-repository.ts';
import type { UserId } from '../../src/domain/accounts/user.ts';
import { displayedLogin } from '../../src/domain/accounts/user.ts';

/** Looks up every name, without a cache. */
export class InMemoryAccountNames implements AccountNames {
  constructor(private readonly users: Pick<UserRepository, 'find'>) {}

  async nameOf(id: UserId): Promise<string | undefined> {
    const user = await this.users.find(id);
    return user && displayedLogin(user);
  }

  changed(): void {}
}
