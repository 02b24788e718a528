import type { Request, Response } from 'express';
import type { AnyAnswer, RouteDeclaration } from '../routing/route.ts';
import type { ExpensiveRequest } from '../server/expensive-work.ts';
import { hasStream, sendJson, sendText, streamJson, streamText } from './answer-body.ts';
import { pageHeaders } from './list-answer.ts';

const CACHE_CONTROL = {
  'no-store': 'no-store',
  private: 'private, no-cache',
  public: 'public, max-age=300',
} as const;

export async function writeAnswer(
  route: RouteDeclaration,
  answer: AnyAnswer,
  { req, res, work }: { req: Request; res: Response; work: ExpensiveRequest | undefined },
): Promise<void> {
  res.status(answer.status).set(answer.headers ?? {});
  res.set('Cache-Control', CACHE_CONTROL[route.cache ?? 'private']);
  if (route.permission !== 'public') res.vary('Authorization');
  if (answer.page) res.set(pageHeaders(req, route, answer.page));
  const { contentType } = route.answers[answer.status] ?? {};
  const isConditional = route.isConditional ?? false;
  if (answer.text !== undefined) {
    await streamText({ req, res, work: inTurns(route, work) }, answer.text, { isConditional });
  } else if (answer.body === undefined) {
    res.end();
  } else if (contentType !== undefined) {
    sendText(res, contentType, typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
  } else if (hasStream(answer.body)) {
    await streamJson({ req, res, work: inTurns(route, work) }, answer.body, { isConditional });
  } else {
    sendJson({ req, res }, JSON.stringify(answer.body), { isConditional });
  }
}

/**
 * The compiler rejects a streaming route that is not declared expensive; this check covers code that bypasses the
 * compiler.
 */
function inTurns({ operationId }: RouteDeclaration, work: ExpensiveRequest | undefined): ExpensiveRequest {
  if (work === undefined) throw new Error(`${operationId} streams its answer but is not declared isExpensive`);
  return work;
}
