import type { TokenIdentity } from '../../../domain/sessions/revocation.ts';
import type { AccessGrant } from './access-tokens.ts';

/** The current roles of a token's holder, which may differ from those in the token. */
export type Standing = Pick<AccessGrant, 'roles' | 'isSuperuser'>;

/** The claims of a token that decide whether it is revoked. */
export type JudgedToken = TokenIdentity & Standing;

/**
 * The revoked access tokens, and the users whose roles changed since their token was issued. Changes made by any
 * instance arrive within moments. The database is only queried while change notifications are interrupted.
 */
export interface RevocationList {
  /**
   * @returns `undefined` for a revoked token. @throws StorageUnavailable when the database must be queried and cannot
   * be
   */
  standingOf(token: JudgedToken): Promise<Standing | undefined>;
}
