import type { LimitState } from '../../../application/shared/ports/rate-limiter.ts';
import { CONCURRENCY_POLICIES } from '../../../application/shared/ports/rate-limiter.ts';
import type { AnswerHeaders } from './headers.ts';

/** `RateLimit` and `RateLimit-Policy` as in the IETF draft "RateLimit header fields for HTTP". */
export function rateLimitHeaders(state: LimitState): AnswerHeaders {
  const isConcurrency = CONCURRENCY_POLICIES.some((policy) => policy === state.policy);
  const unit = isConcurrency ? 'qu="concurrent-requests"' : `w=${state.windowSeconds}`;
  return {
    'RateLimit-Policy': `"${state.policy}";q=${state.limit};${unit}`,
    RateLimit: `"${state.policy}";r=${state.remaining};t=${state.resetSeconds}`,
  };
}
