import type { LoginName } from '../../domain/accounts/user.ts';
import type { PasswordHasher } from '../accounts/ports/password-hasher.ts';
import type { Credentials, UserRepository } from '../accounts/ports/user-repository.ts';
import type { Owner } from '../shared/fair-queue.ts';
import { ServerBusy } from '../shared/server-busy.ts';

/** `outdated`: the hash was made with settings that are too weak by now. */
export type VerifiedPassword = { readonly account: Credentials; readonly outdated: boolean };

/** Verifies the password of a log-in. `caller`: callers take turns at hashing. */
export class LoginPasswords {
  constructor(
    private readonly users: UserRepository,
    private readonly hasher: PasswordHasher,
  ) {}

  /**
   * Costs the same whether or not there is such an account. @returns the account, or why it is refused @throws
   * ServerBusy
   */
  async verify(
    name: LoginName | undefined,
    password: string,
    caller: Owner,
  ): Promise<VerifiedPassword | 'inactive' | 'wrong_password'> {
    const account = name && (await this.users.findCredentials(name));
    const { matches, outdated } = await this.hasher.verify(account?.passwordHash, password, caller);
    if (account && matches && account.user.isActive) return { account, outdated };
    return matches ? 'inactive' : 'wrong_password';
  }

  /**
   * Replaces an outdated hash. Under load it is left to the next log-in: no log-in is refused because of its outdated
   * hash.
   */
  async strengthen({ account, outdated }: VerifiedPassword, password: string, caller: Owner): Promise<void> {
    if (!outdated) return;
    const { user, passwordHash } = account;
    try {
      const strongerHash = await this.hasher.hash(password, caller);
      await this.users.replacePasswordHash(user.id, { from: passwordHash, to: strongerHash });
    } catch (error) {
      if (!(error instanceof ServerBusy)) throw error;
    }
  }
}
