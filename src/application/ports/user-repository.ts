import type { User, UserId } from '../../domain/user.ts';

/** What a log-in names an account by, in canonical form. */
export type LoginName = { readonly username: string } | { readonly email: string };

/** `passwordHash`: PHC string. It never leaves the repository with the user, only in {@link Credentials}. */
export type Credentials = { readonly user: User; readonly passwordHash: string };

export interface UserRepository {
  /**
   * Stores a new account. `usernameSkeleton` is the look-alike form of the name; two names of one skeleton are one name.
   * @throws UsernameTaken, EmailTaken, also when calls race; UnknownFavoriteGenre
   */
  add(user: User, secrets: { passwordHash: string; usernameSkeleton: string | null }): Promise<void>;

  find(id: UserId): Promise<User | undefined>;

  findCredentials(login: LoginName): Promise<Credentials | undefined>;

  /** Replaces the hash when it still is `from`: a newer password is never overwritten by a re-hash of the older one. */
  replacePasswordHash(id: UserId, change: { from: string; to: string }): Promise<void>;
}
