import { isUtf8 } from 'node:buffer';
import type { Request, Response } from 'express';
import express from 'express';
import { HttpProblem } from './http-problem.ts';

/** Largest body that is read, after decompression. */
export const MAX_BODY_BYTES = 65_536;

/** Deepest nesting of arrays and objects in a body; what the routes take is far shallower. */
const MAX_BODY_DEPTH = 32;

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';

const parseJson = express.json({ limit: MAX_BODY_BYTES, type: JSON_TYPE, strict: false, verify: refuseOtherThanUtf8 });
const parseForm = express.urlencoded({
  limit: MAX_BODY_BYTES,
  type: FORM_TYPE,
  extended: false,
  verify: refuseOtherThanUtf8,
});

/**
 * Reads a JSON body, or a form where the route takes one.
 * @throws HttpProblem `unsupported-media-type`, `payload-too-large`, `malformed-request`
 */
export async function readBody(
  req: Request,
  res: Response,
  { acceptsForm }: { acceptsForm: boolean },
): Promise<unknown> {
  const type = mediaType(req);
  if (type !== JSON_TYPE && !(acceptsForm && type === FORM_TYPE)) throw new HttpProblem('unsupported-media-type');
  const parse = type === JSON_TYPE ? parseJson : parseForm;
  await new Promise<void>((resolve, reject) => {
    parse(req, res, (error?: unknown) => (error === undefined ? resolve() : reject(toHttpProblem(error))));
  });
  if (isDeeperThan(MAX_BODY_DEPTH, req.body)) throw new HttpProblem('malformed-request');
  return req.body;
}

function mediaType(req: Request): string | undefined {
  const [type, ...parameters] = (req.headers['content-type'] ?? '').split(';').map((part) => part.trim().toLowerCase());
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length);
  const isUtf = charset === undefined || charset.replaceAll('"', '') === 'utf-8';
  return isUtf ? type : undefined;
}

/** body-parser would read bytes that are no UTF-8 as U+FFFD, so that two inputs became one. */
function refuseOtherThanUtf8(_req: unknown, _res: unknown, bytes: Buffer): void {
  if (!isUtf8(bytes)) throw new Error('The body is not UTF-8');
}

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeperThan(levels - 1, inner));
}

/** body-parser's errors carry a `type` and the status they mean. */
function toHttpProblem(error: unknown): HttpProblem {
  const { status } = error as { status?: number };
  if (status === 413) return new HttpProblem('payload-too-large', { Connection: 'close' });
  if (status === 415) return new HttpProblem('unsupported-media-type');
  return new HttpProblem('malformed-request');
}
