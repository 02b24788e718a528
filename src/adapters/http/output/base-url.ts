import { HttpProblem } from '../problems/http-problem.ts';

/** A name or an address, with a port or without (RFC 9110 section 7.2). */
const HOST = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i;

/**
 * Where clients reach the service, without a slash at the end: `PUBLIC_URL`, otherwise the `Host` of the request.
 * Headers of proxies do not count, because anybody can send them. @throws HttpProblem for an invalid `Host`
 */
export function baseUrl(publicUrl: string | undefined, host: string | undefined): string {
  if (publicUrl !== undefined) return publicUrl;
  if (host === undefined || !HOST.test(host)) throw new HttpProblem('malformed-request');
  return `http://${host}`;
}

/** `publicUrl`: `PUBLIC_URL`. `requestPath`: the path of the request that is answered, as received. */
type Addressee = { readonly publicUrl: string | undefined; readonly requestPath: string };

/**
 * The address of a path of the service, for an answer. Without `PUBLIC_URL` it is relative to the path of the request,
 * so it is also right behind a proxy that removes a prefix. Does not depend on the `Host` of the request.
 */
export function addressOf(path: string, { publicUrl, requestPath }: Addressee): string {
  if (publicUrl !== undefined) return publicUrl + path;
  return '../'.repeat(requestPath.split('/').length - 2) + path.slice(1);
}

/** The address of the requested resource with another query, for an answer. */
export function addressWithQuery(query: URLSearchParams, { publicUrl, requestPath }: Addressee): string {
  return `${publicUrl === undefined ? '' : publicUrl + requestPath}?${query}`;
}

/** The path of a request target in origin form. */
export function pathOf(target: string): string {
  return target.replace(/\?.*$/s, '');
}
