import type { ErrorRequestHandler, Response } from 'express';
import { TooManyRequests } from '../../../application/shared/ports/rate-limiter.ts';
import type { ErrorKind, FieldFault } from '../../../domain/shared/errors.ts';
import { DomainError, ValidationFailed } from '../../../domain/shared/errors.ts';
import { InvalidInput } from '../input/validation.ts';
import { sendText } from '../output/answer-body.ts';
import { rateLimitHeaders } from '../output/rate-limit-headers.ts';
import { JSON_TYPE, PROBLEM_TYPE } from '../routing/media-types.ts';
import type { RequestMetrics } from '../server/request-metrics.ts';
import { operationOf, requestScope } from '../server/request-scope.ts';
import type { ErrorForm, ErrorForms } from './error-form.ts';
import { HttpProblem } from './http-problem.ts';
import type { InputFault } from './problem.ts';
import { toFaultViews, toProblemView } from './problem.ts';
import type { CompleteWording, ProblemCode } from './wording.ts';

export const STATUS_OF_KIND: Readonly<Record<ErrorKind, number>> = {
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  gone: 410,
  'too-large': 413,
  'rate-limited': 429,
  unavailable: 503,
  'upstream-fault': 502,
  'upstream-timeout': 504,
};

/** Receives unexpected failures for the log, with the operation they belong to. */
export type FaultReporter = (fault: unknown, operation: string | undefined) => void;

type Problem = {
  readonly code: ProblemCode;
  readonly status: number;
  /** A fault without `in` was found by a use case. */
  readonly faults?: readonly (FieldFault & Partial<InputFault>)[];
  readonly headers?: Readonly<Record<string, string>>;
};

const DEFAULT_RETRY_AFTER_SECONDS = 5;

/** Answers every failure as a problem (RFC 9457). The last handler of the chain. */
export function errorHandler({
  reportFault: report,
  requestMetrics,
  wording,
  errorForms,
  publicUrl,
}: {
  readonly publicUrl: string | undefined;
  readonly errorForms: ErrorForms;
  readonly wording: CompleteWording;
  readonly reportFault: FaultReporter;
  readonly requestMetrics: RequestMetrics;
}): ErrorRequestHandler {
  return (error: unknown, req, res, _next) => {
    if (res.headersSent) {
      // The connection guard has answered with 408, and therefore the body could not be read.
      if (res.writableEnded && problemOf(error).code !== 'internal-error') return;
      // The answer has already started, so only cutting the connection can mark it as incomplete. The client does not
      // see this status, but the metrics count it. A caller who has lost the right to the answer is no fault.
      const { status } = problemOf(error);
      const isRefused = status === STATUS_OF_KIND.unauthenticated || status === STATUS_OF_KIND.forbidden;
      res.statusCode = isRefused ? status : 500;
      if (!isRefused) report(error, operationOf(res));
      // Not by Express, which would print the error past the log.
      req.socket.destroy();
      return;
    }
    const problem = problemOf(error);
    if (problem.code === 'internal-error') report(error, operationOf(res));
    if (error instanceof TooManyRequests) requestMetrics.limited(error.state.policy);
    const form = errorForms(req.originalUrl);
    if (form) sendFormed(problem, form, res);
    else sendProblem(problem, res, { wording, publicUrl });
  };
}

function sendProblem(
  { code, status, faults, headers }: Problem,
  res: Response,
  { wording, publicUrl }: { readonly wording: CompleteWording; readonly publicUrl: string | undefined },
): void {
  const scope = requestScope(res);
  const placed = faults?.map(
    (fault) => ({ in: wording.inQuery.has(fault.field) ? 'query' : 'body', ...fault }) as const,
  );
  const errors = placed && toFaultViews(placed, wording, scope.language);
  const text = wording.problems[code];
  const view = toProblemView({ code, status, text, ...(errors && { errors }) }, scope, publicUrl);
  res.status(status).set({ 'Cache-Control': 'no-store', ...headers });
  sendText(res, PROBLEM_TYPE, JSON.stringify(view));
}

function sendFormed(problem: Problem, form: ErrorForm, res: Response): void {
  const { status, body, headers } = form.answerTo(problem);
  res.status(status).set({ 'Cache-Control': 'no-store', ...headers, ...problem.headers });
  if (status !== 401 && status !== 403) res.removeHeader('WWW-Authenticate');
  sendText(res, JSON_TYPE, JSON.stringify(body));
}

/** Maps a failure to the problem to answer with. */
export function problemOf(error: unknown): Problem {
  if (error instanceof InvalidInput) return { code: 'validation-failed', status: 422, faults: error.faults };
  if (error instanceof DomainError) return expectedProblem(error);
  if (error instanceof HttpProblem) return error;
  if (isRefusal(error)) return new HttpProblem('malformed-request');
  return new HttpProblem('internal-error');
}

function expectedProblem(error: DomainError): Problem {
  return {
    code: error.code,
    status: STATUS_OF_KIND[error.kind],
    ...(error instanceof ValidationFailed && { faults: error.faults }),
    headers: {
      ...challenge(error),
      ...retryAfter(error),
      ...(error instanceof TooManyRequests && rateLimitHeaders(error.state)),
    },
  };
}

/** RFC 6750 section 3: `error` only when a token was sent. */
function challenge(error: DomainError): Record<string, string> {
  if (error.code === 'permission-denied' || error.code === 'session-required')
    return { 'WWW-Authenticate': 'Bearer error="insufficient_scope"' };
  if (error.kind !== 'unauthenticated') return {};
  const sentToken = error.code === 'invalid-token' || error.code === 'refresh-token-reused';
  return { 'WWW-Authenticate': sentToken ? 'Bearer error="invalid_token"' : 'Bearer' };
}

function retryAfter(error: DomainError): Record<string, string> {
  if (error.kind !== 'unavailable' && error.kind !== 'rate-limited') return {};
  return { 'Retry-After': String(Math.ceil(error.retryAfterSeconds ?? DEFAULT_RETRY_AFTER_SECONDS)) };
}

/**
 * Express and its libraries refuse a request with a plain error of a status below 500: a path with invalid
 * percent-encoding, or a range or a condition that does not fit a file.
 */
function isRefusal(error: unknown): boolean {
  if (error instanceof URIError) return true;
  if (!(error instanceof Error && 'status' in error)) return false;
  return typeof error.status === 'number' && error.status >= 400 && error.status < 500;
}
