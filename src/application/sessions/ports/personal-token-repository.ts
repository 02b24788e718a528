import type { UserId } from '../../../domain/accounts/user.ts';
import type { PersonalToken, PersonalTokenId } from '../../../domain/sessions/personal-token.ts';
import type { SessionId } from '../../../domain/sessions/session.ts';
import type { Standing } from './revocation-list.ts';

/** A token, and its owner's roles at the same moment. */
export type TokenOfUser = { readonly token: PersonalToken; readonly standing: Standing };

/** `at`: the latest use. */
export type TokenUse = { readonly userId: UserId; readonly id: PersonalTokenId; readonly at: Date };

/** Finds personal tokens by their hash. */
export interface PersonalTokenLookup {
  /**
   * The token, expired or not. Changes by this instance take effect at once, and those of others within moments.
   * @returns `undefined` for a token that was revoked, or never existed, and for one of a deactivated account
   */
  find(hash: string): Promise<TokenOfUser | undefined>;
}

/**
 * The personal tokens of users. Tokens of a deactivated account are not deleted, and work again when the account is
 * activated.
 */
export interface PersonalTokenRepository extends PersonalTokenLookup {
  /**
   * Stores a token that was made in this session. Racing calls do not exceed the limit of the user.
   * @throws TooManyTokens as {@link refuseSurplusToken} decides; InvalidToken when the session has ended, or the
   * account is deleted or deactivated
   */
  add(token: PersonalToken, made: { readonly hash: string; readonly sessionId: SessionId }): Promise<void>;

  /** The tokens that have not expired, newest first. */
  list(userId: UserId, now: Date): Promise<readonly PersonalToken[]>;

  /** Revokes a token of the user and cancels the import that it started. @returns whether there was one, expired or not */
  remove(userId: UserId, id: PersonalTokenId): Promise<boolean>;

  /** The same for the token with this hash, if there is one. */
  removeByHash(hash: string): Promise<void>;

  /** Stores when tokens were used last; an earlier time than the stored one changes nothing. */
  noteUses(uses: readonly TokenUse[]): Promise<void>;

  /**
   * Deletes a batch of tokens that expired before `now`; their imports continue. @returns how many; 0 when there are
   * none left
   */
  purge(now: Date): Promise<number>;
}
