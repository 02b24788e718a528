import ky from 'ky';
import type { Clock } from '../../application/ports/clock.ts';
import { failureOf, faultCode, retryAfterMs, statusOf, UnusableAnswer } from './kinopoisk-failures.ts';

/** `baseUrl` is checked where settings are read: https, or http to a loopback address. */
export type KinopoiskSettings = {
  readonly baseUrl: string;
  readonly apiKey: string;
  /** The deadline of one question with everything in it: connecting, head, body, retries and pauses. 5 s by default. */
  readonly timeoutMs?: number;
  /** The pause before the first retry is somewhere between 0 and this, before the second up to twice as long. */
  readonly retryPauseMs?: number;
};

const MAX_BODY_BYTES = 1_048_576;
const RETRIES = 2;
const RETRIED_STATUSES: ReadonlySet<number | undefined> = new Set([429, 502, 503, 504]);
const RETRIED_FAULTS: ReadonlySet<string | undefined> = new Set([
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_SOCKET',
]);

/** Asks Kinopoisk API Unofficial and hands out parsed JSON. */
export class KinopoiskHttp {
  readonly #baseUrl: string;
  /** A private field proper, so that printing this object does not show the key. */
  readonly #headers: Record<string, string>;
  readonly #timeoutMs: number;
  readonly #retryPauseMs: number;
  readonly #clock: Clock;

  constructor(settings: KinopoiskSettings, clock: Clock) {
    this.#baseUrl = settings.baseUrl.replace(/\/+$/, '');
    this.#headers = { 'X-API-KEY': settings.apiKey, 'Content-Type': 'application/json', Accept: 'application/json' };
    this.#timeoutMs = settings.timeoutMs ?? 5_000;
    this.#retryPauseMs = settings.retryPauseMs ?? 300;
    this.#clock = clock;
  }

  /**
   * `path` starts with a slash and is made of validated values; `operation` names the question in errors.
   * @returns the body's JSON, shape unchecked, or `undefined` for a 404
   * @throws FilmSourceFailure
   */
  async get(operation: string, path: string, query: Record<string, string | number> = {}): Promise<unknown> {
    // Not AbortSignal.timeout(): its timer would outlive the answer, one for every call of the last seconds.
    const deadline = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        deadline.abort();
        reject(new UnusableAnswer('late'));
      }, this.#timeoutMs);
    });
    try {
      // Raced, since the `fetch` of Node 20 forgets its signal when garbage is collected, and then waits for 300 s.
      return await parsedJson(await Promise.race([this.#exchange(path, query, deadline.signal), late]));
    } catch (error) {
      if (statusOf(error) === 404) return undefined;
      throw failureOf(error, { operation, isLate: deadline.signal.aborted, now: this.#clock.now() });
    } finally {
      clearTimeout(timer);
    }
  }

  #exchange(path: string, query: Record<string, string | number>, signal: AbortSignal): Promise<Response> {
    const endsAtMs = this.#clock.monotonicMs() + this.#timeoutMs;
    let pauseMs = 0;
    return ky.get(`${this.#baseUrl}${path}`, {
      fetch: async (request, init) => withBodyRead(await fetch(request, init), signal),
      headers: this.#headers,
      redirect: 'error',
      searchParams: query,
      signal,
      // ky's own timeout would be per attempt, and its reading of Retry-After is not bounded by any.
      timeout: false,
      retry: {
        limit: RETRIES,
        methods: ['get'],
        shouldRetry: ({ error, retryCount }) => {
          const jitterMs = Math.random() * this.#retryPauseMs * 2 ** (retryCount - 1);
          pauseMs = Math.max(jitterMs, retryAfterMs(error, this.#clock.now()) ?? 0);
          return isTransient(error) && !signal.aborted && this.#clock.monotonicMs() + pauseMs < endsAtMs;
        },
        delay: () => pauseMs,
      },
    });
  }
}

function isTransient(error: Error): boolean {
  return RETRIED_STATUSES.has(statusOf(error)) || RETRIED_FAULTS.has(faultCode(error));
}

/** Reads the body inside the attempt: a connection that breaks halfway is then retried like one that breaks at once. */
async function withBodyRead(response: Response, signal: AbortSignal): Promise<Response> {
  const { status, headers } = response;
  if (response.ok) return new Response(await readAtMost(MAX_BODY_BYTES, response.body, signal), { status, headers });
  // The status has said everything. Reading on leaves the connection fit for the next question; failing at it is no matter.
  await readAtMost(MAX_BODY_BYTES, response.body, signal).catch(() => undefined);
  return new Response(null, { status, headers });
}

/** Counts decompressed bytes while they come, so that a small bomb is never inflated whole. */
async function readAtMost(
  maxBytes: number,
  body: ReadableStream<Uint8Array> | null,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    signal.throwIfAborted();
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new UnusableAnswer(`body of more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function parsedJson(response: Response): Promise<unknown> {
  const mediaType = response.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  if (mediaType !== 'application/json') throw new UnusableAnswer('content type is not application/json');
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(await response.arrayBuffer()));
  } catch {
    throw new UnusableAnswer('body is not JSON in UTF-8');
  }
}
