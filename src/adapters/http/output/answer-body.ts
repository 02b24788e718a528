import { hash } from 'node:crypto';
import type { Request, Response } from 'express';
import type { ExpensiveRequest } from '../server/expensive-work.ts';

type Exchange = { readonly req: Request; readonly res: Response };

/** Streamed answers take turns with other expensive work. */
type StreamExchange = Exchange & { readonly work: ExpensiveRequest };

/** Whether the answer has an `ETag` and may be 304 (RFC 9110 section 13). */
type Conditions = { readonly isConditional: boolean };

const JSON_TYPE = 'application/json';

/** A stream is written in parts of about this many characters. */
const PART_LENGTH = 16 * 1024;

/** A list up to this length is buffered until its end, because only then its `ETag` is known. */
const MAX_TAGGED_LENGTH = 256 * 1024;

/** Does not use `res.send`, which answers 304 to `If-None-Match: *` for any operation. */
export function sendText(res: Response, contentType: string, text: string): void {
  const headers = {
    'Content-Type': `${contentType}; charset=utf-8`,
    'Content-Length': String(Buffer.byteLength(text)),
  };
  // A string, unlike bytes, is sent in one piece with the head.
  res.set(headers).end(text);
}

export function sendJson({ req, res }: Exchange, text: string, { isConditional }: Conditions): void {
  if (!isConditional) {
    sendText(res, JSON_TYPE, text);
    return;
  }
  const etag = `"${hash('sha256', text, 'base64url').slice(0, 27)}"`;
  res.set('ETag', etag);
  if (hasAlready(req, etag)) res.status(304).end();
  else sendText(res, JSON_TYPE, text);
}

/**
 * Does not use `req.fresh`, which ignores the condition next to `Cache-Control: no-cache`; `fetch` adds that header by
 * itself.
 */
function hasAlready(req: Request, etag: string): boolean {
  const tags = (req.get('If-None-Match') ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes(etag) || tags.includes('*');
}

/** Text that is produced piece by piece, such as a long list. */
export type TextStream = { readonly contentType: string; readonly pieces: AsyncIterable<string> };

/** Streams JSON in which some arrays are produced record by record. */
export async function streamJson(exchange: StreamExchange, body: unknown, conditions: Conditions): Promise<void> {
  await streamText(exchange, { contentType: JSON_TYPE, pieces: jsonPieces(body) }, conditions);
}

/**
 * Streams text at the client's pace, in constant memory. A short answer is sent as a whole, with its `ETag` if it is
 * conditional.
 */
export async function streamText(
  exchange: StreamExchange,
  { contentType, pieces }: TextStream,
  { isConditional }: Conditions,
): Promise<void> {
  const { res, work } = exchange;
  let held = '';
  let length = 0;
  for await (const piece of pieces) {
    if (res.closed) return;
    held += piece;
    length += piece.length;
    if (length < PART_LENGTH) continue;
    length = 0;
    const isHeldBack = isConditional && !res.headersSent && held.length < MAX_TAGGED_LENGTH;
    if (!isHeldBack && isOnlyHead(exchange, contentType)) return;
    const isRead = isHeldBack || res.write(held);
    if (!isHeldBack) held = '';
    // Computes no further part after the client has disconnected.
    if (!(await work.next(isRead))) return;
  }
  if (res.headersSent) res.end(held);
  else if (contentType === JSON_TYPE) sendJson(exchange, held, { isConditional });
  else sendText(res, contentType, held);
}

function isStream(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

/** Whether a part of the body is produced record by record. */
export function hasStream(body: unknown): body is object {
  return isStream(body) || (typeof body === 'object' && body !== null && Object.values(body).some(isStream));
}

async function* jsonPieces(value: unknown): AsyncIterable<string> {
  if (isStream(value)) {
    yield* arrayPieces(value);
  } else if (hasStream(value)) {
    let before = '{';
    for (const [name, member] of Object.entries(value)) {
      yield `${before}${JSON.stringify(name)}:`;
      yield* jsonPieces(member);
      before = ',';
    }
    yield '}';
  } else {
    yield JSON.stringify(value);
  }
}

async function* arrayPieces(records: AsyncIterable<unknown>): AsyncIterable<string> {
  let before = '[';
  for await (const record of records) {
    yield before + JSON.stringify(record);
    before = ',';
  }
  yield before === '[' ? '[]' : ']';
}

/** A HEAD request for a long list gets the headers that do not require its end. */
function isOnlyHead({ req, res }: Exchange, contentType: string): boolean {
  if (!res.headersSent) res.type(contentType);
  if (req.method !== 'HEAD') return false;
  res.end();
  return true;
}
