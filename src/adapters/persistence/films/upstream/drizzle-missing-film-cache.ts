import { and, eq, gt, lt } from 'drizzle-orm';
import type { MissingFilmCache } from '../../../../application/films/ports/missing-film-cache.ts';
import { deleteSome } from '../../engine/delete-some.ts';
import type { Database, OpenDatabase } from '../../engine/drizzle-database.ts';
import { translatingErrors } from '../../engine/storage-errors.ts';
import { missingFilms } from './upstream-tables.ts';

export class DrizzleMissingFilmCache implements MissingFilmCache {
  private readonly db: Database;

  constructor({ db }: Pick<OpenDatabase, 'db'>) {
    this.db = db;
  }

  async has(kinopoiskId: number, since: Date): Promise<boolean> {
    const found = await translatingErrors(async () =>
      this.db
        .select({ id: missingFilms.kinopoiskId })
        .from(missingFilms)
        .where(and(eq(missingFilms.kinopoiskId, kinopoiskId), gt(missingFilms.askedAt, since))),
    );
    return found.length > 0;
  }

  async add(kinopoiskId: number, at: Date): Promise<void> {
    await translatingErrors(async () =>
      this.db
        .insert(missingFilms)
        .values({ kinopoiskId, askedAt: at })
        .onConflictDoUpdate({ target: missingFilms.kinopoiskId, set: { askedAt: at } }),
    );
  }

  async purge(before: Date): Promise<number> {
    return translatingErrors(() => deleteSome(this.db, missingFilms, lt(missingFilms.askedAt, before)));
  }
}
