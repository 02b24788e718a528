import { z } from 'zod';
import type { ErrorForm } from '../problems/error-form.ts';
import type { ProblemCode } from '../problems/wording.ts';

/** RFC 6749 section 5.2. The description has no quotation mark, no backslash and nothing beyond ASCII. */
const oauthErrorView = z
  .object({
    error: z.string().meta({
      description: 'Never changes its meaning; base your program’s decisions on it',
      example: 'invalid_grant',
    }),
    error_description: z.string().meta({
      description: 'For people',
      example: 'The log-in name or the password is wrong, or the account is deactivated.',
    }),
  })
  .meta({ id: 'OAuthError', description: 'A failure (RFC 6749 section 5.2)' });

type OAuthError = readonly [status: number, error: string, description: string];

const FORM = 'Send each parameter once, as application/x-www-form-urlencoded in UTF-8.';
const LATER = 'Try again after the number of seconds in Retry-After.';

const UNSUPPORTED_GRANT: OAuthError = [400, 'unsupported_grant_type', 'Supported: password and refresh_token.'];

const SHARED = {
  'validation-failed': [400, 'invalid_request', 'A parameter is missing, too long or given more than once.'],
  'malformed-request': [400, 'invalid_request', FORM],
  'unsupported-media-type': [400, 'invalid_request', FORM],
  'cross-origin-request': [
    400,
    'invalid_request',
    'A page of another origin sent this form: it is not in CORS_ORIGINS.',
  ],
  'payload-too-large': [413, 'invalid_request', 'The request is too large.'],
  'method-not-allowed': [405, 'invalid_request', 'Send a POST request.'],
  'invalid-scope': [400, 'invalid_scope', 'The scope is unknown, malformed or exceeds what was granted.'],
  'too-many-requests': [429, 'temporarily_unavailable', `Too many requests. ${LATER}`],
  'server-busy': [503, 'temporarily_unavailable', `The service is busy. ${LATER}`],
  'database-unavailable': [503, 'temporarily_unavailable', `The database is unavailable. ${LATER}`],
  'internal-error': [500, 'server_error', 'Something went wrong. The log of the service has the cause.'],
} satisfies Partial<Record<ProblemCode, OAuthError>>;

const OF_GRANTS = {
  'invalid-credentials': [
    400,
    'invalid_grant',
    'The log-in name or the password is wrong, or the account is deactivated.',
  ],
  'invalid-token': [400, 'invalid_grant', 'The refresh token is invalid, expired, revoked or of another client.'],
  'refresh-token-reused': [400, 'invalid_grant', 'The refresh token was used before, so its session was ended.'],
} satisfies Partial<Record<ProblemCode, OAuthError>>;

/** RFC 6750 section 3.1 and RFC 7662 section 2.3. */
const OF_BEARERS = {
  unauthenticated: [401, 'invalid_client', 'Send an access token that may introspect tokens in Authorization: Bearer.'],
  'invalid-token': [401, 'invalid_token', 'The access token of the caller is invalid, expired or revoked.'],
  'permission-denied': [403, 'insufficient_scope', 'The access token of the caller lacks tokens:introspect.'],
} satisfies Partial<Record<ProblemCode, OAuthError>>;

/** Errors where a password or a refresh token is exchanged. */
export const grantErrors = oauthErrors(OF_GRANTS);

/** Errors of calls about a token. The caller may have to authenticate with another token. */
export const tokenErrors = oauthErrors(OF_BEARERS);

function oauthErrors(own: Partial<Record<ProblemCode, OAuthError>>): ErrorForm {
  const errors = new Map<string, OAuthError>(Object.entries({ ...SHARED, ...own }));
  return {
    schema: oauthErrorView,
    answerTo: ({ code, status: usual, faults = [] }) => {
      const isUnknownGrant = faults.some((fault) => fault.field === 'grant_type' && fault.code === 'invalid-value');
      const known = isUnknownGrant ? UNSUPPORTED_GRANT : errors.get(code);
      const [status, error, description] = known ?? [usual, 'invalid_request', 'The request cannot be answered.'];
      return { status, body: { error, error_description: description }, headers: { Pragma: 'no-cache' } };
    },
  };
}
