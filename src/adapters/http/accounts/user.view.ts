import { z } from 'zod';
import type { Profile } from '../../../application/use-cases/accounts/profile.ts';
import { time } from '../schemas.ts';

export const userView = z
  .object({
    id: z.uuid().meta({ example: '01936f7e-7c1e-7c3a-9a55-1d2f0c9b8a77' }),
    username: z.string().nullable().meta({ example: 'neo' }),
    email: z.string().nullable().meta({ example: 'neo@example.com' }),
    name: z.string().nullable().meta({ example: 'Томас' }),
    surname: z.string().nullable().meta({ example: 'Андерсон' }),
    favorite_genre: z.int().nullable().meta({ description: 'Id of a genre', example: 6 }),
    favourite_genre: z.int().nullable().meta({ description: 'The same as `favorite_genre`', example: 6 }),
    roles: z.array(z.string()).meta({ example: ['user'] }),
    permissions: z
      .array(z.string())
      .meta({ example: ['account:own', 'catalogue:read', 'favorites:own', 'movies:read'] }),
    created_at: time,
  })
  .meta({ id: 'User', description: 'An account as its owner sees it' });

export function toUserView({ user, roles, permissions }: Profile): z.input<typeof userView> {
  return {
    id: user.id,
    username: user.username,
    email: user.email,
    name: user.name,
    surname: user.surname,
    favorite_genre: user.favoriteGenreId,
    favourite_genre: user.favoriteGenreId,
    roles: [...roles],
    permissions: [...permissions],
    created_at: user.createdAt.toISOString(),
  };
}
