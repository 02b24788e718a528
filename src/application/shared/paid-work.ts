import { DomainError } from '../../domain/shared/errors.ts';
import type { LimitPolicy, LimitState, RateLimiter } from './ports/rate-limiter.ts';

/**
 * Takes a point before the work and refunds it when the work did not take place, so that callers do not pay for
 * failures of the service. Every answer of the work costs the point, even a refusal.
 * @returns the result of the work and the state of the limit @throws TooManyRequests, any error of `work`
 */
export async function paidWork<T>(
  limiter: RateLimiter,
  { policy, key }: { readonly policy: LimitPolicy; readonly key: string },
  work: (limit: LimitState) => Promise<T>,
): Promise<{ result: T; limit: LimitState }> {
  const limit = await limiter.consume(policy, key);
  try {
    return { result: await work(limit), limit };
  } catch (failure) {
    // The failure of the work matters more than a failed refund.
    if (!didTakePlace(failure)) await limiter.refund(policy, key).catch(() => undefined);
    throw failure;
  }
}

/**
 * Whether a failure is an answer of the work. A full queue, an unavailable resource and a fault of the service are not.
 */
export function didTakePlace(failure: unknown): boolean {
  return failure instanceof DomainError && failure.kind !== 'unavailable';
}
