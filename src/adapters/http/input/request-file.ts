import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { DomainError } from '../../../domain/shared/errors.ts';
import { HttpProblem } from '../problems/http-problem.ts';
import { BodyBroken, BodyTooLarge, bytesOf, compressionOf, discardRest, firstByte } from './request-bytes.ts';

/** Which files a route takes. `maxBytes` counts after decompression. */
export type FileDeclaration = {
  readonly maxBytes: number;
  /** The media types a file may have, and what it looks like in each. In JSON it is a list. */
  readonly types: Readonly<Record<string, z.ZodType>>;
  /** Names of character encodings, as the Encoding Standard has them. A byte order mark counts for more. */
  readonly encodings: readonly string[];
  /** Thrown while the file is read, when it has more than `maxBytes`. */
  readonly tooLarge: () => DomainError;
  /** Thrown while the file is read, when it breaks off or does not decompress. */
  readonly broken: () => DomainError;
};

/** A file as it comes. `encoding`: what its sender says its letters are written in. */
export type UploadedFile<MediaType extends string = string> = {
  readonly mediaType: MediaType;
  readonly encoding: string | undefined;
  readonly bytes: AsyncIterable<Uint8Array>;
};

const OPENING_BRACKET = 0x5b;

/**
 * The body as a file, to be read as it comes. In JSON only a list is a file. Of a compressed one the bytes that come out count.
 * @returns `undefined` when the body is for others to read: JSON that is no list
 * @throws HttpProblem `unsupported-media-type`, `payload-too-large`; while it is read, what the declaration says
 */
export async function readFile(req: Request, res: Response, file: FileDeclaration): Promise<UploadedFile | undefined> {
  const [mediaType = '', ...parameters] = (req.headers['content-type'] ?? '')
    .split(';')
    .map((part) => part.trim().toLowerCase());
  const compression = compressionOf(req);
  if (!Object.hasOwn(file.types, mediaType)) throw new HttpProblem('unsupported-media-type');
  const isJson = mediaType === 'application/json';
  if (isJson && compression === undefined && (await firstByte(req)) !== OPENING_BRACKET) return undefined;
  const encoding = encodingIn(parameters, file.encodings);
  if (Number(req.headers['content-length'] ?? 0) > file.maxBytes)
    throw new HttpProblem('payload-too-large', { Connection: 'close' });
  res.once('finish', () => discardRest(req));
  return { mediaType, encoding, bytes: fileBytes(bytesOf(req, compression, file.maxBytes), file) };
}

function encodingIn(parameters: readonly string[], known: readonly string[]): string | undefined {
  const charset = parameters.find((part) => part.startsWith('charset='))?.slice('charset='.length);
  const encoding = charset?.replaceAll('"', '');
  if (encoding !== undefined && !known.includes(encoding)) throw new HttpProblem('unsupported-media-type');
  return encoding;
}

/** Whatever breaks off on its way, or does not decompress, is no whole file. */
async function* fileBytes(
  bytes: AsyncIterable<Uint8Array>,
  { tooLarge, broken }: FileDeclaration,
): AsyncIterable<Uint8Array> {
  try {
    yield* bytes;
  } catch (error) {
    if (error instanceof BodyTooLarge) throw tooLarge();
    throw error instanceof BodyBroken ? broken() : error;
  }
}
