import { createHash } from 'node:crypto';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { LimitPolicy, LimitState, RateLimiter } from '../../application/shared/ports/rate-limiter.ts';
import { TooManyRequests } from '../../application/shared/ports/rate-limiter.ts';

/** Both are whole numbers from 1. */
export type Limit = Pick<LimitState, 'limit' | 'windowSeconds'>;

/** Runs one SQL statement with `$1`, `$2` … for the values. @returns its rows */
export type Query = (text: string, values: unknown[]) => Promise<readonly Record<string, unknown>[]>;

const TABLE = 'rate_limits';
const GIVE_BACK = `UPDATE "${TABLE}" SET points = points - 1
  WHERE key = $1 AND points > 0 AND expire <= $2`;
const DELETE_EXPIRED = `DELETE FROM "${TABLE}" WHERE expire < $1`;

/** A key that is used up costs two statements in this time; a reset or refund on another instance shows after it. */
const KNOWN_FOR_MS = 5_000;

/** Keys known to be used up. Of more, the oldest is forgotten, and asked about again. */
const MAX_KNOWN = 10_000;

/** Expired rows stay for a while, so that an instance whose clock is ahead does not end windows early. */
const DELETE_EVERY_MS = 5 * 60_000;
const DELETE_AFTER_MS = 60 * 60_000;

const PLAIN_KEY = /^[A-Za-z0-9:._@-]{1,100}$/;

/**
 * Fixed windows in the table `rate_limits`; a key's first call starts its window. A refused call takes no point.
 * Instances agree as far as their clocks do. Errors of the given `query` are passed on unchanged.
 */
export class DatabaseRateLimiter implements RateLimiter {
  private readonly limiters: ReadonlyMap<LimitPolicy, RateLimiterPostgres>;
  private readonly deleteTimer: NodeJS.Timeout;
  private readonly usedUp = new UsedUpKeys();

  constructor(
    private readonly query: Query,
    private readonly policies: Readonly<Record<LimitPolicy, Limit>>,
  ) {
    const names = Object.keys(policies) as LimitPolicy[];
    this.limiters = new Map(names.map((policy) => [policy, openLimiter(query, policy, policies[policy])]));
    this.deleteTimer = setInterval(() => void this.deleteExpired(), DELETE_EVERY_MS).unref();
  }

  /** Stops the periodic deletion of expired rows. */
  close(): void {
    clearInterval(this.deleteTimer);
  }

  async consume(policy: LimitPolicy, key: string): Promise<LimitState> {
    this.refuseIfUsedUp(policy, key);
    const limiter = this.limiterOf(policy);
    const storedKey = boundedKey(key);
    try {
      return this.stateOf(policy, await limiter.consume(storedKey));
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      const windowEndMs = Date.now() + error.msBeforeNext;
      this.usedUp.add(limiter.getKey(storedKey), windowEndMs);
      // Taken up to here because the library counts on when the limit is passed.
      await this.giveBack(limiter.getKey(storedKey), windowEndMs);
      throw new TooManyRequests(this.stateOf(policy, error));
    }
  }

  refuseIfUsedUp(policy: LimitPolicy, key: string): void {
    const windowEndMs = this.usedUp.windowEndMs(this.limiterOf(policy).getKey(boundedKey(key)));
    if (windowEndMs === undefined) return;
    const state = this.stateOf(policy, { remainingPoints: 0, msBeforeNext: windowEndMs - Date.now() });
    throw new TooManyRequests(state);
  }

  async refund(policy: LimitPolicy, key: string): Promise<void> {
    const storedKey = this.limiterOf(policy).getKey(boundedKey(key));
    await this.giveBack(storedKey, Number.MAX_SAFE_INTEGER);
    this.usedUp.delete(storedKey);
  }

  async reset(policy: LimitPolicy, key: string): Promise<void> {
    const limiter = this.limiterOf(policy);
    await limiter.delete(boundedKey(key));
    this.usedUp.delete(limiter.getKey(boundedKey(key)));
  }

  /**
   * Takes one point off, unless a window that ends after `windowEndMs` has begun. The library's own `reward` would go below
   * zero where nothing is left, which lets more calls through later.
   */
  private async giveBack(storedKey: string, windowEndMs: number): Promise<void> {
    await this.query(GIVE_BACK, [storedKey, windowEndMs]);
  }

  private async deleteExpired(): Promise<void> {
    try {
      await this.query(DELETE_EXPIRED, [Date.now() - DELETE_AFTER_MS]);
    } catch {
      // The next run retries.
    }
  }

  private limiterOf(policy: LimitPolicy): RateLimiterPostgres {
    const limiter = this.limiters.get(policy);
    if (limiter === undefined) throw new RangeError(`There is no limit named ${policy}`);
    return limiter;
  }

  private stateOf(
    policy: LimitPolicy,
    { remainingPoints, msBeforeNext }: Pick<RateLimiterRes, 'remainingPoints' | 'msBeforeNext'>,
  ): LimitState {
    return {
      policy,
      ...this.policies[policy],
      remaining: remainingPoints,
      resetSeconds: Math.ceil(msBeforeNext / 1000),
    };
  }
}

/**
 * Keys whose limit was found to be used up a moment ago, by the end of their windows. The library has such a memory, too, but
 * can be asked only together with the table, and forgets all keys or none.
 */
class UsedUpKeys {
  private readonly keys = new Map<string, { readonly windowEndMs: number; readonly knownUntilMs: number }>();

  add(key: string, windowEndMs: number): void {
    this.keys.delete(key);
    this.keys.set(key, { windowEndMs, knownUntilMs: Math.min(windowEndMs, Date.now() + KNOWN_FOR_MS) });
    const [oldest] = this.keys.keys();
    if (this.keys.size > MAX_KNOWN && oldest !== undefined) this.keys.delete(oldest);
  }

  /** @returns `undefined` unless the key is known to be used up */
  windowEndMs(key: string): number | undefined {
    const known = this.keys.get(key);
    if (known === undefined) return undefined;
    if (known.knownUntilMs > Date.now()) return known.windowEndMs;
    this.keys.delete(key);
    return undefined;
  }

  delete(key: string): void {
    this.keys.delete(key);
  }
}

function openLimiter(query: Query, policy: LimitPolicy, { limit, windowSeconds }: Limit): RateLimiterPostgres {
  return new RateLimiterPostgres({
    storeClient: {
      query: async ({ text, values }: { text: string; values: unknown[] }) => {
        const rows = await query(text, values);
        return { rows, rowCount: rows.length };
      },
    },
    storeType: 'client',
    tableName: TABLE,
    tableCreated: true,
    keyPrefix: policy,
    points: limit,
    duration: windowSeconds,
    // Its timer cannot be stopped, and there would be one for each policy.
    clearExpiredByTimeout: false,
  });
}

/** At most 100 characters of a plain alphabet; `#` marks a digest, so that no plain key equals one. */
function boundedKey(key: string): string {
  return PLAIN_KEY.test(key) ? key : `#${createHash('sha256').update(key).digest('base64url')}`;
}
