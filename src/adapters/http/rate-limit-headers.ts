import type { LimitState } from '../../application/ports/rate-limiter.ts';
import type { AnswerHeaders } from './headers.ts';

/** `RateLimit` and `RateLimit-Policy` as the IETF draft "RateLimit header fields for HTTP" writes them. */
export function rateLimitHeaders(state: LimitState): AnswerHeaders {
  return {
    'RateLimit-Policy': `"${state.policy}";q=${state.limit};w=${state.windowSeconds}`,
    RateLimit: `"${state.policy}";r=${state.remaining};t=${state.resetSeconds}`,
  };
}
