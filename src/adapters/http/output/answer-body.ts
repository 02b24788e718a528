import { hash } from 'node:crypto';
import type { Request, Response } from 'express';
import type { ExpensiveRequest } from '../server/expensive-work.ts';

type Exchange = { readonly req: Request; readonly res: Response };

/** Streams take turns with those of others. */
type StreamExchange = Exchange & { readonly work: ExpensiveRequest };

/** Whether the answer carries an `ETag` and may be 304 (RFC 9110 section 13). */
type Conditions = { readonly isConditional: boolean };

const JSON_TYPE = 'application/json';

/** Records of a stream are written in parts of about so many characters. */
const PART_LENGTH = 16 * 1024;

/** A list up to this length is held back until its end, because only then its `ETag` is known. */
const MAX_TAGGED_LENGTH = 256 * 1024;

/** Not by `res.send`, which answers 304 to `If-None-Match: *` whatever the operation says. */
export function sendText(res: Response, contentType: string, text: string): void {
  const headers = {
    'Content-Type': `${contentType}; charset=utf-8`,
    'Content-Length': String(Buffer.byteLength(text)),
  };
  // As text and not as bytes: it then leaves in one piece with the head.
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

/** Not `req.fresh`: it takes no heed of the condition beside `Cache-Control: no-cache`, which `fetch` adds by itself. */
function hasAlready(req: Request, etag: string): boolean {
  const tags = (req.get('If-None-Match') ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes(etag) || tags.includes('*');
}

/** Text that comes in pieces, such as a list of any length. */
export type TextStream = { readonly contentType: string; readonly pieces: AsyncIterable<string> };

/** Writes JSON of which some arrays come record by record. */
export async function streamJson(exchange: StreamExchange, body: unknown, conditions: Conditions): Promise<void> {
  await streamText(exchange, { contentType: JSON_TYPE, pieces: jsonPieces(body) }, conditions);
}

/**
 * Writes text as it comes, at the client's pace, so that memory does not grow with it. What turns out to be short is sent
 * as a whole, with its `ETag` where it is conditional.
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
    // Whoever has left meanwhile costs no further part.
    if (!(await work.next(isRead))) return;
  }
  if (res.headersSent) res.end(held);
  else if (contentType === JSON_TYPE) sendJson(exchange, held, { isConditional });
  else sendText(res, contentType, held);
}

function isStream(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

/** Whether something of the body itself comes record by record. */
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

/** Whoever asks for the head of a long list is told what there is to say without its end. */
function isOnlyHead({ req, res }: Exchange, contentType: string): boolean {
  if (!res.headersSent) res.type(contentType);
  if (req.method !== 'HEAD') return false;
  res.end();
  return true;
}
