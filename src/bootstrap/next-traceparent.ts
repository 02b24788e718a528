import { randomBytes } from 'node:crypto';
import type { RequestScope } from '../adapters/http/server/request-scope.ts';

export type TracedRequest = Pick<RequestScope, 'traceId' | 'isTraced'>;

/**
 * The trace context for an outgoing call of a request: same trace, new parent id (W3C Trace Context, `traceparent`).
 * `undefined` if the request has none. `tracestate` is not passed on, because it holds data of the caller's tools.
 */
export function nextTraceparent(request: TracedRequest | undefined): string | undefined {
  if (request?.traceId === undefined) return undefined;
  return `00-${request.traceId}-${randomBytes(8).toString('hex')}-${request.isTraced ? '01' : '00'}`;
}
