import type { Clock } from '../../src/application/shared/ports/clock.ts';
import type {
  LimitPolicy,
  LimitState,
  RateLimiter,
  TakenPoint,
} from '../../src/application/shared/ports/rate-limiter.ts';
import { TooManyRequests } from '../../src/application/shared/ports/rate-limiter.ts';

type Window = { points: number; readonly endsAtMs: number };

/** Fixed windows, each started by a key's first call; a refused call takes no point. */
export class InMemoryRateLimiter implements RateLimiter {
  private readonly windows = new Map<string, Window>();

  constructor(
    private readonly clock: Clock,
    private readonly policies: Readonly<Record<LimitPolicy, Pick<LimitState, 'limit' | 'windowSeconds'>>>,
  ) {}

  async consume(policy: LimitPolicy, key: string): Promise<TakenPoint> {
    const { limit, windowSeconds } = this.policies[policy];
    const window = this.openWindow(policy, key) ?? { points: 0, endsAtMs: this.nowMs() + windowSeconds * 1000 };
    const refused = window.points >= limit;
    if (!refused) window.points += 1;
    this.windows.set(`${policy}:${key}`, window);

    const remaining = limit - window.points;
    const resetSeconds = Math.ceil((window.endsAtMs - this.nowMs()) / 1000);
    const state: LimitState = { policy, limit, windowSeconds, remaining, resetSeconds };
    if (refused) throw new TooManyRequests(state);
    return { ...state, policy, key, windowEndMs: window.endsAtMs };
  }

  refuseIfUsedUp(policy: LimitPolicy, key: string): void {
    const { limit, windowSeconds } = this.policies[policy];
    const window = this.openWindow(policy, key);
    if (window === undefined || window.points < limit) return;
    const resetSeconds = Math.ceil((window.endsAtMs - this.nowMs()) / 1000);
    throw new TooManyRequests({ policy, limit, windowSeconds, remaining: 0, resetSeconds });
  }

  async refund({ policy, key, windowEndMs }: TakenPoint): Promise<void> {
    const window = this.openWindow(policy, key);
    if (window?.endsAtMs === windowEndMs && window.points > 0) window.points -= 1;
  }

  async reset(policy: LimitPolicy, key: string): Promise<void> {
    this.windows.delete(`${policy}:${key}`);
  }

  private openWindow(policy: LimitPolicy, key: string): Window | undefined {
    const window = this.windows.get(`${policy}:${key}`);
    return window !== undefined && window.endsAtMs > this.nowMs() ? window : undefined;
  }

  private nowMs(): number {
    return this.clock.now().getTime();
  }
}
