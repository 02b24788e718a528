import type { Credentials, LoginName, UserRepository } from '../../src/application/ports/user-repository.ts';
import type { User, UserId } from '../../src/domain/user.ts';
import { EmailTaken, UsernameTaken } from '../../src/domain/user.ts';

type Account = Credentials & { readonly usernameSkeleton: string | null };

export class InMemoryUserRepository implements UserRepository {
  private readonly accounts = new Map<UserId, Account>();

  async add(user: User, secrets: { passwordHash: string; usernameSkeleton: string | null }): Promise<void> {
    const { username, email } = user;
    const { usernameSkeleton } = secrets;
    if (username !== null && this.findAccount((other) => other.user.username === username)) throw new UsernameTaken();
    if (usernameSkeleton !== null && this.findAccount((other) => other.usernameSkeleton === usernameSkeleton)) {
      throw new UsernameTaken();
    }
    if (email !== null && this.findAccount((other) => other.user.email === email)) throw new EmailTaken();
    this.accounts.set(user.id, structuredClone({ user, ...secrets }));
  }

  async find(id: UserId): Promise<User | undefined> {
    return structuredClone(this.accounts.get(id)?.user);
  }

  async findCredentials(login: LoginName): Promise<Credentials | undefined> {
    const account = this.findAccount(({ user }) =>
      'username' in login ? user.username === login.username : user.email === login.email,
    );
    return account && structuredClone({ user: account.user, passwordHash: account.passwordHash });
  }

  async replacePasswordHash(id: UserId, { from, to }: { from: string; to: string }): Promise<void> {
    const account = this.accounts.get(id);
    if (account?.passwordHash === from) this.accounts.set(id, { ...account, passwordHash: to });
  }

  private findAccount(matches: (account: Account) => boolean): Account | undefined {
    return Array.from(this.accounts.values()).find(matches);
  }
}
