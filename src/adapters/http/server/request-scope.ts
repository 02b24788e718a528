import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Response } from 'express';
import type { Client } from '../../../domain/sessions/session.ts';
import type { Language } from '../input/language.ts';

/** The facts about one request that every room it passes may want to know. */
export type RequestScope = {
  readonly requestId: string;
  /** The trace the request belongs to, by its W3C `traceparent` if it came with a well-formed one. */
  readonly traceId: string | undefined;
  /** Whether whoever began the trace keeps it. */
  readonly isTraced: boolean;
  readonly client: Client;
  readonly language: Language;
  /** Cuts the connection of a request that will never be answered. */
  readonly cut: () => void;
};

/** A request id that a client or proxy may choose itself. */
const REQUEST_ID = /^[\w.-]{8,64}$/;

/** The id that came with the request, if it is one, otherwise a new one. */
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

/** What the request is for, as soon as that is known. */
export function operationOf(res: Response): string | undefined {
  return res.locals['operation'] as string | undefined;
}
