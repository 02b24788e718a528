import { LRUCache } from 'lru-cache';
import type {
  AccessClaims,
  AccessGrant,
  AccessTokens,
  PublicKey,
} from '../../application/sessions/ports/access-tokens.ts';
import type { Clock } from '../../application/shared/ports/clock.ts';

/** Maximum number of cached tokens, some 10 MiB. */
const MAX_TOKENS = 10_000;

/**
 * Verifies the signature of a token once and caches its claims until it expires. Whether the session is still valid is
 * checked separately each time.
 */
export class CachingAccessTokens implements AccessTokens {
  readonly issuer: string;
  readonly audience: string;
  private readonly verified = new LRUCache<string, AccessClaims>({ max: MAX_TOKENS });

  constructor(
    private readonly tokens: AccessTokens,
    private readonly clock: Clock,
  ) {
    this.issuer = tokens.issuer;
    this.audience = tokens.audience;
  }

  issue(grant: AccessGrant): Promise<{ token: string; expiresInSeconds: number }> {
    return this.tokens.issue(grant);
  }

  async verify(token: string): Promise<AccessClaims> {
    const remembered = this.verified.get(token);
    if (remembered && this.clock.now() < remembered.expiresAt) return remembered;
    this.verified.delete(token);
    const claims = await this.tokens.verify(token);
    this.verified.set(token, claims);
    return claims;
  }

  verifyExpired(token: string): Promise<AccessClaims> {
    return this.tokens.verifyExpired(token);
  }

  publicKeys(): readonly PublicKey[] {
    return this.tokens.publicKeys();
  }
}
