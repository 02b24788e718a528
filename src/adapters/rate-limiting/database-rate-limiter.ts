import { createHash } from 'node:crypto';
import type { LimitPolicy, LimitState, RateLimiter, TakenPoint } from '../../application/shared/ports/rate-limiter.ts';
import { TooManyRequests } from '../../application/shared/ports/rate-limiter.ts';

/** Both are whole numbers from 1. */
export type Limit = Pick<LimitState, 'limit' | 'windowSeconds'>;

/** Runs one SQL statement with `$1`, `$2` … for the values. @returns its rows; eight-byte integers may be text */
export type Query = (text: string, values: unknown[]) => Promise<readonly Record<string, unknown>[]>;

/**
 * $1 key, $2 now, $3 end of a window that starts now, $4 limit. Changes and returns nothing if the limit is used up.
 */
const TAKE = `INSERT INTO rate_limits AS counter (key, points, expire) VALUES ($1, 1, $3)
  ON CONFLICT (key) DO UPDATE SET
    points = CASE WHEN counter.expire > $2 THEN counter.points + 1 ELSE 1 END,
    expire = CASE WHEN counter.expire > $2 THEN counter.expire ELSE $3 END
  WHERE counter.expire <= $2 OR counter.points < $4
  RETURNING points, expire`;
const USED_UP_UNTIL = 'SELECT expire FROM rate_limits WHERE key = $1 AND expire > $2 AND points >= $3';
/** $2: end of the window in which the point was taken. */
const GIVE_BACK = 'UPDATE rate_limits SET points = points - 1 WHERE key = $1 AND expire = $2 AND points > 0';
const RESET = 'DELETE FROM rate_limits WHERE key = $1';
const DELETE_EXPIRED = 'DELETE FROM rate_limits WHERE expire < $1';

/**
 * How long a key counts as used up without a statement. A reset or refund on another instance is noticed after this
 * time.
 */
const KNOWN_FOR_MS = 5_000;

/**
 * Maximum number of keys that are known to be used up. The oldest is dropped, and its next call queries the database.
 */
const MAX_KNOWN = 10_000;

/** Expired rows stay for a while, so that an instance whose clock is ahead does not end windows early. */
const DELETE_EVERY_MS = 5 * 60_000;
const DELETE_AFTER_MS = 60 * 60_000;

const PLAIN_KEY = /^[A-Za-z0-9:._@-]{1,100}$/;

/**
 * Fixed windows in the table `rate_limits`; a key's first call starts its window. A refused call takes no point. Each
 * instance decides with its own clock. Errors of the given `query` are passed on unchanged.
 */
export class DatabaseRateLimiter implements RateLimiter {
  private readonly deleteTimer: NodeJS.Timeout;
  private readonly usedUp = new UsedUpKeys();

  constructor(
    private readonly query: Query,
    private readonly policies: Readonly<Record<LimitPolicy, Limit>>,
  ) {
    this.deleteTimer = setInterval(() => void this.deleteExpired(), DELETE_EVERY_MS).unref();
  }

  /** Stops the periodic deletion of expired rows. */
  close(): void {
    clearInterval(this.deleteTimer);
  }

  async consume(policy: LimitPolicy, key: string): Promise<TakenPoint> {
    this.refuseIfUsedUp(policy, key);
    const storedKey = storedKeyOf(policy, key);
    const { limit, windowSeconds } = this.policies[policy];
    const nowMs = Date.now();
    const [taken] = await this.query(TAKE, [storedKey, nowMs, nowMs + windowSeconds * 1000, limit]);
    if (taken) {
      const takenEndMs = Number(taken['expire']);
      return {
        ...this.stateOf(policy, limit - Number(taken['points']), takenEndMs),
        policy,
        key,
        windowEndMs: takenEndMs,
      };
    }
    const windowEndMs = await this.usedUpUntilMs(storedKey, limit);
    this.usedUp.add(storedKey, windowEndMs);
    throw new TooManyRequests(this.stateOf(policy, 0, windowEndMs));
  }

  refuseIfUsedUp(policy: LimitPolicy, key: string): void {
    const windowEndMs = this.usedUp.windowEndMs(storedKeyOf(policy, key));
    if (windowEndMs !== undefined) throw new TooManyRequests(this.stateOf(policy, 0, windowEndMs));
  }

  async refund({ policy, key, windowEndMs }: TakenPoint): Promise<void> {
    const storedKey = storedKeyOf(policy, key);
    await this.query(GIVE_BACK, [storedKey, windowEndMs]);
    this.usedUp.delete(storedKey);
  }

  async reset(policy: LimitPolicy, key: string): Promise<void> {
    const storedKey = storedKeyOf(policy, key);
    await this.query(RESET, [storedKey]);
    this.usedUp.delete(storedKey);
  }

  /**
   * The end of the window; the current time, if the key is no longer used up because of a refund, a reset or the end of
   * the window.
   */
  private async usedUpUntilMs(storedKey: string, limit: number): Promise<number> {
    const nowMs = Date.now();
    const [counter] = await this.query(USED_UP_UNTIL, [storedKey, nowMs, limit]);
    return counter ? Number(counter['expire']) : nowMs;
  }

  private async deleteExpired(): Promise<void> {
    try {
      await this.query(DELETE_EXPIRED, [Date.now() - DELETE_AFTER_MS]);
    } catch {
      // The next run retries.
    }
  }

  private stateOf(policy: LimitPolicy, remaining: number, windowEndMs: number): LimitState {
    const resetSeconds = Math.ceil((windowEndMs - Date.now()) / 1000);
    return { policy, ...this.policies[policy], remaining, resetSeconds };
  }
}

/** Keys that were found to be used up a moment ago, with the end of their windows. */
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

/**
 * The key in the table: the policy, and at most 100 characters of a plain alphabet. `#` marks a digest, so that no
 * plain key equals one.
 */
function storedKeyOf(policy: LimitPolicy, key: string): string {
  return `${policy}:${PLAIN_KEY.test(key) ? key : `#${createHash('sha256').update(key).digest('base64url')}`}`;
}
