import type { Request } from 'express';
import { HttpProblem } from '../problems/http-problem.ts';

/**
 * Refuses a request that a page of another origin sends. Browsers name the page's origin in `Origin`. In requests over
 * HTTPS and to localhost, they also send `Sec-Fetch-Site`, which says whether that origin is ours. A program that sends
 * neither header is not a browser, so it has no cookies of one.
 * @throws HttpProblem `cross-origin-request`
 */
export function refuseOtherOrigins(req: Request, publicUrl: string | undefined): void {
  const { origin, 'sec-fetch-site': site } = req.headers;
  const isOwn =
    site === undefined ? origin === undefined || isOwnOrigin(origin, req, publicUrl) : site === 'same-origin';
  if (!isOwn) throw new HttpProblem('cross-origin-request');
}

/**
 * Refuses a form that a page of another origin sends, unless its origin may call the service. A browser sends a form to
 * any service without asking it first, so any page could use up the log-ins that its visitor's address may try.
 * @throws HttpProblem `cross-origin-request`
 */
export function refuseFormOfOtherOrigin(
  req: Request,
  { publicUrl, corsOrigins }: { readonly publicUrl: string | undefined; readonly corsOrigins: readonly string[] },
): void {
  const { origin } = req.headers;
  if (origin === undefined || !corsOrigins.includes(origin)) refuseOtherOrigins(req, publicUrl);
}

/** If a proxy replaces `Host`, its `X-Forwarded-Host` or PUBLIC_URL has the name that the browser knows. */
function isOwnOrigin(origin: string, req: Request, publicUrl: string | undefined): boolean {
  if (!URL.canParse(origin)) return false;
  const { host, origin: canonical } = new URL(origin);
  const isPublic = publicUrl !== undefined && new URL(publicUrl).origin === canonical;
  return isPublic || [req.headers.host, req.host].some((own) => own?.toLowerCase() === host);
}
