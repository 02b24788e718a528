import type { Actor } from '../../domain/access/actor.ts';
import type { Client } from '../../domain/sessions/session.ts';
import type { AccessRules } from '../access/ports/access-rules.ts';
import { declareOperation } from '../shared/operation.ts';
import { paidWork } from '../shared/paid-work.ts';
import type { LimitState, RateLimiter } from '../shared/ports/rate-limiter.ts';
import type { AccountOpening, Registration } from './account-opening.ts';
import { nameLookups } from './canonical-names.ts';
import type { Profile } from './profile.ts';
import { profileOf } from './profile.ts';

/**
 * Registers an account, for anybody. It is limited by address, because it reveals whether a name is taken.
 * @throws ValidationFailed, TooManyRequests, UsernameTaken, EmailTaken, ServerBusy
 */
export class RegisterUser {
  static readonly operation = declareOperation('registerUser', 'public');

  constructor(
    private readonly accounts: AccountOpening,
    private readonly rules: AccessRules,
    private readonly limiter: RateLimiter,
  ) {}

  /** @returns the account as its owner sees it, and the state of the address's limit */
  async execute(
    _actor: Actor,
    { client, ...registration }: Registration & { readonly client: Client },
  ): Promise<{ profile: Profile; limit: LimitState }> {
    const acceptable = await this.accounts.accept(registration);
    const { result: user, limit } = await paidWork(this.limiter, nameLookups(client.address), () =>
      this.accounts.open(acceptable, { isSuperuser: false, client }),
    );
    return { profile: profileOf(user, await this.rules.current()), limit };
  }
}
