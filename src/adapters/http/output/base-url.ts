import { HttpProblem } from '../problems/http-problem.ts';

/** A name or an address, with a port or without (RFC 9110 section 7.2). */
const HOST = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i;

/**
 * Where clients reach the service, without a slash at the end: `PUBLIC_URL`, otherwise the `Host` of the request. Headers
 * of proxies do not count, because anybody can send them. @throws HttpProblem for a `Host` that is none
 */
export function baseUrl(publicUrl: string | undefined, host: string | undefined): string {
  if (publicUrl !== undefined) return publicUrl;
  if (host === undefined || !HOST.test(host)) throw new HttpProblem('malformed-request');
  return `http://${host}`;
}
