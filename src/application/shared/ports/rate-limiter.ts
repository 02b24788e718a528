import { domainError } from '../../../domain/shared/errors.ts';

/**
 * The counted events and their keys.
 * - `login-account-address`, `login-address`, `login-network`, `login-account`: failed log-ins, counted by the things
 *   in the name.
 * - `login-reserve`, `login-reserve-network`: attempts allowed after `login-account` is used up, by account and address, and
 *   by account and network.
 * - `login-success`: successful log-ins, by account (at a familiar address: by both).
 * - `login-success-address`: `LOGINS_PER_POINT` successful log-ins that the history keeps, by address.
 * - `login-success-first`: successful log-ins that the history keeps beyond that limit, by account and address.
 * - `login-refusal`, `login-refusal-address`: refused log-ins written to the history, by account, and by network or address.
 * - `register`, `register-network`: names checked by registration and by changes of names, by address, and by IPv6 network.
 * - `search`: searches, by user.
 * - `kinopoisk`, `kinopoisk-address`: questions for the film source, by user (or address block if anonymous), and by address.
 * - `kinopoisk-newcomer`, `kinopoisk-newcomers`: the questions of newcomers: by user and by address, and of all
 *   newcomers together.
 * - `kinopoisk-guess`: questions about ids without a film, by user and by address.
 * - `kinopoisk-import`: calls to the film source for imports, by owner.
 * - `import`, `import-address`: imports, by user and by address.
 * - `stored`, `stored-address`: megabytes that changes may store, by user and by address.
 */
export const LIMIT_POLICIES = [
  'login-account-address',
  'login-address',
  'login-network',
  'login-account',
  'login-reserve',
  'login-reserve-network',
  'login-success',
  'login-success-address',
  'login-success-first',
  'login-refusal',
  'login-refusal-address',
  'register',
  'register-network',
  'search',
  'kinopoisk',
  'kinopoisk-address',
  'kinopoisk-newcomer',
  'kinopoisk-newcomers',
  'kinopoisk-guess',
  'kinopoisk-import',
  'import',
  'import-address',
  'stored',
  'stored-address',
] as const;

export type LimitPolicy = (typeof LIMIT_POLICIES)[number];

/** Limits on concurrent requests: of one user, of one address. */
export const CONCURRENCY_POLICIES = ['lists', 'lists-address'] as const;

export type ConcurrencyPolicy = (typeof CONCURRENCY_POLICIES)[number];

/**
 * `limit` calls in `windowSeconds`; `remaining` of them are left; all are available again after `resetSeconds`. Whole
 * numbers.
 */
export type LimitState = {
  readonly policy: LimitPolicy | ConcurrencyPolicy;
  readonly limit: number;
  readonly windowSeconds: number;
  readonly remaining: number;
  readonly resetSeconds: number;
};

/** A point that was taken from the counter `key`. `windowEndMs`: end of its window, in milliseconds since 1970. */
export type TakenPoint = LimitState & {
  readonly policy: LimitPolicy;
  readonly key: string;
  readonly windowEndMs: number;
};

/** The limit is used up. `state.resetSeconds` tells when to retry. */
export class TooManyRequests extends domainError('rate-limited', 'too-many-requests') {
  constructor(readonly state: LimitState) {
    super({ retryAfterSeconds: Math.max(1, state.resetSeconds) });
  }
}

/** Counts across all instances. Points are taken before the work, so parallel calls cannot exceed the limit. */
export interface RateLimiter {
  /** @throws TooManyRequests once the limit is used up */
  consume(policy: LimitPolicy, key: string): Promise<TakenPoint>;

  /**
   * Refuses without a query a key that is known to be used up. `consume` may still refuse a key that passes here.
   * @throws TooManyRequests when the limit is known to be used up
   */
  refuseIfUsedUp(policy: LimitPolicy, key: string): void;

  /** Refunds a point, unless its window is over: a point of the next window costs what it counts. */
  refund(point: TakenPoint): Promise<void>;

  /** Resets the key's count. */
  reset(policy: LimitPolicy, key: string): Promise<void>;
}
