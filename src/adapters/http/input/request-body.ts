import type { ParsedUrlQuery } from 'node:querystring';
import { parse as parseForm } from 'node:querystring';
import type { Request, Response } from 'express';
import { ownerAt } from '../../../application/shared/fair-queue.ts';
import { ServerBusy } from '../../../application/shared/server-busy.ts';
import { onceClosed } from '../output/once-closed.ts';
import { HttpProblem } from '../problems/http-problem.ts';
import { FORM_TYPE, JSON_TYPE } from '../routing/media-types.ts';
import { requestScope } from '../server/request-scope.ts';
import type { Release } from '../server/turns.ts';
import { Turns } from '../server/turns.ts';
import { BodyTooLarge, compressionOf, discardRest, wholeBody } from './request-bytes.ts';
import { refuseFormOfOtherOrigin } from './same-origin.ts';
import { InvalidInput } from './validation.ts';
import { isPercentEncodedUtf8 } from './well-formed.ts';

/** Maximum size of a body after decompression. */
const MAX_BODY_BYTES = 65_536;

/** Maximum nesting of arrays and objects in a body. Valid input has far fewer levels. */
const MAX_BODY_DEPTH = 32;

/** Maximum number of fields in a form. */
const MAX_FORM_FIELDS = 1000;

/**
 * Bodies decompressed at the same time. A body of 64 KB may take a thread for 20 ms, and the process has four, for hashes of
 * passwords, signatures and look-ups of names as well: 300 hostile bodies at once delayed log-ins by 16 s.
 */
const decompressing = new Turns({ atOnce: 1 });

/**
 * Bodies parsed in the same turn of the event loop. Parsing and checking one of 64 KB takes up to 10 ms, and a thousand
 * connections may complete theirs at the same moment.
 */
const parsing = { long: new Turns({ atOnce: 1 }), short: new Turns({ atOnce: 16 }) };
/** In characters. Hardly any real body is longer. */
const SHORT_BODY = 1_024;

const LONGEST_WAIT_MS = 5_000;

/** Longest name of a parameter in a fault. */
const MAX_NAME_LENGTH = 100;

type BodyOptions = {
  readonly acceptsForm: boolean | 'only';
  readonly publicUrl: string | undefined;
  readonly corsOrigins: readonly string[];
};

/**
 * Reads a JSON body, or a form where the route accepts one. Does not use body-parser, which ignores bytes after the end
 * of the compressed stream, and waits forever when the sender of a compressed body disconnects.
 * @throws HttpProblem `unsupported-media-type`, `payload-too-large`, `malformed-request`, `cross-origin-request` for a
 * form of a page that may not call the service
 */
export async function readBody(
  req: Request,
  res: Response,
  { acceptsForm, publicUrl, corsOrigins }: BodyOptions,
): Promise<unknown> {
  const type = mediaType(req);
  const isForm = acceptsForm !== false && type === FORM_TYPE;
  if (!isForm && (type !== JSON_TYPE || acceptsForm === 'only')) throw new HttpProblem('unsupported-media-type');
  if (isForm) refuseFormOfOtherOrigin(req, { publicUrl, corsOrigins });
  const text = await readText(req, res);
  if (text === '') return {};
  if (isForm) return acceptsForm === 'only' ? singleValues(parsedForm(text)) : parsedForm(text);
  const body = parsedJson(text);
  if (isDeeperThan(MAX_BODY_DEPTH, body)) throw new HttpProblem('malformed-request');
  return body;
}

function mediaType(req: Request): string | undefined {
  const [type, ...parameters] = (req.headers['content-type'] ?? '').split(';').map((part) => part.trim().toLowerCase());
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length);
  const isUtf = charset === undefined || charset.replaceAll('"', '') === 'utf-8';
  return isUtf ? type : undefined;
}

/** Refuses invalid UTF-8: decoding it to U+FFFD would make different inputs equal. */
async function readText(req: Request, res: Response): Promise<string> {
  const compression = compressionOf(req);
  if (Number(req.headers['content-length'] ?? 0) > MAX_BODY_BYTES) throw tooLarge();
  res.once('finish', () => discardRest(req));
  try {
    const bytes = await wholeBody(req, compression, { maxBytes: MAX_BODY_BYTES, inTurn: inTurnOf(res) });
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    await turnToParse(text, res);
    return text;
  } catch (error) {
    if (error instanceof ServerBusy) throw error;
    throw error instanceof BodyTooLarge ? tooLarge() : new HttpProblem('malformed-request');
  }
}

/** Addresses take turns at decompression, so that a flood from one of them delays others by one body each. @throws ServerBusy */
function inTurnOf(res: Response) {
  return async <T>(work: () => Promise<T>): Promise<T> => {
    const release = await take(decompressing, res);
    try {
      return await work();
    } finally {
      release(0);
    }
  };
}

/** Addresses take turns here too. The turn lasts until the next one of the event loop. @throws ServerBusy */
async function turnToParse(text: string, res: Response): Promise<void> {
  const release = await take(text.length > SHORT_BODY ? parsing.long : parsing.short, res);
  setImmediate(() => release(0));
}

/** @throws ServerBusy, or another error when the client has disconnected */
async function take(turns: Turns, res: Response): Promise<Release> {
  const left = new AbortController();
  onceClosed(res, () => left.abort());
  const release = await turns.take(ownerAt(requestScope(res).client.address), left.signal, LONGEST_WAIT_MS);
  if (!left.signal.aborted) return release;
  release(0);
  throw left.signal.reason;
}

function tooLarge(): HttpProblem {
  return new HttpProblem('payload-too-large', { Connection: 'close' });
}

/** Accepts letters outside of ASCII without percent-encoding, because `curl --data` does not encode them. */
function parsedForm(text: string): ParsedUrlQuery {
  if (!isPercentEncodedUtf8(text)) throw new HttpProblem('malformed-request');
  return parseForm(text, '&', '=', { maxKeys: MAX_FORM_FIELDS });
}

/** RFC 6749 section 3.2: parameters without a value count as missing, and none may come twice. */
function singleValues(form: ParsedUrlQuery): unknown {
  const entries = Object.entries(form);
  const repeated = entries.filter(([, value]) => Array.isArray(value));
  const faults = repeated.map(
    ([field]) => ({ in: 'body', field: field.slice(0, MAX_NAME_LENGTH), code: 'repeated' }) as const,
  );
  if (faults.length > 0) throw new InvalidInput(faults);
  return Object.fromEntries(entries.filter(([, value]) => value !== ''));
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new HttpProblem('malformed-request');
  }
}

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeperThan(levels - 1, inner));
}
