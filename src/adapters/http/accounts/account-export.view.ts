import { z } from 'zod';
import { importRowView, importView } from '../imports/import.view.ts';
import { personalTokenView } from '../sessions/personal-token.view.ts';
import { loginView, sessionView } from '../sessions/session.view.ts';
import { favoriteView } from '../shelf/favorite.view.ts';
import { userView } from './user.view.ts';

const exportedRow = importRowView
  .extend({ import_id: importView.shape.id.meta({ description: 'The import of the row' }) })
  .meta({ id: 'ExportedImportRow', description: 'A row of an import, with the id of the import' });

export const accountExportView = z
  .object({
    profile: userView,
    favorites: z.array(favoriteView).meta({ description: 'The shelf, with my notes, ratings and dates' }),
    sessions: z.array(sessionView).meta({ description: 'My sessions' }),
    personal_tokens: z
      .array(personalTokenView)
      .meta({ description: 'My personal access tokens, without their secrets' }),
    logins: z.array(loginView).meta({ description: 'Attempts to log in to my account' }),
    imports: z.array(importView).meta({ description: 'My imports' }),
    import_rows: z.array(exportedRow).meta({ description: 'The rows of all imports' }),
  })
  .meta({ id: 'AccountExport', description: 'All data stored about an account' });
