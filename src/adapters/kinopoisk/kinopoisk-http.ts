import ky from 'ky';
import type { Owner } from '../../application/shared/fair-queue.ts';
import type { Clock } from '../../application/shared/ports/clock.ts';
import type { CallPurpose } from '../../domain/films/quota-day.ts';
import { isBackground } from '../../domain/films/quota-day.ts';
import type { KinopoiskCalls } from './kinopoisk-calls.ts';
import type { KinopoiskOperation } from './kinopoisk-endpoint.ts';
import { failureOf, faultCode, retryAfterMs, statusOf, UnusableAnswer } from './kinopoisk-failures.ts';
import { DEADLINE_MS, SHARE_OF_THE_CALL } from './kinopoisk-pacing.ts';

/** `baseUrl` is validated by the settings: https, or http to a loopback address. */
export type KinopoiskSettings = {
  readonly baseUrl: string;
  readonly apiKey: string;
  /** The deadline of one question; `DEADLINE_MS` by default. */
  readonly timeoutMs?: number;
  /** The pause before the first retry is random between 0 and this, before the second up to twice as long. */
  readonly retryPauseMs?: number;
  /** The caller's trace context (W3C Trace Context), if any. No other data of the caller is sent. */
  readonly traceparent?: () => string | undefined;
};

/**
 * `operation`: the name of the question in errors and metrics. `path` starts with a slash and contains only validated
 * values.
 */
export type KinopoiskQuestion = {
  readonly operation: KinopoiskOperation;
  readonly path: string;
  readonly query?: Record<string, string | number>;
  readonly purpose: CallPurpose;
  readonly owner: Owner;
};

/** Background calls get a shorter deadline, because they may follow a question of a waiting user. */
const SHARE_OF_EXTRAS = 0.8;
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

/** Calls Kinopoisk API Unofficial and returns parsed JSON. */
export class KinopoiskHttp {
  readonly #baseUrl: string;
  /** A private field, so that printing this object does not show the key. */
  readonly #headers: Record<string, string>;
  readonly #timeoutMs: number;
  readonly #retryPauseMs: number;
  readonly #traceparent: () => string | undefined;
  readonly #calls: KinopoiskCalls;
  readonly #clock: Clock;

  constructor(settings: KinopoiskSettings, calls: KinopoiskCalls, clock: Clock) {
    this.#baseUrl = settings.baseUrl.replace(/\/+$/, '');
    this.#headers = { 'X-API-KEY': settings.apiKey, 'Content-Type': 'application/json', Accept: 'application/json' };
    this.#timeoutMs = settings.timeoutMs ?? DEADLINE_MS;
    this.#retryPauseMs = settings.retryPauseMs ?? 300;
    this.#traceparent = settings.traceparent ?? (() => undefined);
    this.#calls = calls;
    this.#clock = clock;
  }

  /**
   * @returns the JSON body, unvalidated, or `undefined` for a 404
   * @throws FilmSourceFailure; any error of booking the call
   */
  async get(question: KinopoiskQuestion): Promise<unknown> {
    // Does not use AbortSignal.timeout(), whose timers continue after the answers: there would be one for every call of
    // the last seconds.
    const deadline = new AbortController();
    const timeoutMs = this.#timeoutMs * (isBackground(question.purpose) ? SHARE_OF_EXTRAS : 1);
    const endsAtMs = this.#clock.monotonicMs() + timeoutMs;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        deadline.abort();
        reject(new UnusableAnswer('late'));
      }, timeoutMs);
    });
    try {
      return await Promise.race([this.#exchange(question, { signal: deadline.signal, endsAtMs, late }), late]);
    } catch (error) {
      if (statusOf(error) === 404) return undefined;
      const { operation } = question;
      throw failureOf(error, { operation, isLate: deadline.signal.aborted, now: this.#clock.now() });
    } finally {
      clearTimeout(timer);
    }
  }

  async #exchange({ operation, path, query, purpose, owner }: KinopoiskQuestion, deadline: Deadline): Promise<unknown> {
    const { signal, endsAtMs, late } = deadline;
    const latestMs = endsAtMs - this.#timeoutMs * SHARE_OF_THE_CALL;
    const traceparent = this.#traceparent();
    let pauseMs = 0;
    let answer: unknown;
    await ky.get(`${this.#baseUrl}${path}`, {
      fetch: (request, init) =>
        this.#calls.run({ operation, purpose, owner, latestMs, signal }, async () => {
          // The race is needed, because on Node 20 the signal of `fetch` was garbage-collected, and `fetch` then waited
          // for 300 s.
          const { status, headers, body } = await Promise.race([readWhole(request, init, signal), late]);
          answer = body;
          return new Response(null, { status, headers });
        }),
      headers: { ...this.#headers, ...(traceparent !== undefined && { traceparent }) },
      redirect: 'error',
      ...(query && { searchParams: query }),
      signal,
      // ky's own timeout applies per attempt, and its handling of Retry-After has no limit.
      timeout: false,
      retry: {
        limit: RETRIES,
        methods: ['get'],
        shouldRetry: ({ error, retryCount }) => {
          const jitterMs = Math.random() * this.#retryPauseMs * 2 ** (retryCount - 1);
          pauseMs = Math.max(jitterMs, retryAfterMs(error, this.#clock.now()) ?? 0);
          const isInTime = !signal.aborted && this.#clock.monotonicMs() + pauseMs < latestMs;
          // If the circuit has opened, the original failure says more than a refusal would.
          return isTransient(error) && isInTime && this.#calls.circuitOf(operation) === 'closed';
        },
        delay: () => pauseMs,
      },
    });
    return answer;
  }
}

/** `late` never resolves; it rejects when the deadline has passed. */
type Deadline = { readonly signal: AbortSignal; readonly endsAtMs: number; readonly late: Promise<never> };

function isTransient(error: Error): boolean {
  return RETRIED_STATUSES.has(statusOf(error)) || RETRIED_FAULTS.has(faultCode(error));
}

/**
 * One attempt including its body, so that a connection that breaks halfway is retried like one that breaks at once, and
 * an answer that is not JSON counts as a failure.
 */
async function readWhole(
  request: Parameters<typeof fetch>[0],
  init: RequestInit | undefined,
  signal: AbortSignal,
): Promise<{ status: number; headers: Headers; body: unknown }> {
  const response = await fetch(request, init);
  const { status, headers } = response;
  if (response.ok) {
    const bytes = await readAtMost(MAX_BODY_BYTES, response.body, signal);
    return { status, headers, body: jsonIn(bytes, headers) };
  }
  // The status is sufficient. The body is read so that the connection can be used again; a failure does not matter.
  await readAtMost(MAX_BODY_BYTES, response.body, signal).catch(() => undefined);
  return { status, headers, body: undefined };
}

/** Counts decompressed bytes as they arrive, so that a decompression bomb is never inflated completely. */
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

function jsonIn(bytes: Uint8Array, headers: Headers): unknown {
  const mediaType = headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  if (mediaType !== 'application/json') throw new UnusableAnswer('content type is not application/json');
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new UnusableAnswer('body is not JSON in UTF-8');
  }
}
