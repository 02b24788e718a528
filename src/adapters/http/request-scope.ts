import type { Response } from 'express';
import type { Client } from '../../domain/session.ts';
import type { Language } from './language.ts';

/** The facts about one request that every room it passes may want to know. */
export type RequestScope = {
  readonly requestId: string;
  /** The trace the request belongs to, by its W3C `traceparent` if it came with a well-formed one. */
  readonly traceId: string | undefined;
  readonly client: Client;
  readonly language: Language;
};

export function setRequestScope(res: Response, scope: RequestScope): void {
  res.locals['scope'] = scope;
}

export function requestScope(res: Response): RequestScope {
  return res.locals['scope'] as RequestScope;
}
