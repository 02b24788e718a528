import { z } from 'zod';
import type { Profile } from '../../../application/accounts/profile.ts';
import { rolesOf } from '../../../domain/access/role.ts';
import type { User } from '../../../domain/accounts/user.ts';
import { time } from '../input/schemas.ts';

/** The fields of an account that its owner and user managers both see. */
export const accountFields = {
  id: z.uuid().meta({ example: '01936f7e-7c1e-7c3a-9a55-1d2f0c9b8a77' }),
  username: z
    .string()
    .nullable()
    .meta({ description: '`null` where only an e-mail address was given', example: 'neo' }),
  email: z
    .string()
    .nullable()
    .meta({ description: '`null` where only a user name was given', example: 'neo@example.com' }),
  name: z.string().nullable().meta({ example: 'Томас' }),
  surname: z.string().nullable().meta({ example: 'Андерсон' }),
  roles: z.array(z.string()).meta({ description: 'Names of the roles', example: ['user'] }),
  created_at: time,
};

export const userView = z
  .object({
    ...accountFields,
    favorite_genre: z.int().nullable().meta({ description: 'Id of a genre', example: 6 }),
    favourite_genre: z.int().nullable().meta({ description: 'The same as `favorite_genre`', example: 6 }),
    permissions: z.array(z.string()).meta({
      description: 'What the account may do at this moment',
      example: ['account:own', 'catalogue:read', 'favorites:own', 'movies:read'],
    }),
  })
  .meta({ id: 'User', description: 'An account as its owner sees it' });

export function toUserView({ user, permissions }: Profile): z.input<typeof userView> {
  const { roles, created_at, ...names } = toAccountFields(user);
  return {
    ...names,
    favorite_genre: user.favoriteGenreId,
    favourite_genre: user.favoriteGenreId,
    roles,
    permissions: [...permissions],
    created_at,
  };
}

export function toAccountFields(user: User) {
  return {
    id: user.id,
    username: user.username,
    email: user.email,
    name: user.name,
    surname: user.surname,
    roles: [...rolesOf(user)],
    created_at: user.createdAt.toISOString(),
  };
}
