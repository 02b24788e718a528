import type { Page, PageRequest } from '../../../domain/shared/page.ts';
import type { Client, SessionId } from '../../../domain/sessions/session.ts';
import type { LoginName, User, UserId } from '../../../domain/accounts/user.ts';

/** New names of an account, in canonical form; `usernameSkeleton` goes with `username`. */
export type LoginNames = {
  readonly username?: string | undefined;
  readonly usernameSkeleton?: string | undefined;
  readonly email?: string | undefined;
};

/** What an account says of its owner; what is not given stays, `null` clears. */
export type ProfileChanges = {
  readonly name?: string | null | undefined;
  readonly surname?: string | null | undefined;
  readonly favoriteGenreId?: number | null | undefined;
};

/** `passwordHash`: PHC string. It never leaves the repository with the user, only in {@link Credentials}. */
export type Credentials = { readonly user: User; readonly passwordHash: string };

export interface UserRepository {
  /**
   * Stores a new account. `usernameSkeleton` is the look-alike form of the name; two names of one skeleton are one name.
   * `registeredBy`: the address becomes familiar to the account (see `LoginHistory`), in the same transaction.
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

  /** The account with what it takes to confirm its password. */
  findCredentialsOf(id: UserId): Promise<Credentials | undefined>;

  /**
   * Puts a new password in place of `from` and ends every session but one, with all access tokens issued to the others.
   * @returns whether `from` still was the password
   */
  changePassword(id: UserId, change: { from: string; to: string; keepSessionId: SessionId }): Promise<boolean>;

  /** What is not given stays. @returns the account as it is now. @throws UsernameTaken, EmailTaken, also when calls race */
  changeLogin(id: UserId, names: LoginNames): Promise<User | undefined>;

  /** @returns the account as it is now, `undefined` when there is none. @throws UnknownFavoriteGenre */
  changeProfile(id: UserId, changes: ProfileChanges): Promise<User | undefined>;

  /** Accounts whose user name or e-mail address holds the text, newest first. */
  list(query: string | undefined, page: PageRequest): Promise<Page<User>>;

  /** All of them in the order of `list`, read in batches. */
  stream(query: string | undefined): AsyncIterable<User>;

  /**
   * A deactivated account has no session and no token that counts. `check` decides on the account in the very moment of the
   * change, and throws what speaks against it.
   * @returns the account as it is now. @throws UserNotFound, LastSuperuser, whatever `check` throws
   */
  setActive(id: UserId, isActive: boolean, check: (user: User) => void): Promise<User>;

  /** Takes away the account and everything that belongs to it; its access tokens stop counting. @throws LastSuperuser */
  remove(id: UserId): Promise<void>;

  /** Replaces the hash when it still is `from`: a newer password is never overwritten by a re-hash of the older one. */
  replacePasswordHash(id: UserId, change: { from: string; to: string }): Promise<void>;
}
