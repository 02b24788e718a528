import type { Permission } from '../../../domain/access/permission.ts';
import type { TokenIdentity } from '../../../domain/sessions/revocation.ts';

/**
 * The content of an access token to issue. `scope`: the permissions to which the token is narrowed. If it is not
 * narrowed, these are the current permissions of its holder, for other services.
 */
export type AccessGrant = TokenIdentity & {
  readonly roles: readonly string[];
  readonly isSuperuser: boolean;
  readonly clientId: string;
  readonly scope: readonly Permission[];
  readonly isNarrowed: boolean;
};

/** The content of a verified access token. `scope` is empty in tokens of earlier versions, which are not narrowed. */
export type AccessClaims = AccessGrant & {
  readonly tokenId: string;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
};

/** A public key in the format of RFC 7517. `y`: only for keys on P-256. */
export type PublicKey = Readonly<Record<'kty' | 'crv' | 'x' | 'kid' | 'alg' | 'use', string>> & { readonly y?: string };

/** Short-lived tokens that identify the caller. They are not stored. */
export interface AccessTokens {
  /** Who issues the tokens, and for whom: `iss` and `aud` (RFC 7519 section 4.1). */
  readonly issuer: string;
  readonly audience: string;

  issue(grant: AccessGrant): Promise<{ token: string; expiresInSeconds: number }>;

  /** The public keys that verify our tokens, for other services. */
  publicKeys(): readonly PublicKey[];

  /** @throws InvalidToken for anything but an unexpired access token issued here */
  verify(token: string): Promise<AccessClaims>;

  /**
   * Like `verify`, but accepts an expired token, which still proves to which session it belongs. @throws InvalidToken
   */
  verifyExpired(token: string): Promise<AccessClaims>;
}
