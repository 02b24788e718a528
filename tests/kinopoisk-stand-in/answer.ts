import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';

export type Answer = { readonly status: number; readonly headers: Record<string, string>; readonly body: string };

/** A call that is not answered yet, and the answer that Kinopoisk would give. */
export type Exchange = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly rightAnswer: Answer;
};

/** Sent with every answer. They contain no limits, because no such header was ever recorded. */
export const usualHeaders = {
  'content-type': 'application/json',
  vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
};

/** The messages of 401, 402 and 429 were recorded; the others are invented. */
export const messages: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: "You don't have permissions. See https://kinopoiskapiunofficial.tech",
  402: quotaMessage(503, 500),
  404: 'Not found',
  405: 'Method not allowed',
  429: 'Rate limit exceeded',
};

export function quotaMessage(used: number, quota: number): string {
  return `You exceeded the quota. You have sent ${used} request, but available ${quota} per day`;
}

/** A property that is `undefined` is left out of the body. */
export function jsonAnswer(body: unknown, status = 200): Answer {
  return { status, headers: usualHeaders, body: JSON.stringify(body) };
}

export function refusal(status: number, message = messages[status]): Answer {
  return jsonAnswer({ message }, status);
}

/** Gzips when the client accepts it, as Kinopoisk does. */
export function send({ request, response }: Exchange, answer: Answer): void {
  const isGzip = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  const body = isGzip ? gzipSync(answer.body) : Buffer.from(answer.body);
  response.writeHead(answer.status, {
    ...answer.headers,
    ...(isGzip && { 'content-encoding': 'gzip' }),
    'content-length': body.length,
  });
  response.end(body);
}
