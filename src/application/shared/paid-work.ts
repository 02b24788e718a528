import { DomainError } from '../../domain/shared/errors.ts';
import type { LimitPolicy, LimitState, RateLimiter } from './ports/rate-limiter.ts';

export type Counter = { readonly policy: LimitPolicy; readonly key: string };

/**
 * Refuses without a statement when a counter is known to be used up. Otherwise, points of the counters before it would be
 * taken and refunded, and each of an attacker's 65,536 address blocks would create a counter.
 * @throws TooManyRequests of the first such counter
 */
export function refuseUsedUp(limiter: RateLimiter, counters: readonly Counter[]): void {
  for (const { policy, key } of counters) limiter.refuseIfUsedUp(policy, key);
}

/**
 * Takes a point of each counter before the work and refunds them when the work did not take place, so that callers do not
 * pay for failures of the service. Every answer of the work costs the points, even a refusal.
 * @returns the result of the work and the state of the first counter @throws TooManyRequests, any error of `work`
 */
export async function paidWork<T>(
  limiter: RateLimiter,
  [first, ...others]: readonly [Counter, ...Counter[]],
  work: () => Promise<T>,
): Promise<{ result: T; limit: LimitState }> {
  refuseUsedUp(limiter, [first, ...others]);
  const limit = await limiter.consume(first.policy, first.key);
  const paid = [limit];
  let isPaid = false;
  try {
    for (const { policy, key } of others) paid.push(await limiter.consume(policy, key));
    isPaid = true;
    return { result: await work(), limit };
  } catch (failure) {
    // The failure of the work matters more than a failed refund.
    if (!isPaid || !didTakePlace(failure)) await Promise.allSettled(paid.map((point) => limiter.refund(point)));
    throw failure;
  }
}

/**
 * Whether a failure is an answer of the work. A full queue, an unavailable resource and a fault of the service are not.
 */
export function didTakePlace(failure: unknown): boolean {
  return failure instanceof DomainError && failure.kind !== 'unavailable';
}
