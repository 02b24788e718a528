import type {
  Credentials,
  LoginNames,
  ProfileChanges,
  UserRepository,
} from '../../src/application/accounts/ports/user-repository.ts';
import type { LoginName, User, UserId } from '../../src/domain/accounts/user.ts';
import {
  EmailTaken,
  LastSuperuser,
  UnknownFavoriteGenre,
  UserNotFound,
  UsernameTaken,
} from '../../src/domain/accounts/user.ts';
import type { Revocation } from '../../src/domain/sessions/revocation.ts';
import type { Client, SessionId } from '../../src/domain/sessions/session.ts';
import type { Page, PageRequest } from '../../src/domain/shared/page.ts';
import { CollectingRevocations } from './collecting-revocations.ts';
import { kinopoiskGenres } from './kinopoisk-genres.ts';

type Account = Credentials & { readonly usernameSkeleton: string | null };

/** Greater than the version of any token. */
const ALL_VERSIONS = 2_147_483_647;

export class InMemoryUserRepository implements UserRepository {
  /** Ends all sessions of a user except one. The repository of sessions sets this function. */
  endSessions: (userId: UserId, exceptSessionId: SessionId | null) => void = () => undefined;
  /** Revokes the personal tokens of a user. Their repository sets this function. */
  endPersonalTokens: (userId: UserId) => void = () => undefined;
  /** The client that registered each account, for the fake of the login history. */
  readonly registeredBy = new Map<UserId, Client>();
  private readonly accounts = new Map<UserId, Account>();

  constructor(readonly revoked = new CollectingRevocations()) {}

  async add(
    user: User,
    secrets: { passwordHash: string; usernameSkeleton: string | null },
    registeredBy?: Client,
  ): Promise<void> {
    this.refuseTaken({ user, ...secrets }, this.accounts.values());
    if (registeredBy) this.registeredBy.set(user.id, structuredClone(registeredBy));
    this.accounts.set(user.id, structuredClone({ user, ...secrets }));
  }

  async find(id: UserId): Promise<User | undefined> {
    return this.get(id)?.user;
  }

  async findByUsername(username: string): Promise<User | undefined> {
    const account = this.findAccount(({ user }) => user.username === username);
    return account && this.find(account.user.id);
  }

  async findCredentials(login: LoginName): Promise<Credentials | undefined> {
    const account = this.findAccount(({ user }) =>
      'username' in login ? user.username === login.username : user.email === login.email,
    );
    return account && this.get(account.user.id);
  }

  async findCredentialsOf(id: UserId): Promise<Credentials | undefined> {
    return this.get(id);
  }

  async changePassword(
    id: UserId,
    { from, to, keepSessionId }: { from: string; to: string; keepSessionId: SessionId },
  ): Promise<boolean> {
    const account = this.accounts.get(id);
    if (account?.passwordHash !== from) return false;
    this.accounts.set(id, { ...account, passwordHash: to });
    this.revokeOthers(id, keepSessionId);
    return true;
  }

  async resetPassword(id: UserId, passwordHash: string): Promise<boolean> {
    const account = this.accounts.get(id);
    if (!account) return false;
    this.accounts.set(id, { ...account, passwordHash });
    this.endPersonalTokens(id);
    this.revokeOthers(id, null);
    return true;
  }

  async changeLogin(id: UserId, { username, usernameSkeleton, email }: LoginNames): Promise<User | undefined> {
    const account = this.accounts.get(id);
    if (!account) return undefined;
    const user = {
      ...account.user,
      ...(username !== undefined && { username }),
      ...(email !== undefined && { email }),
    };
    const changed = { ...account, user, usernameSkeleton: usernameSkeleton ?? account.usernameSkeleton };
    this.refuseTaken(
      changed,
      Array.from(this.accounts.values()).filter((other) => other !== account),
    );
    this.accounts.set(id, changed);
    return structuredClone(user);
  }

  async changeProfile(id: UserId, changes: ProfileChanges): Promise<User | undefined> {
    const account = this.accounts.get(id);
    if (!account) return undefined;
    const { favoriteGenreId } = changes;
    if (favoriteGenreId && !kinopoiskGenres.has(favoriteGenreId)) throw new UnknownFavoriteGenre();
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    const user = { ...account.user, ...given };
    this.accounts.set(id, { ...account, user });
    return structuredClone(user);
  }

  async list(query: string | undefined, { page, perPage }: PageRequest): Promise<Page<User>> {
    const found = this.named(query);
    return { items: found.slice((page - 1) * perPage, page * perPage), total: found.length };
  }

  async *stream(query: string | undefined): AsyncIterable<User> {
    yield* this.named(query);
  }

  async setActive(id: UserId, isActive: boolean, check: (user: User) => void): Promise<User> {
    const user = this.get(id)?.user;
    if (!user) throw new UserNotFound();
    check(user);
    if (!isActive) this.refuseLastSuperuser(id);
    if (user.isActive === isActive) return user;
    if (isActive) return this.update(id, { isActive });
    const tokenVersion = user.tokenVersion + 1;
    this.revoke({ userId: id, minVersion: tokenVersion, exceptSessionId: null });
    return this.update(id, { isActive, tokenVersion });
  }

  async remove(id: UserId): Promise<void> {
    this.refuseLastSuperuser(id);
    this.accounts.delete(id);
    this.endPersonalTokens(id);
    this.revoke({ userId: id, minVersion: ALL_VERSIONS, exceptSessionId: null });
  }

  async replacePasswordHash(id: UserId, { from, to }: { from: string; to: string }): Promise<void> {
    const account = this.accounts.get(id);
    if (account?.passwordHash === from) this.accounts.set(id, { ...account, passwordHash: to });
  }

  /** Copies of all accounts. */
  all(): User[] {
    return Array.from(this.accounts.values(), ({ user }) => structuredClone(user));
  }

  update(id: UserId, changes: Partial<User>): User {
    const account = this.accounts.get(id);
    if (!account) throw new UserNotFound();
    const user = { ...account.user, ...changes };
    this.accounts.set(id, { ...account, user });
    return structuredClone(user);
  }

  /** A copy of the current account. */
  get(id: UserId): Credentials | undefined {
    const account = this.accounts.get(id);
    return account && structuredClone({ user: account.user, passwordHash: account.passwordHash });
  }

  /** Ends all sessions of the user, except the named one. Tokens issued from now on have the next version. */
  revokeOthers(id: UserId, exceptSessionId: SessionId | null): void {
    const account = this.accounts.get(id);
    if (!account) return;
    const minVersion = account.user.tokenVersion + 1;
    this.accounts.set(id, { ...account, user: { ...account.user, tokenVersion: minVersion } });
    this.revoke({ userId: id, minVersion, exceptSessionId });
  }

  private revoke(revocation: Extract<Revocation, { minVersion: number }>): void {
    this.endSessions(revocation.userId, revocation.exceptSessionId);
    this.revoked.remember(revocation);
  }

  private named(query: string | undefined): User[] {
    const part = query?.normalize('NFKC').toLowerCase() ?? '';
    return this.all()
      .filter(({ username, email }) => query === undefined || [username, email].some((name) => name?.includes(part)))
      .toSorted((a, b) => (a.id < b.id ? 1 : -1));
  }

  private refuseLastSuperuser(id: UserId): void {
    const active = this.all().filter((user) => user.isSuperuser && user.isActive);
    if (active.length === 1 && active[0]?.id === id) throw new LastSuperuser();
  }

  private refuseTaken({ user: { username, email }, usernameSkeleton }: Account, others: Iterable<Account>): void {
    for (const other of others) {
      if (username !== null && other.user.username === username) throw new UsernameTaken();
      if (usernameSkeleton !== null && other.usernameSkeleton === usernameSkeleton) throw new UsernameTaken();
      if (email !== null && other.user.email === email) throw new EmailTaken();
    }
  }

  private findAccount(matches: (account: Account) => boolean): Account | undefined {
    return Array.from(this.accounts.values()).find(matches);
  }
}
