import { z } from 'zod';
import { ChangeLogin } from '../../../application/accounts/change-login.ts';
import { ChangePassword } from '../../../application/accounts/change-password.ts';
import { ChangeProfile } from '../../../application/accounts/change-profile.ts';
import { DeleteAccount } from '../../../application/accounts/delete-account.ts';
import { ExportAccount } from '../../../application/accounts/export-account.ts';
import { GetProfile } from '../../../application/accounts/get-profile.ts';
import { RegisterUser } from '../../../application/accounts/register-user.ts';
import { TooManyRequests } from '../../../application/shared/ports/rate-limiter.ts';
import { ServerBusy } from '../../../application/shared/server-busy.ts';
import {
  EmailTaken,
  LastSuperuser,
  MAX_NAME_LENGTH,
  UsernameTaken,
  WrongPassword,
} from '../../../domain/accounts/user.ts';
import { genreId } from '../films/named.view.ts';
import { currentPassword, loginName, oneIsRequired, text } from '../input/schemas.ts';
import { declareRoute } from '../routing/route.ts';
import { accountExportView } from './account-export.view.ts';
import { userView } from './user.view.ts';

/** The fields of a profile. */
const profile = {
  name: text({ max: MAX_NAME_LENGTH }).nullish().meta({ example: 'Томас' }),
  surname: text({ max: MAX_NAME_LENGTH }).nullish().meta({ example: 'Андерсон' }),
  favorite_genre: genreId.nullish(),
  favourite_genre: genreId.nullish().meta({ description: 'Another spelling of `favorite_genre`' }),
};

type Spellings = { readonly favorite_genre?: unknown; readonly favourite_genre?: unknown };

function isOneGenre({ favorite_genre: one, favourite_genre: other }: Spellings): boolean {
  return one === undefined || other === undefined || one === other;
}

const anotherGenre = { path: ['favourite_genre'], params: { code: 'repeated' } };

const registration = z
  .object({
    username: loginName.optional().meta({
      description: 'Letters of one alphabet (Latin, Cyrillic or Greek), digits and ._-; case does not matter',
      example: 'neo',
    }),
    email: loginName
      .optional()
      .meta({ description: 'An e-mail address; it is not verified', example: 'neo@example.com' }),
    password: z.string().meta({
      description: '8 characters to 1024 bytes; 15 characters or more are safer',
      example: 'follow the white rabbit',
    }),
    ...profile,
  })
  .refine(isOneGenre, anotherGenre)
  .meta({
    id: 'Registration',
    description: 'At least one of `username` and `email`',
    ...oneIsRequired(['username', 'email']),
    example: { username: 'neo', password: 'follow the white rabbit' },
  });

export const registerRoute = declareRoute({
  method: 'post',
  path: '/auth/register',
  aliases: ['/register'],
  operation: RegisterUser.operation,
  tag: 'Account',
  summary: 'Register an account',
  description: 'Open to everybody. The new account has the role `user`. Log in to get its tokens.',
  body: registration,
  answers: {
    201: { description: 'The new account', body: userView, headers: ['RateLimit', 'RateLimit-Policy'] },
  },
  errors: [UsernameTaken, EmailTaken, TooManyRequests, ServerBusy],
  cache: 'no-store',
});

export const getProfileRoute = declareRoute({
  method: 'get',
  path: '/user',
  aliases: ['/profile'],
  operation: GetProfile.operation,
  tag: 'Account',
  summary: 'Show my account',
  description: 'With its roles, and the permissions that they give at this moment.',
  answers: { 200: { description: 'The account', body: userView } },
  errors: [],
  cache: 'no-store',
});

export const changeProfileRoute = declareRoute({
  method: 'patch',
  path: '/user',
  aliases: ['/profile'],
  operation: ChangeProfile.operation,
  tag: 'Account',
  summary: 'Change my profile',
  description: 'Fields that are not given stay as they are; `null` clears a field.',
  body: z
    .object(profile)
    .refine(isOneGenre, anotherGenre)
    .meta({ id: 'ProfileChange', description: 'The fields to change', example: { favorite_genre: 4 } }),
  answers: { 200: { description: 'The account', body: userView } },
  errors: [],
  cache: 'no-store',
});

export const exportAccountRoute = declareRoute({
  method: 'get',
  path: '/user/export',
  operation: ExportAccount.operation,
  tag: 'Account',
  summary: 'Export all my data',
  description:
    'A streamed file with everything stored about me: profile, roles, shelf with my notes, ratings and dates, sessions, personal access tokens (without their secrets), log-ins, imports. Without `favorites:own`, as in a session with a narrower `scope`, the shelf and the imports are empty.',
  answers: { 200: { description: 'The file', body: accountExportView, headers: ['Content-Disposition'] } },
  isExpensive: true,
  errors: [],
  cache: 'no-store',
});

/** Operations that require the password as well, so that a stolen token is not enough to run them. */
const confirmed = {
  tag: 'Account',
  cache: 'no-store',
} as const;

const confirmationErrors = [WrongPassword, TooManyRequests, ServerBusy] as const;

export const changePasswordRoute = declareRoute({
  ...confirmed,
  method: 'put',
  path: '/user/password',
  operation: ChangePassword.operation,
  summary: 'Change my password',
  description: 'Ends all my other sessions.',
  body: z
    .object({
      password_1: currentPassword.optional().meta({ description: 'The current password' }),
      password_2: z.string().optional().meta({ description: 'The new password' }),
      old_password: currentPassword.optional().meta({ description: 'Another spelling of `password_1`' }),
      new_password: z.string().optional().meta({ description: 'Another spelling of `password_2`' }),
    })
    .refine((body) => (body.password_1 ?? body.old_password) !== undefined, {
      path: ['password_1'],
      params: { code: 'required' },
    })
    .refine((body) => (body.password_2 ?? body.new_password) !== undefined, {
      path: ['password_2'],
      params: { code: 'required' },
    })
    .meta({
      id: 'PasswordChange',
      description: 'The current and the new password',
      ...oneIsRequired(['password_1', 'old_password'], ['password_2', 'new_password']),
      example: { password_1: 'follow the white rabbit', password_2: 'there is no spoon at all' },
    }),
  answers: { 204: { description: 'Changed' } },
  errors: confirmationErrors,
});

export const changeLoginRoute = declareRoute({
  ...confirmed,
  method: 'put',
  path: '/user/login',
  operation: ChangeLogin.operation,
  summary: 'Change my user name or e-mail address',
  description: 'At least one of `username` and `email`. The one that is not given stays as it is.',
  body: z
    .object({
      username: loginName.optional().meta({ description: 'The new user name', example: 'the.one' }),
      email: loginName.optional().meta({ description: 'The new e-mail address' }),
      password: currentPassword.meta({ description: 'The current password' }),
    })
    .meta({
      id: 'LoginChange',
      description: 'The new names, at least one, and the current password',
      ...oneIsRequired(['username', 'email']),
      example: { username: 'the.one', password: 'follow the white rabbit' },
    }),
  answers: { 200: { description: 'The account', body: userView } },
  errors: [UsernameTaken, EmailTaken, ...confirmationErrors],
});

export const deleteAccountRoute = declareRoute({
  ...confirmed,
  method: 'post',
  path: '/user/deletion',
  operation: DeleteAccount.operation,
  summary: 'Delete my account',
  description: 'Deletes the account and all its data permanently.',
  body: z.object({ password: currentPassword.meta({ description: 'The current password' }) }).meta({
    id: 'AccountDeletion',
    description: 'The password, which confirms the deletion',
    example: { password: 'follow the white rabbit' },
  }),
  answers: { 204: { description: 'Deleted' } },
  errors: [LastSuperuser, ...confirmationErrors],
});
