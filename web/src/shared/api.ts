import createClient from 'openapi-fetch';
import type { paths } from '../../schema.ts';
import { patientFetch } from './connection.ts';
import { language } from './language.ts';
import { API_ROOT } from './place.ts';
import { refusalOf } from './refusal.ts';

/** Where calls get their access token from. `renewed`: a token that replaces the refused one, if the session goes on. */
export type Credentials = {
  token(): Promise<string | undefined>;
  renewed(refused: string): Promise<string | undefined>;
};

let credentials: Credentials = { token: async () => undefined, renewed: async () => undefined };

/** Called once, by the subject that knows the session. */
export function useCredentials(from: Credentials): void {
  credentials = from;
}

/** Every call of the page to the API: `await ask(api.GET('/movies/{kinopoisk_id}', {…}))`. */
export const api = createClient<paths>({ baseUrl: API_ROOT.href.replace(/\/$/, ''), fetch: send });

/** An answer in the format of the client. */
type Exchange<T> = Promise<{ data?: T; error?: unknown; response: Response }>;

/** The body of a successful answer. @throws Refusal, and TypeError if the service cannot be reached */
export async function ask<T>(exchange: Exchange<T>): Promise<T> {
  return (await askWithHeaders(exchange)).data;
}

/** The same with the headers, such as `X-Total-Count`. */
export async function askWithHeaders<T>(exchange: Exchange<T>): Promise<{ data: T; headers: Headers }> {
  const { data, error, response } = await exchange;
  if (!response.ok) throw refusalOf(response, error);
  return { data: data as T, headers: response.headers };
}

async function send(request: Request): Promise<Response> {
  request.headers.set('Accept-Language', language.value);
  const token = await credentials.token();
  if (token === undefined) return patientFetch(request);
  // Before it is sent, because a body can be read once.
  const again = request.clone();
  const response = await patientFetch(withToken(request, token));
  if (response.status !== 401) return response;
  const renewed = await credentials.renewed(token);
  return renewed === undefined ? response : patientFetch(withToken(again, renewed));
}

function withToken(request: Request, token: string): Request {
  request.headers.set('Authorization', `Bearer ${token}`);
  return request;
}
