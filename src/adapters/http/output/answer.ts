import type { Request, Response } from 'express';
import type { AnyAnswer, RouteDeclaration } from '../routing/route.ts';
import type { ExpensiveRequest } from '../server/expensive-work.ts';
import { hasStream, sendJson, sendText, streamJson, streamText } from './answer-body.ts';
import type { Compression } from './compression.ts';
import { acceptedBy } from './compression.ts';
import { pageHeaders } from './list-answer.ts';
import { isWritten, toJson } from './written-json.ts';

const CACHE_CONTROL = {
  'no-store': 'no-store',
  private: 'private, no-cache',
  public: 'public, max-age=300',
} as const;

export async function writeAnswer(
  route: RouteDeclaration,
  answer: AnyAnswer,
  { req, res, work, compression, publicUrl }: Writing,
): Promise<void> {
  res.status(answer.status).setHeader('Cache-Control', CACHE_CONTROL[route.cache ?? 'private']);
  if (answer.headers) res.set(answer.headers);
  if (answer.page) res.set(pageHeaders(req.originalUrl, { route, list: answer.page, publicUrl }));
  const isConditional = route.isConditional ?? false;
  const body = { req, res, compression, accepted: route.hasSecrets ? undefined : acceptedBy(req) };
  vary(res, route, answer);
  const { contentType } = route.answers[answer.status] ?? {};
  if (answer.text !== undefined) {
    await streamText({ ...body, work: inTurns(route, work) }, answer.text, { isConditional });
  } else if (answer.body === undefined) {
    res.end();
  } else if (contentType !== undefined) {
    sendText(res, contentType, typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
  } else if (hasStream(answer.body)) {
    await streamJson({ ...body, work: inTurns(route, work) }, answer.body, { isConditional });
  } else {
    const knownDigest = isConditional && isWritten(answer.body) ? answer.body.digest : undefined;
    await sendJson(body, toJson(answer.body), { isConditional, knownDigest });
  }
}

type Writing = {
  readonly req: Request;
  readonly res: Response;
  readonly work: ExpensiveRequest | undefined;
  readonly compression: Compression;
  readonly publicUrl: string | undefined;
};

/** Adds the names to those that are set for every answer. `res.vary` would parse both lists. */
function vary(res: Response, { permission, hasSecrets }: RouteDeclaration, answer: AnyAnswer): void {
  const varying = [
    ...(permission === 'public' ? [] : ['Authorization']),
    ...(!hasSecrets && hasBody(answer) ? ['Accept-Encoding'] : []),
  ];
  if (varying.length > 0) res.setHeader('Vary', [res.get('Vary'), ...varying].join(', '));
}

function hasBody({ body, text }: AnyAnswer): boolean {
  return body !== undefined || text !== undefined;
}

/**
 * The compiler rejects a streaming route that is not declared expensive; this check covers code that bypasses the
 * compiler.
 */
function inTurns({ operationId }: RouteDeclaration, work: ExpensiveRequest | undefined): ExpensiveRequest {
  if (work === undefined) throw new Error(`${operationId} streams its answer but is not declared isExpensive`);
  return work;
}
