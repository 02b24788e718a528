import { z } from 'zod';
import { IntrospectToken } from '../../../application/sessions/tokens/introspect-token.ts';
import { RevokeToken } from '../../../application/sessions/tokens/revoke-token.ts';
import { declareOperation } from '../../../application/shared/operation.ts';
import { TooManyRequests } from '../../../application/shared/ports/rate-limiter.ts';
import { ServerBusy } from '../../../application/shared/server-busy.ts';
import { InvalidScope } from '../../../domain/access/scope.ts';
import { MAX_ACCESS_TOKEN_TTL_SECONDS } from '../../../domain/sessions/access-token.ts';
import {
  DEFAULT_CLIENT_ID,
  InvalidCredentials,
  InvalidToken,
  RefreshTokenReused,
} from '../../../domain/sessions/session.ts';
import { currentPassword, loginName } from '../input/schemas.ts';
import { declareRoute } from '../routing/route.ts';
import { grantErrors, tokenErrors } from './oauth-errors.ts';

const MAX_TOKEN_LENGTH = 8192;
const MAX_SCOPE_TEXT = 4096;

/** RFC 6749 appendix A.1. */
const clientId = z
  .string()
  .max(200)
  .regex(/^[\x20-\x7e]+$/)
  .optional();

const token = z.string().max(MAX_TOKEN_LENGTH).meta({ description: 'The token', example: 'kpr_AAAA' });

const ownHeaders = { Pragma: 'no-cache, for caches of HTTP/1.0 (RFC 6749 section 5.1)' };

/** Unknown parameters are ignored (RFC 6749 section 3.2). */
const tokenRequest = z
  .object({
    grant_type: z
      .enum(['password', 'refresh_token'])
      .meta({ description: '`password` logs in, `refresh_token` renews a session', example: 'password' }),
    username: loginName
      .optional()
      .meta({ description: 'With `password`: a user name or an e-mail address', example: 'neo' }),
    password: currentPassword
      .optional()
      .meta({ description: 'With `password`: the password', example: 'follow the white rabbit' }),
    refresh_token: token.optional().meta({ description: 'With `refresh_token`: the token' }),
    client_id: clientId.meta({
      description: `The program that logs in, \`${DEFAULT_CLIENT_ID}\` by default. At a renewal, the program that logged in`,
      example: DEFAULT_CLIENT_ID,
    }),
    scope: z.string().max(MAX_SCOPE_TEXT).optional().meta({
      description:
        'Permissions, separated by spaces. At a log-in they narrow the whole session, at a renewal only the new access token',
      example: 'account:own catalogue:read favorites:own movies:read',
    }),
    client_secret: z.string().optional().meta({ description: 'Ignored: clients are public', example: '' }),
  })
  .superRefine((fields, context) => {
    const needed =
      fields.grant_type === 'password' ? (['username', 'password'] as const) : (['refresh_token'] as const);
    for (const name of needed)
      if (fields[name] === undefined) context.addIssue({ code: 'custom', path: [name], params: { code: 'required' } });
  })
  .meta({
    id: 'TokenRequest',
    description: 'The parameters of RFC 6749 sections 4.3.2 and 6',
    example: { grant_type: 'password', username: 'neo', password: 'follow the white rabbit' },
  });

export const requestTokenRoute = declareRoute({
  method: 'post',
  path: '/oauth/token',
  operation: declareOperation('requestToken', 'public'),
  tag: 'Sessions',
  summary: 'Log in or renew a session by OAuth 2.0',
  description:
    'For libraries that know OAuth 2.0 (RFC 6749): the grants `password` and `refresh_token`. The sessions, limits and rules are those of `/auth/login`. Clients are public: a client secret is ignored.',
  body: tokenRequest,
  acceptsForm: 'only',
  answers: {
    200: {
      description: 'Tokens of the session',
      body: z
        .object({
          access_token: z
            .string()
            .meta({ description: 'Send it in the Authorization header', example: 'eyJhbGciOiJFUzI1NiJ9.e30.c2ln' }),
          token_type: z.literal('Bearer').meta({ description: 'How the access token is sent (RFC 6750)' }),
          expires_in: z.int().meta({ description: 'Seconds', example: MAX_ACCESS_TOKEN_TTL_SECONDS }),
          refresh_token: z.string().meta({ description: 'Renews the session once', example: 'kpr_AAAA' }),
          scope: z.string().meta({
            description: 'What the access token allows, permissions separated by spaces',
            example: 'account:own catalogue:read favorites:own movies:read',
          }),
        })
        .meta({ id: 'TokenAnswer', description: 'The answer of RFC 6749 section 5.1' }),
      headers: ['RateLimit', 'RateLimit-Policy'],
      ownHeaders,
    },
  },
  errors: [InvalidCredentials, InvalidToken, RefreshTokenReused, InvalidScope, TooManyRequests, ServerBusy],
  errorForm: grantErrors,
  hasSecrets: true,
  cache: 'no-store',
});

export const revokeTokenRoute = declareRoute({
  method: 'post',
  path: '/oauth/revoke',
  operation: RevokeToken.operation,
  tag: 'Sessions',
  summary: 'Log out by OAuth 2.0',
  description:
    'Ends the session that the refresh token or the access token belongs to, or revokes the personal access token (RFC 7009). The answer is the same if the token is not valid.',
  body: z
    .object({
      token,
      token_type_hint: z
        .string()
        .optional()
        .meta({ description: 'Ignored: the token shows its type', example: 'refresh_token' }),
      client_id: clientId.meta({ description: 'Ignored', example: DEFAULT_CLIENT_ID }),
    })
    .meta({ id: 'Revocation', description: 'The parameters of RFC 7009 section 2.1', example: { token: 'kpr_AAAA' } }),
  acceptsForm: 'only',
  answers: { 200: { description: 'The token is not accepted any more', body: z.object({}), ownHeaders } },
  errors: [],
  errorForm: tokenErrors,
  cache: 'no-store',
});

export const introspectTokenRoute = declareRoute({
  method: 'post',
  path: '/oauth/introspect',
  operation: IntrospectToken.operation,
  tag: 'Sessions',
  summary: 'Look up a token',
  description:
    'For other services (RFC 7662): whether a token would be accepted, whose it is and what it allows at this moment. A refresh token is not used up; its `token_type` is `N_A`, because it is not an access token (RFC 8693). A personal access token has no `client_id` and no `sid`.',
  body: z
    .object({
      token,
      token_type_hint: z
        .string()
        .optional()
        .meta({ description: 'Ignored: the token shows its type', example: 'access_token' }),
    })
    .meta({
      id: 'Introspection',
      description: 'The parameters of RFC 7662 section 2.1',
      example: { token: 'kpr_AAAA' },
    }),
  acceptsForm: 'only',
  answers: {
    200: {
      description: 'Only `active` for a token that would not be accepted',
      body: z
        .object({
          active: z.boolean().meta({ description: 'Whether the token would be accepted' }),
          scope: z.string().optional().meta({ description: 'What it allows, permissions separated by spaces' }),
          client_id: z.string().optional().meta({ description: 'The program that logged in' }),
          username: z.string().optional().meta({ description: 'User name, or else e-mail address' }),
          sub: z.string().optional().meta({ description: 'Id of the user' }),
          sid: z.string().optional().meta({ description: 'Id of the session' }),
          jti: z.string().optional().meta({ description: 'Id of the access token' }),
          iss: z.string().optional().meta({ description: 'The issuer' }),
          aud: z.string().optional().meta({ description: 'The audience' }),
          iat: z.int().optional().meta({ description: 'When it was issued, in seconds since 1970' }),
          exp: z.int().optional().meta({ description: 'When it expires, in seconds since 1970' }),
          token_type: z.enum(['Bearer', 'N_A']).optional().meta({ description: '`N_A`: a refresh token' }),
        })
        .meta({ id: 'TokenState', description: 'The answer of RFC 7662 section 2.2', example: { active: false } }),
      ownHeaders,
    },
  },
  errors: [],
  errorForm: tokenErrors,
  cache: 'no-store',
});

const authMethods = z.array(z.string()).meta({ description: '`none`: clients are public' });

export const authorizationServerRoute = declareRoute({
  method: 'get',
  path: '/.well-known/oauth-authorization-server',
  operation: declareOperation('describeAuthorizationServer', 'public'),
  tag: 'Service',
  summary: 'Describe the OAuth 2.0 endpoints',
  description:
    'Metadata for OAuth 2.0 libraries (RFC 8414). The addresses begin with `PUBLIC_URL`, or with the `Host` of the request.',
  answers: {
    200: {
      description: 'The metadata',
      body: z
        .object({
          issuer: z.string().meta({ description: 'The `iss` of access tokens' }),
          token_endpoint: z.string().meta({ description: 'Logs in and renews sessions' }),
          revocation_endpoint: z.string().meta({ description: 'Ends sessions' }),
          introspection_endpoint: z.string().meta({ description: 'Looks up tokens' }),
          jwks_uri: z.string().meta({ description: 'The public keys for access tokens' }),
          grant_types_supported: z.array(z.string()).meta({ description: 'Values of `grant_type`' }),
          response_types_supported: z
            .array(z.string())
            .meta({ description: 'Empty: there is no authorization endpoint' }),
          scopes_supported: z.array(z.string()).meta({ description: 'The permissions that exist' }),
          token_endpoint_auth_methods_supported: authMethods,
          revocation_endpoint_auth_methods_supported: authMethods,
          introspection_endpoint_auth_methods_supported: z
            .array(z.string())
            .meta({ description: '`Bearer`: an access token' }),
        })
        .meta({
          id: 'AuthorizationServer',
          description: 'Metadata of RFC 8414',
          example: {
            issuer: 'https://films.example',
            token_endpoint: 'https://films.example/oauth/token',
            revocation_endpoint: 'https://films.example/oauth/revoke',
            introspection_endpoint: 'https://films.example/oauth/introspect',
            jwks_uri: 'https://films.example/.well-known/jwks.json',
            grant_types_supported: ['password', 'refresh_token'],
            response_types_supported: [],
            scopes_supported: ['movies:read'],
            token_endpoint_auth_methods_supported: ['none'],
            revocation_endpoint_auth_methods_supported: ['none'],
            introspection_endpoint_auth_methods_supported: ['Bearer'],
          },
        }),
    },
  },
  errors: [],
  storage: 'none',
  cache: 'no-store',
});
