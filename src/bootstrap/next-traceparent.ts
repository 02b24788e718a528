import { randomBytes } from 'node:crypto';
import type { RequestScope } from '../adapters/http/server/request-scope.ts';

export type TracedRequest = Pick<RequestScope, 'traceId' | 'isTraced'>;

/**
 * For a call to elsewhere that a request needs: the same trace, a step of its own (W3C Trace Context, `traceparent`). Only
 * where a trace came in. Its companion `tracestate` says what tools of the caller keep there, and is nobody else's business.
 */
export function nextTraceparent(request: TracedRequest | undefined): string | undefined {
  if (request?.traceId === undefined) return undefined;
  return `00-${request.traceId}-${randomBytes(8).toString('hex')}-${request.isTraced ? '01' : '00'}`;
}
