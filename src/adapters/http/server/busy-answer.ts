import type { IncomingMessage, ServerResponse } from 'node:http';
import { languageOf } from '../input/language.ts';
import type { ErrorForm } from '../problems/error-form.ts';
import { toProblemView } from '../problems/problem.ts';
import { sharedWording } from '../problems/shared-wording.ts';
import { requestIdOf } from './request-scope.ts';

/** Answers 503 with `Retry-After` without running Express. */
export function answerBusy(
  req: IncomingMessage,
  res: ServerResponse,
  { retryAfterSeconds, form }: { readonly retryAfterSeconds: number; readonly form?: ErrorForm | undefined },
): void {
  const requestId = requestIdOf(req);
  const text = sharedWording.problems['server-busy'];
  const problem = toProblemView({ code: 'server-busy', status: 503, text }, { requestId, language: languageOf(req) });
  const formed = form?.answerTo({ code: 'server-busy', status: 503 });
  res.writeHead(503, {
    'Content-Type': `application/${formed ? 'json' : 'problem+json'}; charset=utf-8`,
    ...formed?.headers,
    'Cache-Control': 'no-store',
    'Retry-After': String(retryAfterSeconds),
    'X-Request-Id': requestId,
    'X-Content-Type-Options': 'nosniff',
  });
  res.end(JSON.stringify(formed?.body ?? problem));
}
