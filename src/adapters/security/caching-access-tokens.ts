import { LRUCache } from 'lru-cache';
import type {
  AccessClaims,
  AccessGrant,
  AccessTokens,
  PublicKey,
} from '../../application/sessions/ports/access-tokens.ts';
import type { Clock } from '../../application/shared/ports/clock.ts';

/** Tokens remembered at most, some 10 MiB of them. */
const MAX_TOKENS = 10_000;

/**
 * Checks the signature of a token once, and remembers until it expires what it says. Whether its session still lives is
 * another question, asked each time.
 */
export class CachingAccessTokens implements AccessTokens {
  private readonly verified = new LRUCache<string, AccessClaims>({ max: MAX_TOKENS });

  constructor(
    private readonly tokens: AccessTokens,
    private readonly clock: Clock,
  ) {}

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
