import createApi, { type Client } from 'openapi-fetch';
import type { paths } from './api.generated.ts';
import { isProblem, ProblemError } from './problem.ts';
import { type AccessToken, type Session, tokenToRepeat, tokenToSend } from './session.ts';

/** Calls every operation of the service: `client.GET('/movies/{kinopoisk_id}', { params: { path: { kinopoisk_id: 301 } } })`. */
export type KinopolkaClient = Client<paths>;

export type ClientOptions = {
  /** Address of the service, such as `https://films.example.org`, or `https://example.org/films` behind a prefix. */
  readonly baseUrl: string;
  /** A personal access token (`kpat_…`). It is sent as it is and never renewed. */
  readonly token?: string;
  /** The source of the access tokens that are sent, which also renews them. If it is given, `token` is ignored. */
  readonly session?: Session;
  /** Headers of every request, such as `Accept-Language`. */
  readonly headers?: Record<string, string>;
  readonly fetch?: typeof globalThis.fetch;
};

type Send = (request: Request) => Promise<Response>;

/**
 * A client that sends requests with a personal token, in a session, or without a token.
 * If the service refuses the token of a session, the session is renewed and the request is sent once more.
 */
export function createClient({
  baseUrl,
  token,
  session,
  headers,
  fetch = globalThis.fetch,
}: ClientOptions): KinopolkaClient {
  const send: Send = (request) => fetch(request);
  const source = session ?? (token === undefined ? undefined : fixed(token));
  return createApi<paths>({
    baseUrl,
    ...(headers && { headers }),
    fetch: source ? sendWithToken(send, source, baseUrl) : send,
    Request: RequestOfAnyBody as unknown as typeof Request,
    bodySerializer: serialize,
  });
}

function fixed(accessToken: string): Session {
  return { read: () => ({ accessToken }), renew: async () => undefined };
}

function sendWithToken(send: Send, session: Session, baseUrl: string): Send {
  return async (request) => {
    if (request.headers.has('Authorization') || !isWithin(baseUrl, request)) return send(request);
    const { signal } = request;
    try {
      const isRepeatable = !streamed.has(request);
      const token = await abortable(tokenToSend(session, !isRepeatable), signal);
      if (!token) return await send(request);
      const repeated = isRepeatable ? request.clone() : undefined;
      const response = await send(withToken(request, token));
      if (!repeated || !(await isTokenRefused(response))) return response;
      const next = await abortable(tokenToRepeat(session, token), signal);
      if (!next) return response;
      await response.body?.cancel();
      return await send(withToken(repeated, next));
    } catch (error) {
      if (error instanceof ProblemError) return toResponse(error);
      throw error;
    }
  };
}

/**
 * Whether the request goes to the service of the client. A call may name another `baseUrl`, which must not get the
 * token.
 */
function isWithin(baseUrl: string, { url }: Request): boolean {
  return url.startsWith(new Request(`${baseUrl.replace(/\/$/, '')}/`).url);
}

function withToken(request: Request, { accessToken }: AccessToken): Request {
  request.headers.set('Authorization', `Bearer ${accessToken}`);
  return request;
}

/** Not every 401 is about the token. A refused log-in is also a 401, but with another code. */
async function isTokenRefused(response: Response): Promise<boolean> {
  if (response.status !== 401) return false;
  const { problem } = await ProblemError.from(response.clone());
  return problem?.code === 'invalid-token';
}

/**
 * Turns the failed answer to a renewal into the answer to a request that waited for it. Its body is no longer
 * compressed.
 */
function toResponse({ body, response }: ProblemError): Response {
  const headers = new Headers(response.headers);
  for (const name of ['Content-Encoding', 'Content-Length', 'Transfer-Encoding']) headers.delete(name);
  return new Response(isProblem(body) ? JSON.stringify(body) : String(body), { status: response.status, headers });
}

/** Rejects when the signal aborts, but does not stop the work, because other requests wait for the same renewal. */
function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** Requests whose body is a stream, which can be sent only once. */
const streamed = new WeakSet<Request>();

/** A `Request` whose body may also be a stream. */
function RequestOfAnyBody(url: string, init: RequestInit): Request {
  const isStream = init.body instanceof ReadableStream;
  const request = new Request(url, isStream ? ({ ...init, duplex: 'half' } as RequestInit) : init);
  if (isStream) streamed.add(request);
  return request;
}
// openapi-fetch checks the result of middleware with `instanceof` this function, and middleware may return a plain
// Request.
RequestOfAnyBody.prototype = Request.prototype;

/**
 * Bodies that `fetch` accepts are sent as they are. An object with a file becomes a form, and everything else becomes
 * JSON.
 */
function serialize(body: unknown, headers?: Headers | Record<string, unknown>): NonNullable<RequestInit['body']> {
  if (typeof body === 'string' || body instanceof FormData || body instanceof Blob || body instanceof ReadableStream)
    return body;
  if (new Headers(headers as RequestInit['headers']).get('Content-Type') === 'application/x-www-form-urlencoded') {
    return new URLSearchParams(body as Record<string, string>);
  }
  const fields = Object.entries(body as object) as [string, unknown][];
  if (!fields.some(([, value]) => value instanceof Blob)) return JSON.stringify(body);
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value as string | Blob);
  return form;
}
