import { once } from 'node:events';
import type { Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { Request, Response } from 'express';
import type { ListFile } from '../../application/ports/film-list-files.ts';
import { FilmListUnusable, ListTooLarge } from '../../domain/film-import.ts';
import { HttpProblem } from './http-problem.ts';

const DECOMPRESSORS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** As the Encoding Standard names them; a byte order mark counts for more. */
const ENCODINGS: ReadonlySet<string> = new Set(['utf-8', 'windows-1251', 'utf-16', 'utf-16le', 'utf-16be']);

const TYPES: Readonly<Record<string, ListFile['type']>> = { 'text/csv': 'csv', 'application/json': 'json' };

const OPENING_BRACKET = 0x5b;
/** So many that begin with nothing else are no list. */
const MAX_BLANK_CHUNKS = 16;
const BLANKS: ReadonlySet<number | undefined> = new Set([0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf]);

/**
 * The body as a file, to be read as it comes: CSV, or a JSON list. Of a compressed one the bytes that come out count.
 * @returns `undefined` when the body is for others to read: JSON that is no list
 * @throws HttpProblem `unsupported-media-type`; ListTooLarge, FilmListUnusable, the latter two also while it is read
 */
export async function readFile(
  req: Request,
  res: Response,
  { maxBytes }: { maxBytes: number },
): Promise<ListFile | undefined> {
  const [mediaType = '', ...parameters] = (req.headers['content-type'] ?? '')
    .split(';')
    .map((part) => part.trim().toLowerCase());
  const type = TYPES[mediaType];
  const decompressor = decompressorOf(req);
  if (type === undefined) throw new HttpProblem('unsupported-media-type');
  if (type === 'json' && decompressor === undefined && (await firstByte(req)) !== OPENING_BRACKET) return undefined;
  const encoding = encodingIn(parameters);
  if (Number(req.headers['content-length'] ?? 0) > maxBytes)
    throw new HttpProblem('payload-too-large', { Connection: 'close' });
  res.once('finish', () => discardRest(req));
  return { type, encoding, bytes: bytesOf(req, decompressor?.(), maxBytes) };
}

function decompressorOf(req: Request): (() => Transform) | undefined {
  const compression = (req.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  const decompressor = DECOMPRESSORS[compression];
  if (compression !== 'identity' && decompressor === undefined) throw new HttpProblem('unsupported-media-type');
  return decompressor;
}

function encodingIn(parameters: readonly string[]): string | undefined {
  const charset = parameters.find((part) => part.startsWith('charset='))?.slice('charset='.length);
  const encoding = charset?.replaceAll('"', '');
  if (encoding !== undefined && !ENCODINGS.has(encoding)) throw new HttpProblem('unsupported-media-type');
  return encoding;
}

/** Of what is no blank. The body stays to be read from its beginning. @throws HttpProblem when its sender goes away */
async function firstByte(req: Readable): Promise<number | undefined> {
  const chunks: Buffer[] = [];
  for (;;) {
    const chunk = req.read() as Buffer | null;
    if (chunk !== null) chunks.push(chunk);
    const first = chunk?.find((byte) => !BLANKS.has(byte));
    if (first !== undefined || chunks.length > MAX_BLANK_CHUNKS) {
      req.unshift(Buffer.concat(chunks));
      return first;
    }
    if (req.readableEnded) return undefined;
    if (chunk === null) await moreOf(req);
  }
}

async function moreOf(req: Readable): Promise<void> {
  try {
    if (req.destroyed) throw new Error('nobody is there to send more');
    await Promise.race([once(req, 'readable'), once(req, 'end')]);
  } catch {
    throw new HttpProblem('malformed-request');
  }
}

/** What came too late to matter has to be read all the same: the next request comes over the same connection. */
function discardRest(req: Request): void {
  req.unpipe();
  req.removeAllListeners('readable').resume();
}

async function* bytesOf(
  req: Request,
  decompressor: Transform | undefined,
  maxBytes: number,
): AsyncIterable<Uint8Array> {
  let bytes = 0;
  if (decompressor) req.once('error', (error) => decompressor.destroy(error)).pipe(decompressor);
  // A request that is destroyed takes its connection with it, and nobody would hear what was wrong.
  const chunks = decompressor ?? req.iterator({ destroyOnReturn: false });
  try {
    for await (const chunk of chunks as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw new ListTooLarge();
      yield chunk;
    }
  } catch (error) {
    // Whatever breaks off on its way, or does not decompress, is no whole file.
    throw error instanceof ListTooLarge ? error : new FilmListUnusable('malformed-file', 0);
  }
}
