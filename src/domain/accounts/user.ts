import { domainError, ValidationFailed } from '../shared/errors.ts';

/** UUIDv7, lower case. */
export type UserId = string;

/** The user name or the e-mail address of an account, in canonical form. */
export type LoginName = { readonly username: string } | { readonly email: string };

/**
 * A registered user. `username` and `email` are canonical and unique; at least one is set. Incrementing `tokenVersion`
 * invalidates all access tokens issued before. Times are UTC with millisecond precision.
 */
export type User = {
  readonly id: UserId;
  readonly username: string | null;
  readonly email: string | null;
  readonly name: string | null;
  readonly surname: string | null;
  readonly favoriteGenreId: number | null;
  readonly isActive: boolean;
  readonly isSuperuser: boolean;
  /** Roles assigned by hand, in alphabetical order, without the role that every user has. */
  readonly roles: readonly string[];
  readonly tokenVersion: number;
  readonly createdAt: Date;
};

/**
 * The name of the user for other programs and the command line: the user name, or the e-mail address if there is none.
 */
export function displayedLogin({ username, email, id }: Pick<User, 'username' | 'email' | 'id'>): string {
  return username ?? email ?? id;
}

/** Maximum length of `name` and `surname`, in characters. */
export const MAX_NAME_LENGTH = 100;

/** The current password, which the operation asks for, is wrong. */
export class WrongPassword extends domainError('forbidden', 'wrong-password') {}

export class UserNotFound extends domainError('not-found', 'user-not-found') {}

/** The change would leave the service without an active superuser. */
export class LastSuperuser extends domainError('conflict', 'last-superuser') {}

export class UsernameTaken extends domainError('conflict', 'username-taken') {}
export class EmailTaken extends domainError('conflict', 'email-taken') {}

/** The favourite genre is not in the catalogue. */
export class UnknownFavoriteGenre extends ValidationFailed {
  constructor() {
    super([{ field: 'favoriteGenreId', code: 'unknown-genre' }]);
  }
}
