import { isHTTPError } from 'ky';
import type { CallRefusal } from '../../application/films/ports/api-quota.ts';
import {
  FilmSourceBadAnswer,
  FilmSourceKeyRefused,
  FilmSourceQuotaSpent,
  FilmSourceRateLimited,
  FilmSourceTimeout,
} from '../../application/films/ports/film-source.ts';
import { secondsUntilNextQuotaDay } from '../../domain/films/quota-day.ts';
import { DomainError } from '../../domain/shared/errors.ts';

const KEY_REFUSED_RETRY_SECONDS = 60;
/** Limits are per second. So the pause is short if `Retry-After` is missing, and limited if it is long. */
const RATE_LIMITED_RETRY_SECONDS = 2;
const MAX_RATE_LIMITED_RETRY_SECONDS = 60;

/** An unusable body. The message is ours and repeats nothing of the body. */
export class UnusableAnswer extends Error {
  override readonly name = 'UnusableAnswer';
}

/** An answer whose JSON lacks the expected content. `reason` repeats nothing of the answer. */
export function badAnswer(operation: string, reason: string): FilmSourceBadAnswer {
  return new FilmSourceBadAnswer({ cause: new Error(`${operation}: ${reason}`) });
}

/**
 * Maps a failed exchange to a failure of the film source. `isLate`: the deadline had passed when it failed. A call
 * refused before sending already has its own failure. The original error is not included: an error of ky contains the
 * request with the API key, and others may quote data that was sent or received.
 */
export function failureOf(error: unknown, at: { operation: string; isLate: boolean; now: Date }): DomainError {
  if (error instanceof DomainError) return error;
  const status = statusOf(error);
  const isTimeout = at.isLate && status === undefined;
  const cause = new Error(`${at.operation}: ${isTimeout ? 'no answer within the deadline' : reasonOf(error)}`);
  if (isTimeout) return new FilmSourceTimeout({ cause });
  // A 403 does not tell whether the key or the query is refused.
  if (status === 403) return new FilmSourceKeyRefused({ cause, retryAfterSeconds: KEY_REFUSED_RETRY_SECONDS });
  const refusal = isHTTPError(error) ? refusalOf(error.response, at) : undefined;
  return refusal ?? new FilmSourceBadAnswer({ cause });
}

/** The refusal in an answer that applies to all calls, not only to this one. */
export function refusalOf(
  { status, headers }: Response,
  { operation, now }: { operation: string; now: Date },
): CallRefusal | undefined {
  const cause = new Error(`${operation}: status ${status}`);
  switch (status) {
    case 401:
      return new FilmSourceKeyRefused({ cause, retryAfterSeconds: KEY_REFUSED_RETRY_SECONDS });
    case 402:
      return new FilmSourceQuotaSpent({ cause, retryAfterSeconds: secondsUntilNextQuotaDay(now) });
    case 429:
      return new FilmSourceRateLimited({ cause, retryAfterSeconds: rateLimitedSeconds(headers, now) });
    default:
      return undefined;
  }
}

/** The status that ended the exchange, `undefined` when there was no answer. */
export function statusOf(error: unknown): number | undefined {
  return isHTTPError(error) ? error.response.status : undefined;
}

/** The code of the connection error behind a failed `fetch`: `ECONNRESET`, `UND_ERR_SOCKET`, … */
export function faultCode(error: unknown): string | undefined {
  return causesOf(error)
    .map((cause) => ('code' in cause ? cause.code : undefined))
    .find((code) => typeof code === 'string');
}

/** The pause requested by the upstream: seconds or an HTTP date (RFC 9110 §10.2.3). Never negative. */
export function retryAfterMs(error: unknown, now: Date): number | undefined {
  return isHTTPError(error) ? pauseMs(error.response.headers, now) : undefined;
}

function pauseMs(headers: Headers, now: Date): number | undefined {
  const value = headers.get('retry-after')?.trim();
  if (value === undefined) return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const atMs = value.endsWith('GMT') ? Date.parse(value) : Number.NaN;
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - now.getTime());
}

function rateLimitedSeconds(headers: Headers, now: Date): number {
  const askedMs = pauseMs(headers, now);
  if (askedMs === undefined) return RATE_LIMITED_RETRY_SECONDS;
  return Math.min(Math.max(Math.ceil(askedMs / 1000), 1), MAX_RATE_LIMITED_RETRY_SECONDS);
}

function reasonOf(error: unknown): string {
  const status = statusOf(error);
  if (status !== undefined) return `status ${status}`;
  if (error instanceof UnusableAnswer) return error.message;
  const causes = causesOf(error);
  // undici reports a refused redirect only by this message.
  if (causes.some(({ message }) => message === 'unexpected redirect')) return 'redirect refused';
  return faultCode(error) ?? causes.at(-1)?.name ?? 'unknown fault';
}

/** The error and its causes, outermost first. `fetch` itself only reports that it failed. */
function causesOf(error: unknown): Error[] {
  const causes: Error[] = [];
  for (let at = error; at instanceof Error && causes.length < 5; at = at.cause) causes.push(at);
  return causes;
}
