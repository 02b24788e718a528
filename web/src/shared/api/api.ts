import type { Session } from '@kinopolka/client';
import { createClient, ProblemError } from '@kinopolka/client';
import { unlessForgotten } from '../forgetting.ts';
import { language } from '../language.ts';
import { API_ROOT } from '../routing/place.ts';
import { patientFetch } from './connection.ts';

let source: Session = { read: () => undefined, renew: async () => undefined };

/** Sets the source of the access tokens that calls send. Called once, by the subject sessions. */
export function useSession(session: Session): void {
  source = session;
}

/** Every call of the page to the API: `await unwrap(api.GET('/movies/{kinopoisk_id}', {…}))`. */
export const api = createClient({
  baseUrl: API_ROOT.href.replace(/\/$/, ''),
  session: { read: async () => source.read(), renew: async (stale) => source.renew(stale) },
  fetch: async (input, init) => unlessForgotten(send(new Request(input, init))),
});

type Exchange<T> = Promise<{ data?: T; error?: unknown; response: Response }>;

/** The body of a successful answer, and its headers, such as `X-Total-Count`. @throws ProblemError */
export async function unwrapWithHeaders<T>(exchange: Exchange<T>): Promise<{ data: T; headers: Headers }> {
  const { data, error, response } = await exchange;
  if (!response.ok) throw new ProblemError(response, error);
  return { data: data as T, headers: response.headers };
}

/** Changes that the service has not answered yet. */
const underWay = new Set<Promise<unknown>>();

/** Waits for unfinished changes, for example before the session ends. */
export async function changesSettled(): Promise<void> {
  // A change that was begun just now is sent in the next turn.
  await new Promise((resolve) => {
    setTimeout(resolve);
  });
  await Promise.allSettled(underWay);
}

/** Requests the language of the page, so that the texts of problems can be shown unchanged. */
async function send(request: Request): Promise<Response> {
  request.headers.set('Accept-Language', language.value);
  const answer = patientFetch(request);
  if (request.method === 'GET') return answer;
  underWay.add(answer);
  return answer.finally(() => underWay.delete(answer));
}
