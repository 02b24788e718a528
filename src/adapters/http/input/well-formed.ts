import type { RequestHandler } from 'express';
import { HttpProblem } from '../problems/http-problem.ts';
import { requestScope } from '../server/request-scope.ts';

/** Anything but visible ASCII. Node passes on bytes from 0x80 as they come. */
const NOT_ASCII = /[^\x21-\x7e]/;

/** Bytes that `Latin-1`, in which Node decodes headers, takes for letters. */
const HIGH_BYTES = /[\x80-\xff]/;

/**
 * Refuses a request whose URL or used headers would be decoded with replacement characters: different inputs would become
 * equal, and what nobody wrote would be searched for. Runs before routing, so that it holds for every path.
 */
export const refuseIllFormed: RequestHandler = (req, res, next) => {
  const isWellFormed = !NOT_ASCII.test(req.url) && isPercentEncodedUtf8(req.url);
  // It was decoded for the scope, where an unreadable one is left out.
  const isUnread = Boolean(req.headers['user-agent']) && requestScope(res).client.userAgent === null;
  if (!isWellFormed || isUnread) throw new HttpProblem('malformed-request');
  next();
};

/** Whether every `%` begins two hexadecimal digits, and the bytes that they stand for are UTF-8. */
export function isPercentEncodedUtf8(text: string): boolean {
  if (!text.includes('%')) return true;
  try {
    // The value is used: the bundler takes a call without a use for one without an effect, and leaves it out.
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
