import { LRUCache } from 'lru-cache';
import type {
  PersonalTokenLookup,
  TokenOfUser,
} from '../../../application/sessions/ports/personal-token-repository.ts';
import type { DatabaseRevocationList } from './database-revocation-list.ts';

/** Maximum number of cached tokens, some 5 MiB. */
const MAX_TOKENS = 5_000;

type Known = TokenOfUser & { readonly sinceMs: number };

/**
 * Caches personal tokens with the roles of their owners. An entry is used until the revocation list reads a change of its
 * owner, at most for as long as that list reaches back. Then the next request reads the rows again.
 */
export class CachingPersonalTokens implements PersonalTokenLookup {
  private readonly known = new LRUCache<string, Known>({ max: MAX_TOKENS });

  constructor(
    private readonly stored: PersonalTokenLookup,
    private readonly revocations: Pick<DatabaseRevocationList, 'isUnchanged'>,
  ) {}

  async find(hash: string): Promise<TokenOfUser | undefined> {
    const cached = this.known.get(hash);
    if (cached && this.revocations.isUnchanged(cached.token.userId, cached.sinceMs)) return cached;
    this.known.delete(hash);
    // Taken before the read, because the read may not contain a change that happens during it.
    const sinceMs = performance.now();
    const found = await this.stored.find(hash);
    if (found) this.known.set(hash, { ...found, sinceMs });
    return found;
  }
}
