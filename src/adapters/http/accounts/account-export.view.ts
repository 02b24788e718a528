import { z } from 'zod';
import { favoriteView } from '../favorites/favorite.view.ts';
import { loginView, sessionView } from '../sessions/session.view.ts';
import { userView } from './user.view.ts';

export const accountExportView = z
  .object({
    profile: userView,
    favorites: z.array(favoriteView),
    sessions: z.array(sessionView),
    logins: z.array(loginView),
  })
  .meta({ id: 'AccountExport', description: 'Everything that is held of somebody' });
