import { z } from 'zod';
import { EndSession } from '../../../application/sessions/end-session.ts';
import { EndUserSessions } from '../../../application/sessions/end-user-sessions.ts';
import { ListLogins } from '../../../application/sessions/list-logins.ts';
import { ListSessions } from '../../../application/sessions/list-sessions.ts';
import { LogIn } from '../../../application/sessions/log-in.ts';
import { LogOutOthers } from '../../../application/sessions/log-out-others.ts';
import { LogOut } from '../../../application/sessions/log-out.ts';
import { RefreshSession } from '../../../application/sessions/refresh-session.ts';
import { TooManyRequests } from '../../../application/shared/ports/rate-limiter.ts';
import { ServerBusy } from '../../../application/shared/server-busy.ts';
import { UserNotFound } from '../../../domain/accounts/user.ts';
import { MAX_ACCESS_TOKEN_TTL_SECONDS } from '../../../domain/sessions/access-token.ts';
import {
  InvalidCredentials,
  InvalidToken,
  RefreshTokenReused,
  SessionNotFound,
} from '../../../domain/sessions/session.ts';
import { UUID } from '../../../domain/shared/uuid.ts';
import { currentPassword, loginName, nameOf, oneIsRequired, paging } from '../input/schemas.ts';
import { declareRoute } from '../routing/route.ts';
import { loginView, sessionView } from './session.view.ts';

const MAX_TOKEN_LENGTH = 8192;

const name = loginName.optional();

export const credentials = z
  .object({
    login: name.meta({ description: 'A user name or an e-mail address', example: 'neo' }),
    username: name.meta({ description: 'An alias of `login`' }),
    email: name.meta({ description: 'An alias of `login`' }),
    password: currentPassword.meta({ description: 'The password of the account' }),
  })
  .refine(({ login, username, email }) => (login ?? username ?? email) !== undefined, {
    path: ['login'],
    params: { code: 'required' },
  })
  .meta({
    id: 'Credentials',
    description: '`password` and one of `login`, `username` and `email`',
    ...oneIsRequired(['login', 'username', 'email']),
    example: { login: 'neo', password: 'follow the white rabbit' },
  });

const tokenPairView = z
  .object({
    access_token: z
      .string()
      .meta({ description: 'Send it in the Authorization header', example: 'eyJhbGciOiJFZERTQSJ9.e30.c2ln' }),
    refresh_token: z.string().meta({ description: 'Renews the session once', example: 'kpr_AAAA' }),
    token_type: z.literal('Bearer').meta({ description: 'How the access token is sent (RFC 6750)' }),
    expires_in: z
      .int()
      .meta({ description: 'Seconds until the access token expires', example: MAX_ACCESS_TOKEN_TTL_SECONDS }),
    refresh_expires_in: z.int().meta({ description: 'Seconds until the refresh token expires', example: 2_592_000 }),
  })
  .meta({ id: 'TokenPair', description: 'The tokens of a session' });

export const logInRoute = declareRoute({
  method: 'post',
  path: '/auth/login',
  aliases: ['/login'],
  operation: LogIn.operation,
  tag: 'Sessions',
  summary: 'Log in',
  description: 'Accepts JSON, or the OAuth2 password form (RFC 6749 section 4.3) that the Authorize dialog sends.',
  body: credentials,
  acceptsForm: true,
  answers: {
    200: { description: 'Tokens of the new session', body: tokenPairView, headers: ['RateLimit', 'RateLimit-Policy'] },
  },
  errors: [InvalidCredentials, TooManyRequests, ServerBusy],
  hasSecrets: true,
  cache: 'no-store',
});

export const refreshSessionRoute = declareRoute({
  method: 'put',
  path: '/auth/login',
  aliases: ['/login'],
  operation: RefreshSession.operation,
  tag: 'Sessions',
  summary: 'Renew my session',
  description:
    'Each refresh token works once: the answer contains the next one. For a few seconds the used token returns the same new tokens again, because an answer may be lost, or two tabs may renew at once. A used token that is sent later ends the session. An access token, if given, must belong to the same session; it may have expired.',
  body: z
    .object({
      refresh_token: z
        .string()
        .min(1)
        .max(MAX_TOKEN_LENGTH)
        .meta({ description: 'The last refresh token of the session', example: 'kpr_AAAA' }),
      access_token: z
        .string()
        .min(1)
        .max(MAX_TOKEN_LENGTH)
        .optional()
        .meta({ description: 'An access token of the same session; it may have expired' }),
    })
    .meta({ id: 'Renewal', description: 'The tokens of the session', example: { refresh_token: 'kpr_AAAA' } }),
  answers: { 200: { description: 'The next tokens', body: tokenPairView } },
  errors: [InvalidToken, RefreshTokenReused],
  hasSecrets: true,
  cache: 'no-store',
});

export const logOutRoute = declareRoute({
  method: 'post',
  path: '/auth/logout',
  operation: LogOut.operation,
  tag: 'Sessions',
  summary: 'Log out',
  description: 'Ends this session and revokes both of its tokens.',
  answers: { 204: { description: 'Logged out' } },
  errors: [],
  cache: 'no-store',
});

export const logOutOthersRoute = declareRoute({
  method: 'post',
  path: '/auth/logout-others',
  operation: LogOutOthers.operation,
  tag: 'Sessions',
  summary: 'Log out everywhere else',
  description:
    'Ends all my other sessions and revokes their tokens at once. This session continues with the tokens of the answer.',
  answers: { 200: { description: 'New tokens for this session', body: tokenPairView } },
  errors: [],
  hasSecrets: true,
  cache: 'no-store',
});

export const listSessionsRoute = declareRoute({
  method: 'get',
  path: '/user/sessions',
  operation: ListSessions.operation,
  tag: 'Sessions',
  summary: 'Show my sessions',
  description: 'The devices and programs on which I am logged in. The answer never contains a token.',
  answers: { 200: { description: 'My sessions, last used first', body: z.array(sessionView) } },
  errors: [],
  cache: 'no-store',
});

export const endSessionRoute = declareRoute({
  method: 'delete',
  path: '/user/sessions/{id}',
  operation: EndSession.operation,
  tag: 'Sessions',
  summary: 'End one of my sessions',
  description: 'Revokes the tokens of the session at once. The other sessions continue.',
  params: z.object({
    id: nameOf(SessionNotFound, UUID).meta({
      description: 'Id of a session',
      example: '01936f7e-7c1e-7c3a-9a55-1d2f0c9b8a77',
    }),
  }),
  answers: { 204: { description: 'Ended' } },
  errors: [SessionNotFound],
  cache: 'no-store',
});

export const endUserSessionsRoute = declareRoute({
  method: 'delete',
  path: '/users/{id}/sessions',
  operation: EndUserSessions.operation,
  tag: 'Sessions',
  summary: 'End all sessions of a user',
  description:
    'Logs the user out everywhere: ends all sessions and revokes their tokens at once. The user can log in again; deactivate the account to prevent that, and to stop personal access tokens as well. Only a superuser can end the sessions of a superuser. With your own id, this ends the session of the request as well.',
  params: z.object({
    id: nameOf(UserNotFound, UUID).meta({
      description: 'Id of a user',
      example: '01936f7e-7c1e-7c3a-9a55-1d2f0c9b8a77',
    }),
  }),
  answers: { 204: { description: 'All sessions of the user have ended' } },
  errors: [UserNotFound],
  cache: 'no-store',
});

export const listLoginsRoute = declareRoute({
  method: 'get',
  path: '/user/logins',
  operation: ListLogins.operation,
  tag: 'Sessions',
  summary: 'Show the log-ins to my account',
  description: 'Successful and refused attempts. Attempts with an unknown name are in no list.',
  query: z.object(paging),
  answers: {
    200: { description: 'Attempts, newest first', body: z.array(loginView), headers: ['X-Total-Count', 'Link'] },
  },
  isExpensive: true,
  errors: [],
  cache: 'no-store',
});
