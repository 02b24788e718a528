/** Holds the refresh token of the web page, where no script can read it. */
export const SESSION_COOKIE = 'kinopolka_session';

/** Browsers accept a cookie with this prefix only over TLS, so a page without TLS cannot plant one (RFC 6265bis section 4.1.3). */
const OF_TLS = '__Secure-';

/** A browser sends several cookies of one name if another page has set one for the whole domain. */
const MAX_COOKIES = 4;

/** `isSecure`: whether the browser reaches the service over TLS. */
type Reach = { readonly isSecure: boolean };

/**
 * The cookie has no `Path`, so the browser takes the folder of the URL that it called (RFC 6265 section 5.1.4). This is
 * the folder of the page under any prefix, even under one that a proxy removes.
 */
export function sessionCookie(token: string, maxAgeSeconds: number, { isSecure }: Reach): string {
  const attributes = `HttpOnly; SameSite=Strict; Max-Age=${maxAgeSeconds}${isSecure ? '; Secure' : ''}`;
  return `${nameOf(isSecure)}=${token}; ${attributes}`;
}

/** Makes the browser delete the cookie. */
export function expiredSessionCookie(reach: Reach): string {
  return sessionCookie('', 0, reach);
}

/** The first few different values of the cookie in a `Cookie` header. They are not validated. */
export function sessionCookieValues(header: string | undefined, { isSecure }: Reach): string[] {
  const start = `${nameOf(isSecure)}=`;
  const pairs = (header ?? '').split(';').map((pair) => pair.trim());
  const values = pairs.filter((pair) => pair.startsWith(start)).map((pair) => pair.slice(start.length));
  return [...new Set(values)].slice(0, MAX_COOKIES);
}

function nameOf(isSecure: boolean): string {
  return `${isSecure ? OF_TLS : ''}${SESSION_COOKIE}`;
}
