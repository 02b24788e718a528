/** An access token with the facts that the client needs. */
export type AccessToken = {
  readonly accessToken: string;
  /** When the token expires, in milliseconds since 1970. If given, the client renews the token shortly before. */
  readonly expiresAt?: number | undefined;
  /**
   * Identifies the session of the token. Give it if the session can change during a request, for example if another tab
   * logs out and somebody else logs in. A refused request is repeated only with a token of the same session.
   */
  readonly sessionId?: string | undefined;
};

/**
 * The source of a client's access tokens. `createSession` makes one that logs in with a password and stores a refresh
 * token. Implement this interface if something else renews, such as a server that keeps the refresh token in an
 * HttpOnly cookie.
 */
export interface Session {
  /** The current token. Undefined if nobody is logged in; the request is then sent without one. */
  read(): AccessToken | undefined | Promise<AccessToken | undefined>;
  /**
   * Gets another token. The client calls it once for all requests that wait at that moment. From then on, `read`
   * returns the new token.
   * @param stale the token that expires soon, or that the service refused
   * @returns the new token, or undefined if the session is over. The refused request then resolves with its 401.
   * @throws if there is no new token now, but may be one later (network, 429, 5xx). A `ProblemError` becomes the answer
   * to the waiting requests. With any other error, they reject with that error.
   */
  renew(stale: AccessToken): Promise<AccessToken | undefined>;
}

/** Tokens are renewed this long before they expire. */
const RENEW_BEFORE_MS = 5000;

type Renewal = { readonly stale: AccessToken; readonly result: Promise<AccessToken | undefined> };

const renewals = new WeakMap<Session, Renewal>();

/** A token for a request. `mustLast`: whether the request cannot be repeated. */
export async function tokenToSend(session: Session, mustLast: boolean): Promise<AccessToken | undefined> {
  const token = await session.read();
  if (!token) return undefined;
  const { expiresAt } = token;
  const isStale = expiresAt === undefined ? mustLast : expiresAt - RENEW_BEFORE_MS <= Date.now();
  return isStale ? renewOnce(session, token) : token;
}

/** A token to repeat a request after `refused` was refused. Undefined if the session is over. */
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
