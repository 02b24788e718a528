import type { components } from './api.generated.ts';

type Schemas = components['schemas'];
type SpecificProblem = Schemas[Exclude<keyof Schemas & `${string}Problem`, 'Problem'>];
type GeneralProblem = Schemas['Problem'] & { code: Exclude<Schemas['ProblemCode'], SpecificProblem['code']> };

/** A failure as the service reports it (RFC 9457). `code` identifies it. */
export type Problem = SpecificProblem | GeneralProblem;

/** A call that the service, or a proxy in front of it, answered with a failure. */
export class ProblemError extends Error {
  readonly response: Response;
  /** Parsed JSON, or a text. */
  readonly body: unknown;
  /** HTTP status of the answer. */
  readonly status: number;
  /** The problem that the service reported. Undefined if something else answered, such as a proxy. */
  readonly problem: Problem | undefined;

  /** @param body the body of `response`, which has been read already */
  constructor(response: Response, body: unknown) {
    const problem = isProblem(body) ? body : undefined;
    super(problem?.detail ?? `The service answered with status ${response.status}.`);
    this.name = 'ProblemError';
    this.response = response;
    this.body = body;
    this.status = response.status;
    this.problem = problem;
  }

  /** Code of the problem, such as `movie-not-found`. Undefined if something else than the service answered. */
  get code(): Problem['code'] | undefined {
    return this.problem?.code;
  }

  /** Seconds to wait before another try, if the answer contains them. */
  get retryAfterSeconds(): number | undefined {
    return retryAfterSeconds(this.response);
  }

  /** Reads the body of an answer with a status of 400 or more. */
  static async from(response: Response): Promise<ProblemError> {
    const text = await response.text();
    try {
      return new ProblemError(response, JSON.parse(text));
    } catch {
      return new ProblemError(response, text);
    }
  }
}

/** The result of a call of the client. */
type Result = { readonly data?: unknown; readonly error?: unknown; readonly response: Response };

/** The body of a successful answer. */
export type DataOf<R> = R extends { data: infer Data } ? Data : never;

/**
 * Resolves to the body of a successful answer.
 * @throws ProblemError for any other answer
 */
export async function unwrap<R extends Result>(call: Promise<R> | R): Promise<DataOf<R>> {
  const { data, error, response } = await call;
  if (!response.ok) throw new ProblemError(response, error);
  return data as DataOf<R>;
}

/** The `Retry-After` of an answer, in seconds. It may be a number or a date. */
export function retryAfterSeconds({ headers }: Response): number | undefined {
  const value = headers.get('Retry-After');
  if (!value) return undefined;
  const seconds = /^\d+$/.test(value) ? Number(value) : Math.ceil((Date.parse(value) - Date.now()) / 1000);
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}

export function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string';
}
