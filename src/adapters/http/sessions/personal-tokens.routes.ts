import { z } from 'zod';
import { CreatePersonalToken } from '../../../application/sessions/tokens/create-personal-token.ts';
import { ListPersonalTokens } from '../../../application/sessions/tokens/list-personal-tokens.ts';
import { RevokePersonalToken } from '../../../application/sessions/tokens/revoke-personal-token.ts';
import {
  DEFAULT_TOKEN_DAYS,
  MAX_PERSONAL_TOKENS,
  MAX_TOKEN_DAYS,
  TokenNotFound,
  TooManyTokens,
} from '../../../domain/sessions/personal-token.ts';
import { InvalidToken } from '../../../domain/sessions/session.ts';
import { UUID } from '../../../domain/shared/uuid.ts';
import { MAX_PERMISSIONS, permission } from '../access/access.view.ts';
import { nameOf } from '../input/schemas.ts';
import { declareRoute } from '../routing/route.ts';
import { personalTokenView, tokenName } from './personal-token.view.ts';

export const createPersonalTokenRoute = declareRoute({
  method: 'post',
  path: '/user/tokens',
  operation: CreatePersonalToken.operation,
  tag: 'Sessions',
  summary: 'Make a personal access token',
  description: `For scripts, bots and home automation: send the token in the Authorization header, like an access token. It allows the permissions that it lists, as long as you have them yourself. It cannot show or change your sessions and tokens, show your log-ins, export your data, change your password, user name or e-mail address, or delete the account. At most ${MAX_PERSONAL_TOKENS} tokens a person.`,
  body: z
    .object({
      name: tokenName,
      permissions: z
        .array(permission)
        .min(1)
        .max(MAX_PERMISSIONS)
        .meta({
          description: 'Permissions that you have, at least one',
          example: ['favorites:own'],
        }),
      expires_in_days: z
        .int()
        .min(1)
        .max(MAX_TOKEN_DAYS)
        .default(DEFAULT_TOKEN_DAYS)
        .meta({ description: 'Days until the token expires', example: 90 }),
    })
    .meta({
      id: 'PersonalTokenRequest',
      description: 'What the token is for, what it allows and for how long',
      example: { name: 'Home automation', permissions: ['favorites:own'] },
    }),
  answers: {
    201: {
      description: 'The token. It is shown only now',
      body: personalTokenView
        .extend({
          token: z.string().meta({
            description: 'The secret: `kpat_`, then 34 random characters and 6 of their checksum',
            example: 'kpat_0000000000000000000000000000000000000000',
          }),
        })
        .meta({ id: 'NewPersonalToken', description: 'A new token, with its secret' }),
    },
  },
  stores: { atMost: 1_000, of: () => 1_000 },
  errors: [TooManyTokens, InvalidToken],
  hasSecrets: true,
  cache: 'no-store',
});

export const listPersonalTokensRoute = declareRoute({
  method: 'get',
  path: '/user/tokens',
  operation: ListPersonalTokens.operation,
  tag: 'Sessions',
  summary: 'Show my personal access tokens',
  description: 'The secrets are not stored. `name` and `hint` identify a token.',
  answers: { 200: { description: 'My tokens that have not expired, newest first', body: z.array(personalTokenView) } },
  errors: [],
  cache: 'no-store',
});

export const revokePersonalTokenRoute = declareRoute({
  method: 'delete',
  path: '/user/tokens/{id}',
  operation: RevokePersonalToken.operation,
  tag: 'Sessions',
  summary: 'Revoke one of my personal access tokens',
  description: 'It is refused from the next request on, by other instances within five seconds.',
  params: z.object({
    id: nameOf(TokenNotFound, UUID).meta({
      description: 'Id of a token',
      example: '01936f7e-7c1e-7c3a-9a55-1d2f0c9b8a78',
    }),
  }),
  answers: { 204: { description: 'Revoked' } },
  errors: [TokenNotFound],
  cache: 'no-store',
});
