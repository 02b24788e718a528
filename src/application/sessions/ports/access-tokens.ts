import type { TokenIdentity } from '../../../domain/sessions/revocation.ts';

/** What an access token is issued for. */
export type AccessGrant = TokenIdentity & { readonly roles: readonly string[]; readonly isSuperuser: boolean };

/** What an access token says. */
export type AccessClaims = AccessGrant & { readonly expiresAt: Date };

/** A public key as RFC 7517 writes it. */
export type PublicKey = Readonly<Record<'kty' | 'crv' | 'x' | 'kid' | 'alg' | 'use', string>>;

/** Short-lived tokens that name the caller. Nothing about them is stored. */
export interface AccessTokens {
  issue(grant: AccessGrant): Promise<{ token: string; expiresInSeconds: number }>;

  /** The keys that tokens of ours are verified with, for others who want to do that themselves. */
  publicKeys(): readonly PublicKey[];

  /** @throws InvalidToken for anything that is not an unexpired access token of ours */
  verify(token: string): Promise<AccessClaims>;

  /** The same for a token that may have expired: who it was issued to is still true. @throws InvalidToken */
  verifyExpired(token: string): Promise<AccessClaims>;
}
