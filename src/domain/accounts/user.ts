import { domainError, ValidationFailed } from '../shared/errors.ts';

/** UUIDv7, lower case. */
export type UserId = string;

/** What a log-in names an account by, in canonical form. */
export type LoginName = { readonly username: string } | { readonly email: string };

/**
 * Somebody who registered. `username` and `email` are in their canonical form and unique; at least one is there.
 * `tokenVersion` grows when every access token out there must stop working. Times are UTC with millisecond precision.
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
  /** Roles that were given, in alphabetical order; what everybody has is not among them. */
  readonly roles: readonly string[];
  readonly tokenVersion: number;
  readonly createdAt: Date;
};

/** Longest `name` and `surname`, in characters. */
export const MAX_NAME_LENGTH = 100;

/** The current password, which the operation asks for, is not right. */
export class WrongPassword extends domainError('forbidden', 'wrong-password') {}

export class UserNotFound extends domainError('not-found', 'user-not-found') {}

/** Without this account nobody could do everything any more. */
export class LastSuperuser extends domainError('conflict', 'last-superuser') {}

export class UsernameTaken extends domainError('conflict', 'username-taken') {}
export class EmailTaken extends domainError('conflict', 'email-taken') {}

/** The favourite genre is none that the catalogue knows. */
export class UnknownFavoriteGenre extends ValidationFailed {
  constructor() {
    super([{ field: 'favoriteGenreId', code: 'unknown-genre' }]);
  }
}
