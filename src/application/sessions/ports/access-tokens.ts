import type { TokenIdentity } from '../../../domain/sessions/revocation.ts';

/** The content of an access token to issue. */
export type AccessGrant = TokenIdentity & { readonly roles: readonly string[]; readonly isSuperuser: boolean };

/** The content of a verified access token. */
export type AccessClaims = AccessGrant & { readonly expiresAt: Date };

/** A public key in the format of RFC 7517. `y`: of keys on P-256 only. */
export type PublicKey = Readonly<Record<'kty' | 'crv' | 'x' | 'kid' | 'alg' | 'use', string>> & { readonly y?: string };

/** Short-lived tokens that identify the caller. They are not stored. */
export interface AccessTokens {
  issue(grant: AccessGrant): Promise<{ token: string; expiresInSeconds: number }>;

  /** The public keys that verify our tokens, for other services. */
  publicKeys(): readonly PublicKey[];

  /** @throws InvalidToken for anything but an unexpired access token issued here */
  verify(token: string): Promise<AccessClaims>;

  /** The same, but accepts an expired token: its identity is still valid. @throws InvalidToken */
  verifyExpired(token: string): Promise<AccessClaims>;
}
