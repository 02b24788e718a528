import { z } from 'zod';
import { ServerBusy } from '../../../application/ports/password-hasher.ts';
import { StorageUnavailable } from '../../../application/ports/storage.ts';
import { EmailTaken, MAX_NAME_LENGTH, UsernameTaken } from '../../../domain/user.ts';
import { declareRoute } from '../route.ts';
import { genreId, text } from '../schemas.ts';
import { userView } from './user.view.ts';

/** Longer than any name that is accepted, so that it is the rules that refuse it and say why. */
const MAX_LOGIN_LENGTH = 320;

const registration = z
  .object({
    username: text({ max: MAX_LOGIN_LENGTH }).optional().meta({
      description: 'Letters of one alphabet (Latin, Cyrillic or Greek), digits and ._-; case does not matter',
      example: 'neo',
    }),
    email: text({ max: MAX_LOGIN_LENGTH }).optional().meta({ example: 'neo@example.com' }),
    password: z
      .string()
      .meta({ description: '8 characters to 1024 bytes; 15 or more are better', example: 'follow the white rabbit' }),
    name: text({ max: MAX_NAME_LENGTH }).nullish().meta({ example: 'Томас' }),
    surname: text({ max: MAX_NAME_LENGTH }).nullish().meta({ example: 'Андерсон' }),
    favorite_genre: genreId.nullish(),
    favourite_genre: genreId.nullish().meta({ description: 'Another spelling of `favorite_genre`' }),
  })
  .meta({
    id: 'Registration',
    description: 'At least one of `username` and `email`',
    example: { username: 'neo', password: 'follow the white rabbit' },
  });

export const registerRoute = declareRoute({
  method: 'post',
  path: '/auth/register',
  aliases: ['/register'],
  operationId: 'registerUser',
  tag: 'Account',
  summary: 'Open an account',
  permission: 'public',
  body: registration,
  answers: {
    201: { description: 'The account', body: userView, headers: ['RateLimit', 'RateLimit-Policy'] },
  },
  errors: [UsernameTaken, EmailTaken, ServerBusy, StorageUnavailable],
  limit: 'register',
  cache: 'no-store',
});

export const getProfileRoute = declareRoute({
  method: 'get',
  path: '/user',
  aliases: ['/profile'],
  operationId: 'getProfile',
  tag: 'Account',
  summary: 'Show my account',
  permission: 'account:own',
  answers: { 200: { description: 'The account', body: userView } },
  errors: [StorageUnavailable],
  cache: 'no-store',
});
