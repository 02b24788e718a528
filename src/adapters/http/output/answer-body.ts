import type { Request, Response } from 'express';
import { JSON_TYPE } from '../routing/media-types.ts';
import type { ExpensiveRequest } from '../server/expensive-work.ts';
import type { Coding, Compression, Sink } from './compression.ts';
import { isWorthIt } from './compression.ts';
import { digestOf } from './digest.ts';
import { toText } from './written-json.ts';

type Exchange = {
  readonly req: Request;
  readonly res: Response;
  readonly compression: Compression;
  /** `undefined` for an answer that is sent as it is. */
  readonly accepted: Coding | undefined;
};

/** Streamed answers take turns with other expensive work. */
type StreamExchange = Exchange & { readonly work: ExpensiveRequest };

/** Whether the answer has an `ETag` and may be 304 (RFC 9110 section 13). */
type Conditions = { readonly isConditional: boolean };

/** In characters. */
const LONG_TEXT = 4 * 1024;

/** A stream is written in parts of about this many characters. */
const PART_LENGTH = 16 * 1024;

/** A list up to this length is buffered until its end, because only then its `ETag` is known. */
const MAX_TAGGED_LENGTH = 256 * 1024;

/** Does not use `res.send`, which answers 304 to `If-None-Match: *` for any operation. */
export function sendText(res: Response, contentType: string, text: string | Buffer): void {
  // Does not use `res.set`, which looks up the type. Node sends a string in one piece with the head, but not bytes.
  res
    .setHeader('Content-Type', `${contentType}; charset=utf-8`)
    .setHeader('Content-Length', Buffer.byteLength(text))
    .end(text);
}

/** Encodes a long text once, instead of three times: for its tag, for its length and for sending. */
function bytesOfLong(text: string | Buffer): string | Buffer {
  return typeof text === 'string' && text.length > LONG_TEXT ? Buffer.from(text) : text;
}

/** `knownDigest`: the digest of `json`, if it has been computed before. */
export async function sendJson(
  exchange: Exchange,
  json: string | Buffer,
  { isConditional, knownDigest }: Conditions & { readonly knownDigest?: string | undefined },
): Promise<void> {
  const text = bytesOfLong(json);
  if (!isConditional) {
    await sendWhole(exchange, JSON_TYPE, text);
    return;
  }
  const { req, res, accepted } = exchange;
  const digest = knownDigest ?? digestOf(text);
  const tags = [tagOf(digest, accepted), tagOf(digest, undefined)];
  const known = tagThatClientHas(req, isWorthIt(text.length) ? tags : tags.toReversed());
  if (known === undefined) await sendWhole(exchange, JSON_TYPE, text, digest);
  else res.set('ETag', known).status(304).end();
}

/** A strong tag names the bytes, so each coding has its own (RFC 9110 section 8.8.3.3). */
export function tagOf(digest: string, coding: Coding | undefined): string {
  return coding === undefined ? `"${digest}"` : `"${digest}-${coding}"`;
}

/**
 * Returns the tag that the client already has; for `*` the first one. Does not use `req.fresh`, which ignores the
 * condition next to `Cache-Control: no-cache`; `fetch` adds that header by itself.
 */
export function tagThatClientHas(req: Request, tags: readonly string[]): string | undefined {
  const condition = req.get('If-None-Match');
  if (condition === undefined) return undefined;
  const had = condition.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return had.includes('*') ? tags[0] : tags.find((tag) => had.includes(tag));
}

async function sendWhole(
  exchange: Exchange,
  contentType: string,
  text: string | Buffer,
  digest?: string,
): Promise<void> {
  const { res, compression, accepted } = exchange;
  const compressed = accepted && (await compression.whole(text, accepted));
  if (res.closed) return;
  if (digest !== undefined) res.setHeader('ETag', tagOf(digest, compressed && accepted));
  if (compressed === undefined || accepted === undefined) sendText(res, contentType, text);
  else sendCompressed(res, contentType, { coding: accepted, bytes: compressed });
}

type Compressed = { readonly coding: Coding; readonly bytes: Buffer };

export function sendCompressed(res: Response, contentType: string, { coding, bytes }: Compressed): void {
  const headers = {
    'Content-Type': `${contentType}; charset=utf-8`,
    'Content-Encoding': coding,
    'Content-Length': String(bytes.length),
  };
  res.set(headers).end(bytes);
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
  const answer = new AnswerInParts(exchange, contentType, isConditional);
  try {
    for await (const piece of pieces) {
      if (exchange.res.closed) return;
      if (answer.add(piece) && !(await answer.write())) return;
    }
    await answer.end();
  } finally {
    answer.close();
  }
}

class AnswerInParts {
  private sink: Sink | undefined;
  private held = '';
  /** Characters since the last part. */
  private length = 0;

  constructor(
    private readonly exchange: StreamExchange,
    private readonly contentType: string,
    private readonly isConditional: boolean,
  ) {}

  /** @returns whether a part is complete */
  add(piece: string): boolean {
    this.held += piece;
    this.length += piece.length;
    return this.length >= PART_LENGTH;
  }

  /** Writes the part, and waits for the next turn. @returns whether the answer goes on */
  async write(): Promise<boolean> {
    this.length = 0;
    const isHeldBack = this.isConditional && this.sink === undefined && this.held.length < MAX_TAGGED_LENGTH;
    if (isHeldBack) return this.exchange.work.next(true);
    if (this.sink === undefined && isOnlyHead(this.exchange, this.contentType)) return false;
    this.sink ??= begin(this.exchange);
    const isRead = await this.sink.write(this.held);
    this.held = '';
    // Computes no further part after the client has disconnected.
    return this.exchange.work.next(isRead);
  }

  async end(): Promise<void> {
    if (this.sink) await this.sink.end(this.held);
    else if (this.contentType !== JSON_TYPE) await sendWhole(this.exchange, this.contentType, this.held);
    else await sendJson(this.exchange, this.held, { isConditional: this.isConditional });
  }

  close(): void {
    this.sink?.close();
  }
}

function begin({ res, compression, accepted }: Exchange): Sink {
  const sink = compression.sink(res, accepted);
  if (sink.coding !== undefined) res.set('Content-Encoding', sink.coding);
  return sink;
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
    yield toText(value);
  }
}

async function* arrayPieces(records: AsyncIterable<unknown>): AsyncIterable<string> {
  let before = '[';
  for await (const record of records) {
    yield before + toText(record);
    before = ',';
  }
  yield before === '[' ? '[]' : ']';
}

/** A HEAD request for a long list gets the headers that do not require its end. */
function isOnlyHead({ req, res, accepted }: Exchange, contentType: string): boolean {
  if (!res.headersSent) res.type(contentType);
  if (req.method !== 'HEAD') return false;
  if (accepted !== undefined) res.set('Content-Encoding', accepted);
  res.end();
  return true;
}
