import { ProblemError, retryAfterSeconds } from '@kinopolka/client';
import { signal } from '@preact/signals';

/** `busy`: the service answers that it cannot serve at the moment. `lost`: no answer comes at all. */
export type Connection = 'good' | 'busy' | 'lost';

export const connection = signal<Connection>('good');

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 15_000;
/** If `Retry-After` is longer, the page does not wait, but shows the problem. */
const LONGEST_RETRY_AFTER_S = 60;
const MAX_ATTEMPTS = 20;

/**
 * `fetch` that tries again while the service cannot be reached or is busy, and sets {@link connection}. `repeats`:
 * whether to try again, by default only for reads. Changes are sent once, because their sender shows a failure and
 * undoes the change.
 */
export async function patientFetch(request: Request, repeats = request.method === 'GET'): Promise<Response> {
  if (!repeats) return observedFetch(request);
  for (let attempt = 0; ; attempt += 1) {
    const response = await observedFetch(request.clone()).catch((error: unknown) => {
      if (request.signal.aborted || attempt >= MAX_ATTEMPTS) throw error;
      return undefined;
    });
    if (response && (attempt >= MAX_ATTEMPTS || !(await isTemporary(response)))) return response;
    await pause(waitOf(response, attempt), request.signal);
  }
}

async function observedFetch(request: Request): Promise<Response> {
  try {
    const response = await fetch(request);
    connection.value = (await isTemporary(response)) ? 'busy' : 'good';
    return response;
  } catch (error) {
    if (!request.signal.aborted) connection.value = 'lost';
    throw error;
  }
}

/** Whether the whole service is busy. Problems about Kinopoisk do not count: the view that needs it shows them. */
async function isTemporary(response: Response): Promise<boolean> {
  const { status } = response;
  if (status !== 502 && status !== 503 && status !== 504) return false;
  if ((retryAfterSeconds(response) ?? 0) > LONGEST_RETRY_AFTER_S) return false;
  const { problem } = await ProblemError.from(response.clone());
  return problem === undefined || !problem.code.startsWith('kinopoisk-');
}

function waitOf(response: Response | undefined, attempt: number): number {
  const asked = ((response && retryAfterSeconds(response)) ?? 0) * 1000;
  const backoff = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt);
  // Adds a random part, so that not all open pages try again in the same second.
  return Math.max(asked, backoff) * (1 + Math.random() / 4);
}

/** Waits; ends early when the browser is online again. @throws the reason of `cancelled` */
async function pause(waitMs: number, cancelled: AbortSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const wake = new AbortController();
    const end = (finish: () => void) => () => {
      wake.abort();
      clearTimeout(timer);
      finish();
    };
    const timer = setTimeout(end(resolve), waitMs);
    addEventListener('online', end(resolve), { signal: wake.signal });
    cancelled.addEventListener(
      'abort',
      end(() => reject(cancelled.reason as Error)),
      { signal: wake.signal },
    );
  });
}

/** Sets {@link connection} when the browser goes offline or online. Call once. */
export function watchConnection(): void {
  const follow = () => {
    connection.value = navigator.onLine ? 'good' : 'lost';
  };
  addEventListener('online', follow);
  addEventListener('offline', follow);
  if (!navigator.onLine) follow();
}
