import type { Request, Response } from 'express';
import type { ListFile } from '../../../application/imports/ports/film-list-files.ts';
import { FilmListUnusable, ListTooLarge } from '../../../domain/imports/film-import.ts';
import { HttpProblem } from '../problems/http-problem.ts';
import { BodyBroken, BodyTooLarge, bytesOf, compressionOf, discardRest, firstByte } from './request-bytes.ts';

/** Names of the Encoding Standard. A byte order mark takes precedence. */
const ENCODINGS: ReadonlySet<string> = new Set(['utf-8', 'windows-1251', 'utf-16', 'utf-16le', 'utf-16be']);

const TYPES: ReadonlyMap<string, ListFile['type']> = new Map<string, ListFile['type']>([
  ['text/csv', 'csv'],
  ['application/json', 'json'],
]);

const OPENING_BRACKET = 0x5b;

/**
 * The body as a file stream: CSV, or a JSON list. For a compressed body the decompressed size counts.
 * @returns `undefined` when the body is JSON but not a list, for `readBody`
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
  const type = TYPES.get(mediaType);
  const compression = compressionOf(req);
  if (type === undefined) throw new HttpProblem('unsupported-media-type');
  if (type === 'json' && compression === undefined && (await firstByte(req)) !== OPENING_BRACKET) return undefined;
  const encoding = encodingIn(parameters);
  if (Number(req.headers['content-length'] ?? 0) > maxBytes)
    throw new HttpProblem('payload-too-large', { Connection: 'close' });
  res.once('finish', () => discardRest(req));
  return { type, encoding, bytes: fileBytes(bytesOf(req, compression, maxBytes)) };
}

function encodingIn(parameters: readonly string[]): string | undefined {
  const charset = parameters.find((part) => part.startsWith('charset='))?.slice('charset='.length);
  const encoding = charset?.replaceAll('"', '');
  if (encoding !== undefined && !ENCODINGS.has(encoding)) throw new HttpProblem('unsupported-media-type');
  return encoding;
}

/** A cut-off or corrupt body is not a complete file. */
async function* fileBytes(bytes: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  try {
    yield* bytes;
  } catch (error) {
    if (error instanceof BodyTooLarge) throw new ListTooLarge();
    throw error instanceof BodyBroken ? new FilmListUnusable('malformed-file', 0) : error;
  }
}
