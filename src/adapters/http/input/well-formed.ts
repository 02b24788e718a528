import type { RequestHandler } from 'express';
import { HttpProblem } from '../problems/http-problem.ts';
import { requestScope } from '../server/request-scope.ts';

/** Any character that is not visible ASCII. Node does not change bytes from 0x80 on. */
const NOT_ASCII = /[^\x21-\x7e]/;

/** Bytes outside of ASCII: Node decodes headers as Latin-1. */
const HIGH_BYTES = /[\x80-\xff]/;

/**
 * Refuses a request whose URL or `User-Agent` would be decoded with replacement characters: different inputs would
 * become equal, and a search would look for text that nobody wrote. Runs before routing, so that it holds for every
 * path.
 */
export const refuseIllFormed: RequestHandler = (req, res, next) => {
  const isWellFormed = !NOT_ASCII.test(req.url) && isPercentEncodedUtf8(req.url);
  // The request scope has decoded the header, and has `null` where it is not UTF-8.
  const isUnread = Boolean(req.headers['user-agent']) && requestScope(res).client.userAgent === null;
  if (!isWellFormed || isUnread) throw new HttpProblem('malformed-request');
  next();
};

/** Whether two hexadecimal digits follow every `%`, and the bytes that they encode are UTF-8. */
export function isPercentEncodedUtf8(text: string): boolean {
  if (!text.includes('%')) return true;
  try {
    // The value has to be used: otherwise the bundler removes the call, because it assumes that the call has no effect.
    return decodeURIComponent(text).isWellFormed();
  } catch {
    return false;
  }
}

/** The text of a header in UTF-8; `undefined` when its bytes are not UTF-8. */
export function headerText(value: string): string | undefined {
  if (!HIGH_BYTES.test(value)) return value;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(value, 'latin1'));
  } catch {
    return undefined;
  }
}
