import { z } from 'zod';
import { LogIn } from '../../../application/sessions/log-in.ts';
import { RefreshSession } from '../../../application/sessions/refresh-session.ts';
import { RevokeToken } from '../../../application/sessions/tokens/revoke-token.ts';
import { TooManyRequests } from '../../../application/shared/ports/rate-limiter.ts';
import { ServerBusy } from '../../../application/shared/server-busy.ts';
import { MAX_ACCESS_TOKEN_TTL_SECONDS } from '../../../domain/sessions/access-token.ts';
import { InvalidCredentials, InvalidToken, RefreshTokenReused } from '../../../domain/sessions/session.ts';
import { declareRoute } from '../routing/route.ts';
import { SESSION_COOKIE } from './session-cookie.ts';
import { credentials } from './sessions.routes.ts';

/**
 * The three operations have one URL: the browser derives the path of the cookie from it, and it must be the same for all of
 * them.
 */
const path = '/app/session';

const cookies = z.object({
  [SESSION_COOKIE]: z.string().optional().meta({
    description: 'The refresh token of the web page. Over TLS the name begins with `__Secure-`',
    example: 'kpr_AAAA',
  }),
});

const ownHeaders = { 'Set-Cookie': 'The cookie with the refresh token, or without a value to delete it (RFC 6265)' };

const accessTokenView = z
  .object({
    access_token: z
      .string()
      .meta({ description: 'Send it in the Authorization header', example: 'eyJhbGciOiJFUzI1NiJ9.e30.c2ln' }),
    token_type: z.literal('Bearer').meta({ description: 'How the access token is sent (RFC 6750)' }),
    expires_in: z
      .int()
      .meta({ description: 'Seconds until the access token expires', example: MAX_ACCESS_TOKEN_TTL_SECONDS }),
    refresh_expires_in: z.int().meta({ description: 'Seconds until the cookie expires', example: 2_592_000 }),
    scope: z.string().meta({
      description: 'What the access token allows, permissions separated by spaces',
      example: 'account:own catalogue:read favorites:own movies:read',
    }),
  })
  .meta({ id: 'PageSession', description: 'The access token of a session whose refresh token is in a cookie' });

export const logInOnPageRoute = declareRoute({
  method: 'post',
  path,
  operation: LogIn.operation,
  operationId: 'logInOnPage',
  tag: 'Sessions',
  summary: 'Log in on the web page',
  description:
    'The same as `POST /auth/login`, for the web page of the service: the refresh token is in a cookie that no script can read. Pages of other origins are refused.',
  body: credentials,
  answers: {
    200: {
      description: 'The access token of the new session',
      body: accessTokenView,
      headers: ['RateLimit', 'RateLimit-Policy'],
      ownHeaders,
    },
  },
  errors: [InvalidCredentials, TooManyRequests, ServerBusy],
  isSameOriginOnly: true,
  hasSecrets: true,
  cache: 'no-store',
});

export const refreshSessionOfPageRoute = declareRoute({
  method: 'put',
  path,
  operation: RefreshSession.operation,
  operationId: 'refreshSessionOfPage',
  tag: 'Sessions',
  summary: 'Renew the session of the web page',
  description:
    'The same as `PUT /auth/login`, with the refresh token in the cookie, which is replaced by the next one. Only sessions that began with `POST /app/session` are renewed here.',
  cookies,
  answers: {
    200: { description: 'The next access token', body: accessTokenView, ownHeaders },
    204: { description: 'There is no cookie, so nobody is logged in' },
  },
  errors: [InvalidToken, RefreshTokenReused],
  isSameOriginOnly: true,
  hasSecrets: true,
  cache: 'no-store',
});

export const logOutOnPageRoute = declareRoute({
  method: 'delete',
  path,
  operation: RevokeToken.operation,
  operationId: 'revokeTokenOfPage',
  tag: 'Sessions',
  summary: 'Log out on the web page',
  description:
    'Ends the session that the cookie belongs to and deletes the cookie. The answer is the same for any cookie.',
  cookies,
  answers: { 204: { description: 'The session has ended, and the cookie is deleted', ownHeaders } },
  errors: [],
  isSameOriginOnly: true,
  cache: 'no-store',
});
