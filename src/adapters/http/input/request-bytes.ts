import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
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

/**
 * Streams the decompressed bytes of a body. Never destroys the request, because its connection is needed for the error
 * answer.
 * @throws BodyTooLarge, BodyBroken
 */
export async function* bytesOf(
  req: IncomingMessage,
  compression: (() => Decompressor) | undefined,
  maxBytes: number,
): AsyncIterable<Uint8Array> {
  const received = req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  const decompressor = compression?.();
  let bytes = 0;
  try {
    for await (const chunk of decompressor ? decompressed(received, decompressor) : received) {
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
 * Handles every error of the request and the decompressor: `pipeline` those while bytes flow, the listener those after
 * reading has stopped.
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
