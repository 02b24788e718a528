import { z } from 'zod';
import { importRowView, importView } from '../imports/import.view.ts';
import { personalTokenView } from '../sessions/personal-token.view.ts';
import { loginView, sessionView } from '../sessions/session.view.ts';
import { favoriteView } from '../shelf/favorite.view.ts';
import { userView } from './user.view.ts';

export const accountExportView = z
  .object({
    profile: userView,
    favorites: z.array(favoriteView),
    sessions: z.array(sessionView),
    personal_tokens: z.array(personalTokenView),
    logins: z.array(loginView),
    imports: z.array(importView),
    import_rows: z.array(importRowView.extend({ import_id: importView.shape.id }).meta({ id: 'ExportedImportRow' })),
  })
  .meta({ id: 'AccountExport', description: 'All data stored about an account' });
