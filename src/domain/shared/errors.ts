/** The category of a failure. The HTTP adapter maps each kind to a status. */
export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'too-large'
  | 'gone'
  | 'rate-limited'
  | 'unavailable'
  | 'upstream-fault'
  | 'upstream-timeout';

/** Public codes of expected failures. They are part of the API: clients depend on them, so they never change. */
export type ErrorCode =
  | 'validation-failed'
  | 'unauthenticated'
  | 'invalid-credentials'
  | 'invalid-token'
  | 'invalid-scope'
  | 'permission-denied'
  | 'refresh-token-reused'
  | 'session-not-found'
  | 'session-required'
  | 'token-not-found'
  | 'too-many-tokens'
  | 'wrong-password'
  | 'username-taken'
  | 'email-taken'
  | 'movie-not-found'
  | 'genre-not-found'
  | 'director-not-found'
  | 'movie-restricted'
  | 'favorite-not-found'
  | 'cursor-expired'
  | 'user-not-found'
  | 'role-not-found'
  | 'role-not-held'
  | 'role-name-taken'
  | 'built-in-role'
  | 'too-many-roles'
  | 'last-superuser'
  | 'restriction-not-found'
  | 'payload-too-large'
  | 'import-not-found'
  | 'import-row-not-found'
  | 'import-row-settled'
  | 'import-running'
  | 'import-source-missing'
  | 'too-many-requests'
  | 'server-busy'
  | 'database-unavailable'
  | 'kinopoisk-quota-spent'
  | 'kinopoisk-rate-limited'
  | 'kinopoisk-key-refused'
  | 'kinopoisk-unavailable'
  | 'kinopoisk-bad-answer'
  | 'kinopoisk-timeout';

/** An expected failure of an operation. Any other thrown error is a fault of the service. */
export abstract class DomainError extends Error {
  abstract readonly kind: ErrorKind;
  abstract readonly code: ErrorCode;
  /** Whole seconds after which the caller should try again. Set for `rate-limited` and `unavailable`. */
  readonly retryAfterSeconds: number | undefined;
  /** Extra fields for the log only, never for the answer. */
  readonly details: Readonly<Record<string, unknown>> | undefined;

  constructor(
    options: { retryAfterSeconds?: number; details?: Readonly<Record<string, unknown>>; cause?: unknown } = {},
  ) {
    super(new.target.name, 'cause' in options ? { cause: options.cause } : undefined);
    this.name = new.target.name;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.details = options.details;
  }
}

/** A class of expected failures, as routes declare them. */
export type DomainErrorClass = { readonly kind: ErrorKind; readonly code: ErrorCode };

/** Base class of one expected failure: `class MovieNotFound extends domainError('not-found', 'movie-not-found') {}`. */
export function domainError<const Kind extends ErrorKind, const Code extends ErrorCode>(kind: Kind, code: Code) {
  return class extends DomainError {
    static readonly kind: Kind = kind;
    static readonly code: Code = code;
    override readonly kind: Kind = kind;
    override readonly code: Code = code;
  };
}

/**
 * Why a field is refused. `limit`: only for codes of values that are too large or too small; a number of characters or
 * bytes, or the limit of a number.
 */
export type FieldFault = {
  readonly field: string;
  readonly code: FieldFaultCode;
  readonly limit?: number;
};

export type FieldFaultCode =
  | 'required'
  | 'invalid-type'
  | 'invalid-value'
  | 'invalid-format'
  | 'not-well-formed'
  | 'too-short'
  | 'too-long'
  | 'too-small'
  | 'too-big'
  | 'too-few'
  | 'too-many'
  | 'repeated'
  | 'unknown-field'
  | 'day-out-of-range'
  | 'unknown-genre'
  | 'unknown-permission'
  | 'mixed-scripts'
  | 'password-common'
  | 'password-is-login'
  | 'password-is-service-name'
  | ListFaultCode;

/** Why an uploaded file is not a list. */
export type ListFaultCode =
  | 'unknown-encoding'
  | 'unknown-columns'
  | 'too-many-rows'
  | 'no-rows'
  | 'no-list'
  | 'malformed-file'
  | 'workbook'
  | 'too-deep';

/** Invalid input, with every fault that was found. */
export class ValidationFailed extends domainError('invalid', 'validation-failed') {
  constructor(readonly faults: readonly FieldFault[]) {
    super();
  }
}

/** Throws all faults at once, or does nothing when there are none. @throws ValidationFailed */
export function refuseFaults(faults: readonly FieldFault[]): void {
  if (faults.length > 0) throw new ValidationFailed(faults);
}
