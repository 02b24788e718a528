/** An access token, and what the client needs to know of it. */
export type AccessToken = {
  readonly accessToken: string;
  /** When the token expires, in milliseconds since 1970. If given, the client renews shortly before. */
  readonly expiresAt?: number | undefined;
  /**
   * Names the session of the token, where the session can change while a request is on its way (another tab logs out, and
   * somebody else logs in). A refused request is repeated with a token of the same session only.
   */
  readonly sessionId?: string | undefined;
};

/**
 * Where a client gets its access tokens from. `createSession` makes one that logs in with a password and keeps a refresh
 * token. Implement it yourself if something else renews, such as a server that keeps the refresh token in an HttpOnly cookie.
 */
export interface Session {
  /** The current token. Undefined if nobody is logged in; the request is then sent without one. */
  read(): AccessToken | undefined | Promise<AccessToken | undefined>;
  /**
   * Gets another token. The client calls it once for all requests that wait at that moment. `read` returns the new token from now on.
   * @param stale the token that expires soon, or that the service refused
   * @returns the new token, or undefined if the session is over. The refused request then resolves with its 401.
   * @throws if there is no new token now, but may be one later: network, 429, 5xx. A `ProblemError` becomes the answer of
   *   the requests that wait, anything else is what they reject with.
   */
  renew(stale: AccessToken): Promise<AccessToken | undefined>;
}

/** Tokens are renewed this long before they expire. */
const RENEW_BEFORE_MS = 5000;

type Renewal = { readonly stale: AccessToken; readonly result: Promise<AccessToken | undefined> };

const renewals = new WeakMap<Session, Renewal>();

/** A token to send a request with. `mustLast`: the request cannot be repeated. */
export async function tokenToSend(session: Session, mustLast: boolean): Promise<AccessToken | undefined> {
  const token = await session.read();
  if (!token) return undefined;
  const { expiresAt } = token;
  const isStale = expiresAt === undefined ? mustLast : expiresAt - RENEW_BEFORE_MS <= Date.now();
  return isStale ? renewOnce(session, token) : token;
}

/** A token to repeat a request with after `refused`. Undefined if the session is over. */
export async function tokenToRepeat(session: Session, refused: AccessToken): Promise<AccessToken | undefined> {
  const current = await session.read();
  if (!current || current.accessToken === refused.accessToken) return renewOnce(session, refused);
  return isSameSession(current, refused) ? current : undefined;
}

function isSameSession(one: AccessToken, other: AccessToken): boolean {
  return one.sessionId === other.sessionId;
}

function renewOnce(session: Session, stale: AccessToken): Promise<AccessToken | undefined> {
  const begun = renewals.get(session);
  if (begun && isSameSession(begun.stale, stale)) return begun.result;
  const renewal = { stale, result: renewed(session, stale) };
  renewals.set(session, renewal);
  const end = (): void => void (renewals.get(session) === renewal && renewals.delete(session));
  renewal.result.then(end, end);
  return renewal.result;
}

async function renewed(session: Session, stale: AccessToken): Promise<AccessToken | undefined> {
  const token = await session.renew(stale);
  return token && isSameSession(token, stale) ? token : undefined;
}
