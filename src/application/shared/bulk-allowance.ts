import type { LimitPolicy, RateLimiter } from './ports/rate-limiter.ts';
import { RequestCoalescer } from './request-coalescer.ts';

/** Keys whose rest is in memory. The one that was used least recently loses its rest, mostly less than one point. */
const MAX_KEYS = 50_000;

/**
 * A limit on things that are too many to be counted one by one. It takes a point of the limiter for `unitsPerPoint` of
 * them and keeps the rest in memory, so that most of them cost no statement. An instance that stops loses the rest of
 * its keys.
 */
export class BulkAllowance {
  private readonly rest = new Map<string, number>();
  /** Calls at the same time wait for one point, because it may be enough for all. */
  private readonly points = new RequestCoalescer<void>();

  constructor(
    private readonly limiter: RateLimiter,
    private readonly policy: LimitPolicy,
    private readonly unitsPerPoint: number,
  ) {}

  /** @throws TooManyRequests once the limit is used up; the points that it took before count for the next call */
  async take(key: string, units: number): Promise<void> {
    while (this.restOf(key) < units) await this.points.run(key, () => this.takePoint(key));
    this.giveBack(key, -units);
  }

  /** For units that were not used after all. */
  giveBack(key: string, units: number): void {
    const rest = this.restOf(key) + units;
    this.rest.delete(key);
    this.rest.set(key, rest);
    const [oldest] = this.rest.keys();
    if (this.rest.size > MAX_KEYS && oldest !== undefined) this.rest.delete(oldest);
  }

  private async takePoint(key: string): Promise<void> {
    await this.limiter.consume(this.policy, key);
    this.giveBack(key, this.unitsPerPoint);
  }

  private restOf(key: string): number {
    return this.rest.get(key) ?? 0;
  }
}
