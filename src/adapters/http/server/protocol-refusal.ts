import type { IncomingMessage, ServerResponse } from 'node:http';
import { STATUS_CODES } from 'node:http';
import { PROBLEM_TYPE } from '../routing/media-types.ts';
import { requestIdOf } from './request-scope.ts';

/** Why a request is refused that breaks HTTP, or does not arrive. */
export type ProtocolRefusal = { readonly status: 400 | 408 | 417 | 505; readonly detail: string };

/** An expectation other than `100-continue` (RFC 9110 section 10.1.1). */
export const UNKNOWN_EXPECTATION: ProtocolRefusal = { status: 417, detail: 'Expect may only be 100-continue.' };

export const BODY_TOO_SLOW: ProtocolRefusal = {
  status: 408,
  detail: 'The body did not arrive in time. Send it again.',
};

const WRONG_HOST: ProtocolRefusal = { status: 400, detail: 'Send exactly one Host header.' };
const WRONG_VERSION: ProtocolRefusal = { status: 505, detail: 'Use HTTP/1.1 or HTTP/1.0.' };

/**
 * Why Node should have refused the request, if at all: it accepts a request line with HTTP/2.0 or HTTP/0.9, and of two
 * hosts it takes the first, while a proxy may take the second (RFC 9112 sections 2.3 and 3.2).
 */
export function protocolRefusal({
  httpVersionMajor,
  httpVersion,
  rawHeaders,
}: IncomingMessage): ProtocolRefusal | undefined {
  if (httpVersionMajor !== 1) return WRONG_VERSION;
  const hosts = hostsAmong(rawHeaders);
  if (hosts > 1 || (hosts === 0 && httpVersion === '1.1')) return WRONG_HOST;
  return undefined;
}

/** A problem without a code of its own, because its status says everything (RFC 9457 section 4.2.1). */
export function answerRefused(req: IncomingMessage, res: ServerResponse, { status, detail }: ProtocolRefusal): void {
  // Express may have given the request an id.
  const requestId = String(res.getHeader('X-Request-Id') ?? requestIdOf(req));
  const problem = { type: 'about:blank', title: STATUS_CODES[status], status, detail, request_id: requestId };
  const body = Buffer.from(JSON.stringify(problem));
  res.writeHead(status, {
    'Content-Type': `${PROBLEM_TYPE}; charset=utf-8`,
    'Content-Length': body.length,
    'Cache-Control': 'no-store',
    'X-Request-Id': requestId,
    'X-Content-Type-Options': 'nosniff',
  });
  res.end(body);
}

/** `rawHeaders`: names and values in turn. */
function hostsAmong(rawHeaders: readonly string[]): number {
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at];
    if (name?.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  return hosts;
}
