import type { LoginName, User, UserId } from '../../../domain/accounts/user.ts';
import type { Client, SessionId } from '../../../domain/sessions/session.ts';
import type { Page, PageRequest } from '../../../domain/shared/page.ts';

/** New names of an account, in canonical form. `usernameSkeleton` is set together with `username`. */
export type LoginNames = {
  readonly username?: string;
  readonly usernameSkeleton?: string;
  readonly email?: string;
};

/** Changes to an account's profile. Fields that are not given stay as they are, `null` clears a field. */
export type ProfileChanges = {
  readonly name?: string | null;
  readonly surname?: string | null;
  readonly favoriteGenreId?: number | null;
};

/** `passwordHash`: PHC string. It leaves the repository only in {@link Credentials}, never with the user. */
export type Credentials = { readonly user: User; readonly passwordHash: string };

export interface UserRepository {
  /**
   * Stores a new account. `usernameSkeleton` is the look-alike form of the name; two names with one skeleton count as
   * the same name. `registeredBy`: this address becomes familiar to the account (see `LoginHistory`), in the same
   * transaction.
   * @throws UsernameTaken, EmailTaken, also when calls race; UnknownFavoriteGenre
   */
  add(
    user: User,
    secrets: { passwordHash: string; usernameSkeleton: string | null },
    registeredBy?: Client,
  ): Promise<void>;

  find(id: UserId): Promise<User | undefined>;

  /** `username` in canonical form. */
  findByUsername(username: string): Promise<User | undefined>;

  findCredentials(login: LoginName): Promise<Credentials | undefined>;

  /** The account with its password hash. */
  findCredentialsOf(id: UserId): Promise<Credentials | undefined>;

  /**
   * Replaces the password hash `from` and ends every session but one, with all access tokens issued to the others.
   * @returns whether `from` still was the current hash
   */
  changePassword(id: UserId, change: { from: string; to: string; keepSessionId: SessionId }): Promise<boolean>;

  /**
   * Replaces the password hash, whatever it was, and ends every session with its access tokens, every
   * personal token, and the running import, which somebody else may have started. @returns whether there is such an account
   */
  resetPassword(id: UserId, passwordHash: string): Promise<boolean>;

  /**
   * Names that are not given stay as they are. All instances are told that names changed. @returns the changed account
   * @throws UsernameTaken, EmailTaken, also when calls race
   */
  changeLogin(id: UserId, names: LoginNames): Promise<User | undefined>;

  /** @returns the changed account, `undefined` when it does not exist. @throws UnknownFavoriteGenre */
  changeProfile(id: UserId, changes: ProfileChanges): Promise<User | undefined>;

  /** Accounts whose user name or e-mail address contains the text, newest first. */
  list(query: string | undefined, page: PageRequest): Promise<Page<User>>;

  /** All accounts in the order of `list`, read in batches. */
  stream(query: string | undefined): AsyncIterable<User>;

  /**
   * Deactivating an account ends its sessions; its personal tokens are refused until it is activated again. `check`
   * gets the account as locked for the change, and throws to refuse the change.
   * @returns the changed account. @throws UserNotFound, LastSuperuser, any error of `check`
   */
  setActive(id: UserId, isActive: boolean, check: (user: User) => void): Promise<User>;

  /**
   * Deletes the account with all its data and revokes its access tokens. A deletion that is refused deletes nothing. One
   * that is interrupted leaves an account that can log in, but is no superuser, and can be repeated. @throws LastSuperuser
   */
  remove(id: UserId): Promise<void>;

  /** Replaces the hash only if it still is `from`, so that re-hashing never overwrites a newer password. */
  replacePasswordHash(id: UserId, change: { from: string; to: string }): Promise<void>;
}
