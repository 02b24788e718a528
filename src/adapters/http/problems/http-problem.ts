/** Problems of a request found before any use case runs. */
export const HTTP_PROBLEM_STATUS = {
  'malformed-request': 400,
  'cross-origin-request': 403,
  'route-not-found': 404,
  'method-not-allowed': 405,
  'payload-too-large': 413,
  'unsupported-media-type': 415,
  'internal-error': 500,
} as const;

export type HttpProblemCode = keyof typeof HTTP_PROBLEM_STATUS;

/** A request refused at the HTTP level. */
export class HttpProblem extends Error {
  readonly status: number;

  constructor(
    readonly code: HttpProblemCode,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(code);
    this.name = 'HttpProblem';
    this.status = HTTP_PROBLEM_STATUS[code];
  }
}
