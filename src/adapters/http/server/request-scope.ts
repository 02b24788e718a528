import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Response } from 'express';
import type { Client } from '../../../domain/sessions/session.ts';
import type { Language } from '../input/language.ts';

/** Facts about a request that all layers may need. */
export type RequestScope = {
  readonly requestId: string;
  /** The trace id of the request, from a well-formed W3C `traceparent`. */
  readonly traceId: string | undefined;
  /** Whether the caller samples the trace. */
  readonly isTraced: boolean;
  readonly method: string;
  /** The template of the route, once it is known. Logs contain it instead of the path, which may hold a secret. */
  readonly route: () => string | undefined;
  readonly client: Client;
  readonly language: Language;
  /** Cuts the connection of a request that will not be answered. */
  readonly cut: () => void;
};

/**
 * A request id chosen by a client or proxy. The longest one in use is a UUID with a short prefix. The id is logged, and
 * a client may send its token here by mistake, so the maximum is shorter than every token of ours.
 */
const REQUEST_ID = /^[\w.-]{8,40}$/;

/** The request id sent by the client if valid, otherwise a new one. */
export function requestIdOf({ headers }: IncomingMessage): string {
  const offered = String(headers['x-request-id'] ?? '');
  return REQUEST_ID.test(offered) ? offered : randomUUID();
}

export function setRequestScope(res: Response, scope: RequestScope): void {
  res.locals['scope'] = scope;
}

export function requestScope(res: Response): RequestScope {
  return res.locals['scope'] as RequestScope;
}

export function setOperation(res: Response, operationId: string): void {
  res.locals['operation'] = operationId;
}

/** The operation of the request, once it is known. */
export function operationOf(res: Response): string | undefined {
  return res.locals['operation'] as string | undefined;
}
