/** A problem of the service (RFC 9457). */
export type Problem = {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly instance?: string;
  readonly errors?: readonly Fault[];
};
export type Fault = { readonly in: string; readonly field: string; readonly code: string; readonly message: string };

/** The service refused a request. `retryAt`: when it may be repeated. */
export class Refusal extends Error {
  readonly problem: Problem;
  readonly retryAt: Date | undefined;

  constructor(problem: Problem, retryAt: Date | undefined) {
    super(`${problem.code}: ${problem.detail}`);
    this.problem = problem;
    this.retryAt = retryAt;
  }

  get code(): string {
    return this.problem.code;
  }
}

/** The refusal that a failed response says. Something between here and the service may answer without a problem. */
export function refusalOf(response: Response, body: unknown): Refusal {
  const seconds = Number(response.headers.get('Retry-After') ?? 0);
  const retryAt = seconds > 0 ? new Date(Date.now() + seconds * 1000) : undefined;
  return new Refusal(isProblem(body) ? body : unnamed(response.status), retryAt);
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && 'title' in body && 'detail' in body;
}

function unnamed(status: number): Problem {
  return { status, code: 'unknown', title: `HTTP ${status}`, detail: '' };
}

/** Whether the caller has to log in. */
export function asksForLogin(error: unknown): boolean {
  return error instanceof Refusal && error.problem.status === 401;
}

/** The message for a field of a form. */
export function faultOf(error: unknown, field: string): string | undefined {
  if (!(error instanceof Refusal)) return undefined;
  return error.problem.errors?.find((fault) => fault.field === field)?.message;
}
