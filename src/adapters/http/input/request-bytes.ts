import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BrotliDecompress, Gunzip, Inflate } from 'node:zlib';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { HttpProblem } from '../problems/http-problem.ts';

type Decompressor = Gunzip | Inflate | BrotliDecompress;

/**
 * By default zlib ignores bytes after the end of the compressed data, so that different bodies would be read as equal.
 */
const STRICT = { rejectGarbageAfterEnd: true };

const DECOMPRESSORS: ReadonlyMap<string, () => Decompressor> = new Map<string, () => Decompressor>([
  ['gzip', () => createGunzip(STRICT)],
  // RFC 9110 section 8.4.1.3.
  ['x-gzip', () => createGunzip(STRICT)],
  ['deflate', () => createInflate(STRICT)],
  ['br', () => createBrotliDecompress(STRICT)],
]);

/** Text and tables compress to a tenth, rarely to a fiftieth. A higher ratio is a decompression bomb. */
const MAX_GROWTH = 100;
/** The ratio is not checked below this size. */
const FREE_BYTES = 1024 * 1024;

/**
 * Compressed bytes that may come before any content. A block of compressed data may hold a table of codes and nothing else. It
 * takes ten times as long as content, and no limit of the content counts it.
 */
const FREE_COMPRESSED_BYTES = 128 * 1024;

/** The decompressed body exceeds the size limit. */
export class BodyTooLarge extends Error {}

/** The body was cut off, or cannot be decompressed. */
export class BodyBroken extends Error {}

/** Sent with a refusal (RFC 9110 section 15.5.16). */
const ACCEPTED = { 'Accept-Encoding': 'gzip, deflate, br' };

/**
 * The decompressor for the body's encoding; `identity` counts as none. Several encodings are refused, because the
 * growth of each could not be checked, and clients do not send them. @throws HttpProblem `unsupported-media-type`
 */
export function compressionOf(req: IncomingMessage): (() => Decompressor) | undefined {
  const codings = (req.headers['content-encoding'] ?? '').split(',').map((coding) => coding.trim().toLowerCase());
  const [name, ...others] = codings.filter((coding) => coding !== '' && coding !== 'identity');
  if (name === undefined) return undefined;
  const decompressor = DECOMPRESSORS.get(name);
  if (decompressor === undefined || others.length > 0) throw new HttpProblem('unsupported-media-type', ACCEPTED);
  return decompressor;
}

/** Streams the bytes of a body as they are sent. Never destroys the request, because its connection is needed for the error answer. */
function receivedOf(req: IncomingMessage): AsyncIterable<Buffer> {
  return req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
}

/**
 * Streams the decompressed bytes of a body, which has no more bytes in its compressed form either.
 * @throws BodyTooLarge, BodyBroken
 */
export async function* bytesOf(
  req: IncomingMessage,
  compression: (() => Decompressor) | undefined,
  maxBytes: number,
): AsyncIterable<Uint8Array> {
  yield* limited(receivedOf(req), compression, maxBytes);
}

/**
 * All decompressed bytes of a short body. `inTurn`: runs the decompression, which takes a thread that hashes of passwords and
 * signatures need as well, so it has to wait for others. It begins when the body is complete, so that no slow sender holds
 * the turn. @throws BodyTooLarge, BodyBroken, any error of `inTurn`
 */
export async function wholeBody(
  req: IncomingMessage,
  compression: (() => Decompressor) | undefined,
  { maxBytes, inTurn }: { maxBytes: number; inTurn: <T>(work: () => Promise<T>) => Promise<T> },
): Promise<Buffer> {
  const received = await wholeOf(bytesOf(req, undefined, maxBytes));
  if (compression === undefined) return received;
  return inTurn(() => wholeOf(limited(Readable.from([received]), compression, maxBytes)));
}

async function wholeOf(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(bytes));
}

async function* limited(
  received: AsyncIterable<Buffer>,
  compression: (() => Decompressor) | undefined,
  maxBytes: number,
): AsyncIterable<Uint8Array> {
  const decompressor = compression?.();
  let bytes = 0;
  const checked = async function* () {
    let compressed = 0;
    for await (const chunk of received) {
      // Content is longer than its compressed form. A part of it may not be read yet.
      if (compressed > FREE_COMPRESSED_BYTES && compressed > 2 * bytes) throw new BodyBroken('hardly any content');
      compressed += chunk.length;
      if (compressed > maxBytes) throw new BodyTooLarge();
      yield chunk;
    }
  };
  try {
    for await (const chunk of decompressor ? decompressed(checked(), decompressor) : received) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw new BodyTooLarge();
      if (bytes > FREE_BYTES && decompressor && bytes > MAX_GROWTH * decompressor.bytesWritten)
        throw new BodyTooLarge();
      yield chunk;
    }
  } catch (error) {
    throw error instanceof BodyTooLarge ? error : new BodyBroken('the body is incomplete', { cause: error });
  }
}

/**
 * Decompresses the received bytes. No error of the request or the decompressor stays unhandled: `pipeline` handles those
 * during reading, and the listener those after it.
 */
async function* decompressed(received: AsyncIterable<Buffer>, decompressor: Decompressor): AsyncIterable<Buffer> {
  decompressor.on('error', () => undefined);
  // The reader below sees every failure, because `pipeline` destroys the stream that it reads.
  const feeding = pipeline(received, decompressor).catch(() => undefined);
  try {
    for await (const chunk of decompressor) yield chunk as Buffer;
    await feeding;
  } finally {
    decompressor.destroy();
  }
}

/** Drains an unread body, because the next request uses the same connection. */
export function discardRest(req: IncomingMessage): void {
  req.on('error', () => undefined);
  req.unpipe();
  req.removeAllListeners('readable').resume();
}

/** Maximum number of bytes that are read to see how a body begins. */
const MAX_BEGINNING = 1024;

/**
 * Reads the body until `isEnough` accepts its beginning (in Latin-1), or until there is no more. The body can still be
 * read from its start. @throws HttpProblem when the client disconnects
 */
export async function beginningOf(req: IncomingMessage, isEnough: (beginning: string) => boolean): Promise<string> {
  const chunks: Buffer[] = [];
  for (;;) {
    const chunk = req.read() as Buffer | null;
    if (chunk !== null) chunks.push(chunk);
    const read = Buffer.concat(chunks);
    const beginning = read.toString('latin1', 0, MAX_BEGINNING);
    // `unshift` is possible only before the stream emits its end, so a complete body goes back at once.
    if (read.length > 0 && (req.complete || read.length > MAX_BEGINNING || isEnough(beginning))) {
      req.unshift(read);
      return beginning;
    }
    if (req.readableEnded) return beginning;
    if (chunk === null) await moreOf(req);
  }
}

async function moreOf(req: Readable): Promise<void> {
  const over = new AbortController();
  try {
    if (req.destroyed) throw new Error('the client has disconnected');
    await Promise.race([once(req, 'readable', over), once(req, 'end', over), once(req, 'close', over)]);
  } catch {
    throw new HttpProblem('malformed-request');
  } finally {
    over.abort();
  }
}
