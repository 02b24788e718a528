import type { LoginName } from '../../domain/accounts/user.ts';
import type { PasswordHasher } from '../accounts/ports/password-hasher.ts';
import type { Credentials, UserRepository } from '../accounts/ports/user-repository.ts';
import type { Owner } from '../shared/fair-queue.ts';
import { ServerBusy } from '../shared/server-busy.ts';

/** `outdated`: whether the hash was made with weaker settings than those of today. */
export type VerifiedPassword = { readonly account: Credentials; readonly outdated: boolean };

/** Verifies the password of a log-in. `caller`: callers take turns at hashing. */
export class LoginPasswords {
  constructor(
    private readonly users: UserRepository,
    private readonly hasher: PasswordHasher,
  ) {}

  /**
   * Takes the same time whether or not the account exists. @returns the account, or why it is refused @throws
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
   * Replaces an outdated hash. Under load, a later log-in replaces it, because no log-in should be refused for this.
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
