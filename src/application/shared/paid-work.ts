import { DomainError } from '../../domain/shared/errors.ts';
import type { LimitPolicy, LimitState, RateLimiter } from './ports/rate-limiter.ts';

/**
 * Takes a point for the work, and gives it back when the work did not take place: a caller does not pay for what the
 * service could not do. An answer, also one that refuses, is paid for.
 * @returns what the work gave, and what is left of the limit @throws TooManyRequests, whatever `work` throws
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
    // Why the work failed matters more than a point that stays taken.
    if (!didTakePlace(failure)) await limiter.refund(policy, key).catch(() => undefined);
    throw failure;
  }
}

/** Whether a failure is an answer of the work. A full queue, a resource that is away and a fault of the service are not. */
export function didTakePlace(failure: unknown): boolean {
  return failure instanceof DomainError && failure.kind !== 'unavailable';
}
