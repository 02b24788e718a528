import { z } from 'zod';
import { ServerBusy } from '../../../application/ports/password-hasher.ts';
import { TooManyRequests } from '../../../application/ports/rate-limiter.ts';
import { StorageUnavailable } from '../../../application/ports/storage.ts';
import { InvalidCredentials } from '../../../domain/session.ts';
import { declareRoute } from '../route.ts';
import { text } from '../schemas.ts';

const MAX_LOGIN_LENGTH = 320;
const MAX_PASSWORD_LENGTH = 1024;

const name = text({ max: MAX_LOGIN_LENGTH }).optional();

const credentials = z
  .object({
    login: name.meta({ description: 'A user name or an e-mail address', example: 'neo' }),
    username: name.meta({ description: 'Instead of `login`' }),
    email: name.meta({ description: 'Instead of `login`' }),
    password: z.string().min(1).max(MAX_PASSWORD_LENGTH).meta({ example: 'follow the white rabbit' }),
  })
  .refine(({ login, username, email }) => (login ?? username ?? email) !== undefined, {
    path: ['login'],
    params: { code: 'required' },
  })
  .meta({
    id: 'Credentials',
    description: '`password` with one of `login`, `username` and `email`',
    example: { login: 'neo', password: 'follow the white rabbit' },
  });

export const tokenPairView = z
  .object({
    access_token: z
      .string()
      .meta({ description: 'For the Authorization header', example: 'eyJhbGciOiJFZERTQSJ9.e30.c2ln' }),
    refresh_token: z.string().meta({ description: 'Renews the session, once', example: 'kpr_AAAA' }),
    token_type: z.literal('Bearer'),
    expires_in: z.int().meta({ description: 'Seconds the access token is good for', example: 900 }),
    refresh_expires_in: z.int().meta({ description: 'Seconds the refresh token is good for', example: 2_592_000 }),
  })
  .meta({ id: 'TokenPair', description: 'What a client needs after logging in' });

export const logInRoute = declareRoute({
  method: 'post',
  path: '/auth/login',
  aliases: ['/login'],
  operationId: 'logIn',
  tag: 'Sessions',
  summary: 'Log in',
  description: 'Takes JSON, or the OAuth2 password form (RFC 6749 section 4.3) that the Authorize dialog sends.',
  permission: 'public',
  body: credentials,
  acceptsForm: true,
  answers: {
    200: { description: 'Tokens of a new session', body: tokenPairView, headers: ['RateLimit', 'RateLimit-Policy'] },
  },
  errors: [InvalidCredentials, TooManyRequests, ServerBusy, StorageUnavailable],
  cache: 'no-store',
});
