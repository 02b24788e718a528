import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { DomainError } from '../../../domain/shared/errors.ts';
import { ValidationFailed } from '../../../domain/shared/errors.ts';
import { resumed } from '../../../domain/shared/page.ts';
import { onceClosed } from '../output/once-closed.ts';
import { HttpProblem } from '../problems/http-problem.ts';
import { JSON_TYPE, MULTIPART_TYPE } from '../routing/media-types.ts';
import type { Text } from './language.ts';
import { beginningOf, BodyBroken, BodyTooLarge, bytesOf, compressionOf, discardRest } from './request-bytes.ts';
import type { PartHead } from './single-part.ts';
import { AnotherPart, FormBroken, singlePart } from './single-part.ts';
import { InvalidInput } from './validation.ts';
import { fieldsAt } from './wanted.ts';

/** The files that a route takes. `maxBytes`: after decompression. */
export type FileDeclaration = {
  readonly maxBytes: number;
  /** The media types that a file may have, each with its schema for the OpenAPI document. */
  readonly types: Readonly<Record<string, z.ZodType>>;
  /** The media types by file extension, for a form that names none of `types`. */
  readonly extensions: ReadonlyMap<string, string>;
  /** The media type of a file in a form if neither its type nor its name tells it, and it does not begin like JSON. */
  readonly otherwise: string;
  /**
   * Names of accepted character encodings, from the Encoding Standard. A byte order mark overrides the declared one.
   */
  readonly encodings: readonly string[];
  /** Thrown while the file is read, when it has more than `maxBytes`. */
  readonly tooLarge: () => DomainError;
  /** Thrown while the file is read, when it is cut off or cannot be decompressed. */
  readonly broken: () => DomainError;
};

/** A file that is being received. `encoding`: the character encoding that its sender declares. */
export type UploadedFile<MediaType extends string = string> = {
  readonly mediaType: MediaType;
  readonly encoding: string | undefined;
  readonly bytes: AsyncIterable<Uint8Array>;
};

/** Types that clients send when they do not know the real one. Windows with Excel sends Excel's type for CSV. */
const UNSPECIFIC: ReadonlySet<string> = new Set([
  '',
  'application/octet-stream',
  'text/plain',
  'application/vnd.ms-excel',
]);

/** Room for the boundaries and the head of the part. */
const FORM_BYTES = 64 * 1024;
/** RFC 2046 section 5.1.1. */
const MAX_BOUNDARY_LENGTH = 70;

/** How JSON begins, in Latin-1, after white space and a byte order mark: with a list, or with a member of an object. */
const JSON_BEGINNING = /^[\s\xef\xbb\xbf]*(?:(?<list>\[)|\{\s*"(?<member>[^"]*)")/;
const UNFINISHED_BEGINNING = /^[\s\xef\xbb\xbf]*(?:\{\s*(?:"[^"]*)?)?$/;
const OPENING = /^[\s\xef\xbb\xbf]*[[{]/;

const ONE_FILE: Text = {
  en: 'one file and nothing else; options belong to the query',
  ru: 'один файл и больше ничего; параметры указываются в URL',
};

/**
 * The body as a file that is read while it arrives. The size limit applies after decompression. `body`: the schema of a
 * JSON body that is not a file. An object counts as such a body if it is empty, or begins with a field of the schema.
 * @returns `undefined` when the body is not a file and still has to be read
 * @throws HttpProblem `unsupported-media-type`, `payload-too-large`, `malformed-request`, InvalidInput for a form
 * without a file; while the file is read, the errors of the declaration, and ValidationFailed for a form with more than
 * a file
 */
export async function readFile(
  req: Request,
  res: Response,
  { file, body }: { readonly file: FileDeclaration; readonly body?: z.ZodType | undefined },
): Promise<UploadedFile | undefined> {
  const header = req.headers['content-type'] ?? '';
  const { mediaType, parameters } = typeIn(header);
  const compression = compressionOf(req);
  const isForm = mediaType === MULTIPART_TYPE;
  if (!isForm && !Object.hasOwn(file.types, mediaType)) throw new HttpProblem('unsupported-media-type');
  if (mediaType === JSON_TYPE && compression === undefined && !(await beginsLikeFile(req, body))) return undefined;
  const encoding = isForm ? undefined : encodingIn(parameters, file.encodings);
  const maxBytes = isForm ? file.maxBytes + FORM_BYTES : file.maxBytes;
  if (Number(req.headers['content-length'] ?? 0) > maxBytes)
    throw new HttpProblem('payload-too-large', { Connection: 'close' });
  res.once('finish', () => discardRest(req));
  const bytes = bytesOf(req, compression, maxBytes);
  if (isForm) {
    // The search for the file has started to read, so the decompressor has to be closed even if the form is refused.
    const reading = bytes[Symbol.asyncIterator]();
    const close = () => void reading.return?.().catch(() => undefined);
    // Closes it only after the answer was sent and the client has sent everything. Otherwise the connection is reset
    // before the client has read the answer.
    onceClosed(res, () => (req.closed ? close() : req.once('close', close)));
    return fileInForm(bytes, boundaryIn(header), file);
  }
  return { mediaType, encoding, bytes: fileBytes(bytes, file) };
}

async function beginsLikeFile(req: Request, body: z.ZodType | undefined): Promise<boolean> {
  const beginning = await beginningOf(req, (read) => !UNFINISHED_BEGINNING.test(read));
  const { list, member } = JSON_BEGINNING.exec(beginning)?.groups ?? {};
  return list !== undefined || (member !== undefined && !(body && fieldsAt(body, []).includes(member)));
}

async function fileInForm(
  received: AsyncIterable<Uint8Array>,
  boundary: string,
  file: FileDeclaration,
): Promise<UploadedFile> {
  const { head, bytes } = await singlePart(received, boundary).catch((error: unknown) => refuseForm(error, file));
  if (head.fileName === undefined) throw new InvalidInput([{ in: 'body', field: fieldOf(head), ...NO_FILE }]);
  if (!head.isPlain) throw new HttpProblem('unsupported-media-type');
  const { mediaType, parameters } = typeIn(head.type);
  const encoding = encodingIn(parameters, file.encodings);
  const { isJson, whole } = await peeked(bytes, file);
  return { mediaType: typeOf(mediaType, head.fileName, { file, isJson }), encoding, bytes: fileBytes(whole, file) };
}

const NO_FILE = { code: 'unknown-field', wanted: ONE_FILE } as const;

/** Refuses a body in which no part of a form was found. */
function refuseForm(error: unknown, { broken }: FileDeclaration): never {
  if (error instanceof BodyTooLarge) throw new HttpProblem('payload-too-large', { Connection: 'close' });
  if (error instanceof FormBroken) throw new HttpProblem('malformed-request');
  throw error instanceof BodyBroken ? broken() : error;
}

function typeOf(
  mediaType: string,
  fileName: string,
  { file, isJson }: { file: FileDeclaration; isJson: boolean },
): string {
  if (!UNSPECIFIC.has(mediaType)) {
    if (Object.hasOwn(file.types, mediaType)) return mediaType;
    throw new HttpProblem('unsupported-media-type');
  }
  const extension = fileName.split('.').at(-1)?.toLowerCase() ?? '';
  return file.extensions.get(extension) ?? (isJson ? JSON_TYPE : file.otherwise);
}

/** Whether the first chunk begins like JSON. @returns also all bytes, including the first ones */
async function peeked(
  bytes: AsyncIterable<Uint8Array>,
  file: FileDeclaration,
): Promise<{ isJson: boolean; whole: AsyncIterable<Uint8Array> }> {
  const chunks = bytes[Symbol.asyncIterator]();
  const first = await chunks.next().catch((error: unknown) => {
    throw translated(error, file);
  });
  const isJson = first.done !== true && OPENING.test(Buffer.from(first.value).toString('latin1'));
  return { isJson, whole: resumed(first.done === true ? [] : [first.value], chunks) };
}

function typeIn(header: string): { mediaType: string; parameters: readonly string[] } {
  const [mediaType = '', ...parameters] = header.split(';').map((part) => part.trim().toLowerCase());
  return { mediaType, parameters };
}

/** @throws HttpProblem `malformed-request`, without a boundary that RFC 2046 allows */
function boundaryIn(header: string): string {
  const [, quoted, token] = /;\s*boundary=(?:"([^"]*)"|([^;\s]*))/i.exec(header) ?? [];
  const boundary = quoted ?? token ?? '';
  if (boundary === '' || boundary.length > MAX_BOUNDARY_LENGTH) throw new HttpProblem('malformed-request');
  return boundary;
}

function encodingIn(parameters: readonly string[], known: readonly string[]): string | undefined {
  const charset = parameters.find((part) => part.startsWith('charset='))?.slice('charset='.length);
  const encoding = charset?.replaceAll('"', '');
  if (encoding !== undefined && !known.includes(encoding)) throw new HttpProblem('unsupported-media-type');
  return encoding;
}

/** Turns a cut-off or corrupt body into the error of the declaration. */
async function* fileBytes(bytes: AsyncIterable<Uint8Array>, file: FileDeclaration): AsyncIterable<Uint8Array> {
  let length = 0;
  try {
    for await (const chunk of bytes) {
      length += chunk.length;
      // The limit for a whole form is higher than that for its file.
      if (length > file.maxBytes) throw new BodyTooLarge();
      yield chunk;
    }
  } catch (error) {
    throw translated(error, file);
  }
}

function translated(error: unknown, { tooLarge, broken }: FileDeclaration): unknown {
  if (error instanceof BodyTooLarge) return tooLarge();
  if (error instanceof AnotherPart) return new ValidationFailed([anotherPart(error.part)]);
  return error instanceof BodyBroken || error instanceof FormBroken ? broken() : error;
}

function anotherPart(part: PartHead) {
  return { field: fieldOf(part), code: part.fileName === undefined ? 'unknown-field' : 'repeated' } as const;
}

/** The part's name, with only the characters that may be shown. */
function fieldOf({ name }: PartHead): string {
  return /^[\w.-]{1,100}$/.test(name) ? name : 'file';
}
