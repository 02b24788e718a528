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
  WHERE key = $1 AND points > 0 AND expire <= $2 RETURNING points`;
const DELETE_EXPIRED = `DELETE FROM "${TABLE}" WHERE expire < $1`;

/**
 * A used-up key costs two statements per this interval; a reset or refund on another instance takes effect after it.
 */
const BLOCKED_IN_MEMORY_MS = 5_000;

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
  private blocksForgottenAtMs = 0;

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
    this.forgetOldBlocks();
    const limiter = this.limiterOf(policy);
    const storedKey = boundedKey(key);
    try {
      return this.stateOf(policy, await limiter.consume(storedKey));
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      // Refunded, because the library counts beyond the limit; a call blocked in memory was not counted.
      if (error.consumedPoints > 0) {
        await this.giveBack(limiter.getKey(storedKey), Date.now() + error.msBeforeNext);
      }
      throw new TooManyRequests(this.stateOf(policy, error));
    }
  }

  async refund(policy: LimitPolicy, key: string): Promise<void> {
    const limiter = this.limiterOf(policy);
    const pointsLeft = await this.giveBack(limiter.getKey(boundedKey(key)), Number.MAX_SAFE_INTEGER);
    // Only a key at its limit can be blocked in memory, and the library can clear all blocks or none.
    if (pointsLeft >= this.policies[policy].limit - 1) limiter.deleteInMemoryBlockedAll();
  }

  async reset(policy: LimitPolicy, key: string): Promise<void> {
    await this.limiterOf(policy).delete(boundedKey(key));
  }

  /**
   * Takes one point off, unless a window that ends after `windowEndMs` has begun. The library's own `reward` would go
   * below zero, which would allow more calls later.
   * @returns the points that are taken now
   */
  private async giveBack(storedKey: string, windowEndMs: number): Promise<number> {
    const [row] = await this.query(GIVE_BACK, [storedKey, windowEndMs]);
    return Number(row?.['points'] ?? 0);
  }

  private async deleteExpired(): Promise<void> {
    try {
      await this.query(DELETE_EXPIRED, [Date.now() - DELETE_AFTER_MS]);
    } catch {
      // The next run retries.
    }
  }

  private forgetOldBlocks(): void {
    const now = Date.now();
    if (Math.abs(now - this.blocksForgottenAtMs) < BLOCKED_IN_MEMORY_MS) return;
    this.blocksForgottenAtMs = now;
    for (const limiter of this.limiters.values()) limiter.deleteInMemoryBlockedAll();
  }

  private limiterOf(policy: LimitPolicy): RateLimiterPostgres {
    const limiter = this.limiters.get(policy);
    if (limiter === undefined) throw new RangeError(`There is no limit named ${policy}`);
    return limiter;
  }

  private stateOf(policy: LimitPolicy, { remainingPoints, msBeforeNext }: RateLimiterRes): LimitState {
    return {
      policy,
      ...this.policies[policy],
      remaining: remainingPoints,
      resetSeconds: Math.ceil(msBeforeNext / 1000),
    };
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
    // One more than the limit: blocked at the limit itself, a refunded call would leave the key blocked.
    inMemoryBlockOnConsumed: limit + 1,
    // Its timer cannot be stopped, and there would be one per policy.
    clearExpiredByTimeout: false,
  });
}

/** At most 100 characters of a plain alphabet; `#` marks a digest, so that no plain key equals one. */
function boundedKey(key: string): string {
  return PLAIN_KEY.test(key) ? key : `#${createHash('sha256').update(key).digest('base64url')}`;
}
