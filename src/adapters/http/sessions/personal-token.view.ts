import { z } from 'zod';
import type { PersonalToken } from '../../../domain/sessions/personal-token.ts';
import { MAX_TOKEN_NAME_LENGTH } from '../../../domain/sessions/personal-token.ts';
import { text, time } from '../input/schemas.ts';

export const tokenName = text({ max: MAX_TOKEN_NAME_LENGTH }).meta({
  description: 'A name by which people recognize the token',
  example: 'Home automation',
});

export const personalTokenView = z
  .object({
    id: z.uuid().meta({ example: '01936f7e-7c1e-7c3a-9a55-1d2f0c9b8a78' }),
    name: tokenName,
    permissions: z.array(z.string()).meta({
      description: 'The permissions of the token. It never allows more than its owner may do',
      example: ['favorites:own'],
    }),
    hint: z.string().meta({ description: 'The last four characters of the token', example: 'Qx3Z' }),
    created_at: time,
    expires_at: time.meta({ description: 'From then on the token is refused' }),
    last_used_at: time.nullable().meta({ description: 'Up to a minute old; `null` before the first use' }),
  })
  .meta({ id: 'PersonalToken', description: 'A token for a script. The token itself is shown only when it is made' });

export function toPersonalTokenView(token: PersonalToken) {
  return {
    id: token.id,
    name: token.name,
    permissions: [...token.permissions],
    hint: token.hint,
    created_at: token.createdAt.toISOString(),
    expires_at: token.expiresAt.toISOString(),
    last_used_at: token.lastUsedAt?.toISOString() ?? null,
  };
}
