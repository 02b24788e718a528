import { and, eq, gt, lt } from 'drizzle-orm';
import type { UnknownFilms } from '../../../application/films/ports/unknown-films.ts';
import { deleteSome } from '../engine/delete-some.ts';
import type { Database, OpenDatabase } from '../engine/drizzle-database.ts';
import { unknownFilms } from './shield-schema.ts';
import { translatingErrors } from '../engine/storage-errors.ts';

export class DrizzleUnknownFilms implements UnknownFilms {
  private readonly db: Database;

  constructor({ db }: Pick<OpenDatabase, 'db'>) {
    this.db = db;
  }

  async has(kinopoiskId: number, since: Date): Promise<boolean> {
    const found = await translatingErrors(async () =>
      this.db
        .select({ id: unknownFilms.kinopoiskId })
        .from(unknownFilms)
        .where(and(eq(unknownFilms.kinopoiskId, kinopoiskId), gt(unknownFilms.askedAt, since))),
    );
    return found.length > 0;
  }

  async add(kinopoiskId: number, at: Date): Promise<void> {
    await translatingErrors(async () =>
      this.db
        .insert(unknownFilms)
        .values({ kinopoiskId, askedAt: at })
        .onConflictDoUpdate({ target: unknownFilms.kinopoiskId, set: { askedAt: at } }),
    );
  }

  async purge(before: Date): Promise<number> {
    return translatingErrors(() => deleteSome(this.db, unknownFilms, lt(unknownFilms.askedAt, before)));
  }
}
