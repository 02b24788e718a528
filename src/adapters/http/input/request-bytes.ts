import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BrotliDecompress, Gunzip, Inflate } from 'node:zlib';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { HttpProblem } from '../problems/http-problem.ts';

type Decompressor = Gunzip | Inflate | BrotliDecompress;

/** Bytes after the compressed end would be passed over without a word, and two bodies would count as one. */
const STRICT = { rejectGarbageAfterEnd: true };

const DECOMPRESSORS: ReadonlyMap<string, () => Decompressor> = new Map<string, () => Decompressor>([
  ['gzip', () => createGunzip(STRICT)],
  ['deflate', () => createInflate(STRICT)],
  ['br', () => createBrotliDecompress(STRICT)],
]);

/** Text and tables shrink to a tenth, hardly ever to a fiftieth. What grows more than this was made to grow. */
const MAX_GROWTH = 100;
/** Up to here nobody counts how much it grows. */
const FREE_BYTES = 1024 * 1024;

/** More bytes than a body may have once it is decompressed. */
export class BodyTooLarge extends Error {}

/** A body that breaks off on its way, or cannot be decompressed. */
export class BodyBroken extends Error {}

/** How the body is compressed. @throws HttpProblem `unsupported-media-type` */
export function compressionOf(req: IncomingMessage): (() => Decompressor) | undefined {
  const name = (req.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  const decompressor = DECOMPRESSORS.get(name);
  if (name !== 'identity' && decompressor === undefined) throw new HttpProblem('unsupported-media-type');
  return decompressor;
}

/**
 * The bytes of a body as they come, decompressed. The request itself is never destroyed: its connection is needed for the
 * answer that says what was wrong.
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
    throw error instanceof BodyTooLarge ? error : new BodyBroken('the body is not whole', { cause: error });
  }
}

/**
 * Whatever happens to the request or the decompressor, at whatever moment, ends here: `pipeline` owns the errors of both
 * while bytes flow, and the listener those that come when nobody reads any more.
 */
async function* decompressed(received: AsyncIterable<Buffer>, decompressor: Decompressor): AsyncIterable<Buffer> {
  decompressor.on('error', () => undefined);
  // The reader below hears of every failure: it destroys what is read.
  const feeding = pipeline(received, decompressor).catch(() => undefined);
  try {
    for await (const chunk of decompressor) yield chunk as Buffer;
    await feeding;
  } finally {
    decompressor.destroy();
  }
}

/** What nobody has read has to be read all the same: the next request comes over the same connection. */
export function discardRest(req: IncomingMessage): void {
  req.on('error', () => undefined);
  req.unpipe();
  req.removeAllListeners('readable').resume();
}

/** The body begins with nothing else up to here, or it is no JSON that anybody wrote. */
const MAX_BLANKS = 1024;
const BLANKS: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf]);

/** Of what is no blank. The body stays to be read from its beginning. @throws HttpProblem when its sender goes away */
export async function firstByte(req: IncomingMessage): Promise<number | undefined> {
  const chunks: Buffer[] = [];
  let blanks = 0;
  for (;;) {
    const chunk = req.read() as Buffer | null;
    if (chunk !== null) chunks.push(chunk);
    const first = chunk?.find((byte) => !BLANKS.has(byte));
    blanks += chunk?.length ?? 0;
    if (first !== undefined || blanks > MAX_BLANKS) {
      req.unshift(Buffer.concat(chunks));
      return first;
    }
    if (req.readableEnded) return undefined;
    if (chunk === null) await moreOf(req);
  }
}

async function moreOf(req: Readable): Promise<void> {
  const over = new AbortController();
  try {
    if (req.destroyed) throw new Error('nobody is there to send more');
    await Promise.race([once(req, 'readable', over), once(req, 'end', over), once(req, 'close', over)]);
  } catch {
    throw new HttpProblem('malformed-request');
  } finally {
    over.abort();
  }
}
