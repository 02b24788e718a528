import type { Permission } from '../access/permission.ts';
import type { Scope } from '../access/scope.ts';
import type { UserId } from '../accounts/user.ts';
import { DAY_MS } from '../shared/duration.ts';
import { domainError } from '../shared/errors.ts';
import type { PersonalTokenText } from './personal-token-text.ts';
import { hintOf } from './personal-token-text.ts';

/** UUIDv7, lower case. */
export type PersonalTokenId = string;

/** Maximum number of unexpired personal tokens of a user. */
export const MAX_PERSONAL_TOKENS = 20;

export const MAX_TOKEN_NAME_LENGTH = 100;

/** Lifetime in days. */
export const DEFAULT_TOKEN_DAYS = 90;
export const MAX_TOKEN_DAYS = 366;

/**
 * A token that its owner made for a script. It gives those of the `permissions` that its owner has at the moment of the
 * request. `hint`: its last characters, by which people recognize a token. `lastUsedAt`: `null` before the first use;
 * up to a minute old. Times are UTC with millisecond precision.
 */
export type PersonalToken = {
  readonly id: PersonalTokenId;
  readonly userId: UserId;
  readonly name: string;
  readonly permissions: Scope;
  readonly hint: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly lastUsedAt: Date | null;
};

/** The user has {@link MAX_PERSONAL_TOKENS} already. */
export class TooManyTokens extends domainError('conflict', 'too-many-tokens') {}

export class TokenNotFound extends domainError('not-found', 'token-not-found') {}

/** A new token that starts at `now`. `lifeDays`: 1 to {@link MAX_TOKEN_DAYS}. */
export function startPersonalToken(
  {
    text,
    permissions,
    ...kept
  }: Pick<PersonalToken, 'id' | 'userId' | 'name'> & {
    readonly permissions: readonly Permission[];
    readonly text: PersonalTokenText;
  },
  lifeDays: number,
  now: Date,
): PersonalToken {
  return {
    ...kept,
    permissions: Array.from(new Set(permissions)).toSorted(),
    hint: hintOf(text),
    createdAt: now,
    expiresAt: new Date(now.getTime() + lifeDays * DAY_MS),
    lastUsedAt: null,
  };
}

export function isExpired({ expiresAt }: Pick<PersonalToken, 'expiresAt'>, now: Date): boolean {
  return expiresAt <= now;
}

/** `unexpired`: how many tokens the user has. @throws TooManyTokens unless one more is allowed */
export function refuseSurplusToken(unexpired: number): void {
  if (unexpired >= MAX_PERSONAL_TOKENS) throw new TooManyTokens();
}
