import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { gzipSync } from 'node:zlib';
import { type Answer, type Exchange, jsonAnswer, messages, refusal, send, usualHeaders } from './answer.ts';

/** Answers one call in a wrong way. */
export type Fault = (exchange: Exchange) => void;

const MEGABYTE = 1_048_576;
const html = '<!DOCTYPE html><html><head><title>Kinopoisk</title></head><body><h1>Oops</h1></body></html>';

/** Accepts the call and never answers. */
function hang(): Fault {
  return () => {};
}

/** Sends the head and half of the body, then nothing more. */
function stall(): Fault {
  return ({ response, rightAnswer }) => {
    response.writeHead(200, headersFor(rightAnswer)).write(halfOf(rightAnswer));
  };
}

/** Sends the right body byte by byte. Each pause is short, but the whole body takes long. */
export function drip({ everyMs = 100 } = {}): Fault {
  return ({ response, rightAnswer }) => {
    response.writeHead(rightAnswer.status, headersFor(rightAnswer)).flushHeaders();
    const bytes = Buffer.from(rightAnswer.body).values();
    const timer = setInterval(() => {
      const { value, done } = bytes.next();
      if (done === true) response.end();
      else response.write(Buffer.of(value));
    }, everyMs);
    response.once('close', () => clearInterval(timer));
  };
}

/** Resets the connection before the head or after half of the body. */
function reset(when: 'before-head' | 'mid-body' = 'before-head'): Fault {
  return ({ request, response, rightAnswer }) => {
    if (when === 'before-head') {
      request.socket.resetAndDestroy();
      return;
    }
    response.writeHead(200, headersFor(rightAnswer)).write(halfOf(rightAnswer), () => {
      setTimeout(() => request.socket.resetAndDestroy(), 20);
    });
  };
}

/** Announces the whole length, sends half of the body and closes the connection. */
function truncated(): Fault {
  return ({ response, rightAnswer }) => {
    response.writeHead(200, { ...headersFor(rightAnswer), connection: 'close' }).end(halfOf(rightAnswer));
  };
}

/** Half of the JSON, in a complete HTTP message. */
function brokenJson(): Fault {
  return answering((right) => ({ ...right, body: halfOf(right).toString() }));
}

function emptyBody(): Fault {
  return answering((right) => ({ ...right, body: '' }));
}

/** An HTML page, with status 200. */
function htmlPage(): Fault {
  return answering(() => ({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: html }));
}

/** The right JSON with a wrong `Content-Type`. */
function wrongContentType(contentType = 'text/plain'): Fault {
  return answering((right) => ({ ...right, headers: { ...right.headers, 'content-type': contentType } }));
}

/** An array in place of an object, an object in place of an array. */
function wrongShape(): Fault {
  return rewriting((body) => (Array.isArray(body) ? { items: body } : [body]));
}

/** Every value null, however deep. */
function allNull(): Fault {
  return rewriting((body) => mapLeaves(body, () => null));
}

/** Every value of another type than it should be. */
function wrongTypes(): Fault {
  return rewriting((body) =>
    mapLeaves(body, (leaf) => (typeof leaf === 'string' ? { text: leaf } : JSON.stringify(leaf))),
  );
}

/** A huge JSON text, sent as fast as the client reads it. */
export function huge({ megabytes = 200 } = {}): Fault {
  return ({ response }) => {
    response.writeHead(200, usualHeaders);
    const hungUp = () => {};
    pipeline(Readable.from(hugeJson(megabytes)), response).catch(hungUp);
  };
}

/** Correct JSON of that size, compressed to about a thousandth. */
export function gzipBomb({ megabytes = 300 } = {}): Fault {
  const zippedMegabyte = gzipSync(Buffer.alloc(MEGABYTE, 'a'));
  const body = Buffer.concat([
    gzipSync('{"description":"'),
    ...Array.from({ length: megabytes }, () => zippedMegabyte),
    gzipSync('"}'),
  ]);
  const headers = { ...usualHeaders, 'content-encoding': 'gzip', 'content-length': body.length };
  return ({ response }) => void response.writeHead(200, headers).end(body);
}

/** Sends the client to the same path of another origin. */
export function redirect(toOrigin: string, status: 301 | 302 | 307 | 308 = 302): Fault {
  return ({ request, response }) => void response.writeHead(status, { location: `${toOrigin}${request.url}` }).end();
}

/**
 * Answers with a status: with the recorded body, for 5xx with a proxy's page. `retryAfter`: seconds or an HTTP date.
 */
export function httpStatus(code: number, { retryAfter }: { retryAfter?: string | number } = {}): Fault {
  const extra: Record<string, string> = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
  const answer =
    code in messages ? refusal(code) : { status: code, headers: { 'content-type': 'text/html' }, body: html };
  return answering(() => ({ ...answer, headers: { ...answer.headers, ...extra } }));
}

/** Every other call of each operation has the fault. */
export function flapping(fault: Fault = httpStatus(503)): Fault {
  const calls = new Map<string, number>();
  return (exchange) => {
    const [path = ''] = (exchange.request.url ?? '').split('?');
    const endpoint = path.replaceAll(/\/\d+/g, '/id');
    const count = (calls.get(endpoint) ?? 0) + 1;
    calls.set(endpoint, count);
    if (count % 2 === 1) fault(exchange);
    else send(exchange, exchange.rightAnswer);
  };
}

/** Every fault that needs no argument, for `it.each` and the command line. */
export const faults = {
  hang,
  stall,
  drip: () => drip(),
  'reset-before-head': () => reset('before-head'),
  'reset-mid-body': () => reset('mid-body'),
  truncated,
  'broken-json': brokenJson,
  'empty-body': emptyBody,
  html: htmlPage,
  'wrong-content-type': () => wrongContentType(),
  'wrong-shape': wrongShape,
  'wrong-types': wrongTypes,
  'all-null': allNull,
  huge: () => huge(),
  'gzip-bomb': () => gzipBomb(),
  '401': () => httpStatus(401),
  '402': () => httpStatus(402),
  '404': () => httpStatus(404),
  '429': () => httpStatus(429),
  '429-retry-after-3600': () => httpStatus(429, { retryAfter: 3600 }),
  '500': () => httpStatus(500),
  '503': () => httpStatus(503),
  flapping: () => flapping(),
} satisfies Record<string, () => Fault>;

export type FaultName = keyof typeof faults;

function answering(spoil: (right: Answer) => Answer): Fault {
  return (exchange) => send(exchange, spoil(exchange.rightAnswer));
}

function rewriting(rewrite: (body: unknown) => unknown): Fault {
  return answering((right) => jsonAnswer(rewrite(JSON.parse(right.body)), right.status));
}

function mapLeaves(value: unknown, map: (leaf: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => mapLeaves(item, map));
  if (typeof value !== 'object' || value === null) return map(value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapLeaves(item, map)]));
}

function headersFor(answer: Answer): Record<string, string | number> {
  return { ...answer.headers, 'content-length': Buffer.byteLength(answer.body) };
}

function halfOf(answer: Answer): Buffer {
  const body = Buffer.from(answer.body);
  return body.subarray(0, body.length / 2);
}

function* hugeJson(megabytes: number): Generator<Buffer> {
  const megabyte = Buffer.alloc(MEGABYTE, 'a');
  yield Buffer.from('{"description":"');
  for (let sent = 0; sent < megabytes; sent += 1) yield megabyte;
  yield Buffer.from('"}');
}
