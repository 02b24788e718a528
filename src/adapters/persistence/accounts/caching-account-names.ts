import { LRUCache } from 'lru-cache';
import type { AccessRules } from '../../../application/access/ports/access-rules.ts';
import type { AccountNames } from '../../../application/accounts/ports/account-names.ts';
import type { UserRepository } from '../../../application/accounts/ports/user-repository.ts';
import type { AccessPolicy } from '../../../domain/access/access-policy.ts';
import type { User, UserId } from '../../../domain/accounts/user.ts';
import { displayedLogin } from '../../../domain/accounts/user.ts';

/** About 2 MB. */
const MAX_NAMES = 10_000;

/**
 * After this time a name is read again; meanwhile the old one is returned. An older version of the service, or an
 * operator in the database, may change a name without a notification.
 */
const MAX_AGE_MS = 60_000;

/**
 * Caches names until the object with the rules is replaced. Every instance reads the rules again when a name or a rule
 * has changed, and before each use while its notifications are interrupted.
 */
export class CachingAccountNames implements AccountNames {
  private readonly names: LRUCache<UserId, string>;
  private policy: AccessPolicy | undefined;

  constructor(
    users: Pick<UserRepository, 'find'>,
    private readonly rules: AccessRules,
  ) {
    this.names = new LRUCache<UserId, string>({
      max: MAX_NAMES,
      ttl: MAX_AGE_MS,
      ttlResolution: 1_000,
      allowStale: true,
      noDeleteOnFetchRejection: true,
      // A name that changes while it is read is returned to the callers that already wait, but not cached.
      ignoreFetchAbort: true,
      fetchMethod: async (id) => {
        const user = await users.find(id);
        return user && displayedLogin(user);
      },
    });
  }

  async nameOf(id: UserId): Promise<string | undefined> {
    const policy = await this.rules.current();
    if (policy !== this.policy) this.names.clear();
    this.policy = policy;
    return this.names.fetch(id);
  }

  changed(user: User): void {
    this.names.set(user.id, displayedLogin(user));
  }
}
