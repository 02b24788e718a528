import { domainError } from '../../../domain/shared/errors.ts';

/**
 * What is counted, and by what key: failed log-ins by account and address, by address, by network, by account; those that
 * are let through although the account's are used up, by account and address, and by account and network; successful
 * log-ins by account; refused log-ins written down, by account; names that are looked up to register, by address; searches
 * by user. Questions that the film source has to answer: by user, or address block of somebody unknown (`kinopoisk`), by
 * address (`-address`), those of newcomers by user and by address (`-newcomer`) and all of them together (`-newcomers`),
 * those about ids that no film has, by user and by address (`-guess`). Calls for imports, by owner.
 */
export const LIMIT_POLICIES = [
  'login-account-address',
  'login-address',
  'login-network',
  'login-account',
  'login-reserve',
  'login-reserve-network',
  'login-success',
  'login-refusal',
  'register',
  'search',
  'kinopoisk',
  'kinopoisk-address',
  'kinopoisk-newcomer',
  'kinopoisk-newcomers',
  'kinopoisk-guess',
  'kinopoisk-import',
  'import',
] as const;

export type LimitPolicy = (typeof LIMIT_POLICIES)[number];

/** Limits on requests under way at the same time: of one user, of one address. */
export const CONCURRENCY_POLICIES = ['lists', 'lists-address'] as const;

export type ConcurrencyPolicy = (typeof CONCURRENCY_POLICIES)[number];

/** `limit` calls in `windowSeconds`; `remaining` of them are left, all are back after `resetSeconds`. Whole numbers. */
export type LimitState = {
  readonly policy: LimitPolicy | ConcurrencyPolicy;
  readonly limit: number;
  readonly windowSeconds: number;
  readonly remaining: number;
  readonly resetSeconds: number;
};

/** The limit is used up; `state.resetSeconds` tells when to come back. */
export class TooManyRequests extends domainError('rate-limited', 'too-many-requests') {
  constructor(readonly state: LimitState) {
    super({ retryAfterSeconds: Math.max(1, state.resetSeconds) });
  }
}

/** Counts across all instances. Parallel calls cannot outrun the counter: a point is taken before the work it pays for. */
export interface RateLimiter {
  /** @throws TooManyRequests once the limit is used up */
  consume(policy: LimitPolicy, key: string): Promise<LimitState>;

  /**
   * Asks nobody: what is refused again and again must cost nothing. Whoever is not refused here may be by `consume`.
   * @throws TooManyRequests where it is known already that the limit is used up
   */
  refuseIfUsedUp(policy: LimitPolicy, key: string): void;

  /** Gives one point back: the work turned out not to count. */
  refund(policy: LimitPolicy, key: string): Promise<void>;

  /** Starts the key's count anew. */
  reset(policy: LimitPolicy, key: string): Promise<void>;
}
