import type { FilmListRepository } from '../../../../application/films/ports/film-list-repository.ts';
import type { FilmList, ListProgress } from '../../../../domain/films/film-lists.ts';
import type { Database, OpenDatabase } from '../../engine/drizzle-database.ts';
import { inTransaction, translatingErrors } from '../../engine/storage-errors.ts';
import { isLeasedTo } from '../../service/lease-rows.ts';
import { filmLists } from './upstream-tables.ts';

const LEASE = { name: 'warming', durationMs: 5 * 60 * 1000 };

export class DrizzleFilmListRepository implements FilmListRepository {
  private readonly db: Database;

  constructor({ db }: Pick<OpenDatabase, 'db'>) {
    this.db = db;
  }

  async lease(worker: string, now: Date): Promise<boolean> {
    return translatingErrors(() => inTransaction(this.db, (tx) => isLeasedTo(tx, { ...LEASE, holder: worker }, now)));
  }

  async progress(): Promise<readonly ListProgress[]> {
    const rows = await translatingErrors(async () => this.db.select().from(filmLists));
    return rows.map(({ name, ...progress }) => ({ list: name as FilmList, ...progress }));
  }

  async save(worker: string, { list, ...progress }: ListProgress, now: Date): Promise<boolean> {
    return translatingErrors(() =>
      inTransaction(this.db, async (tx) => {
        if (!(await isLeasedTo(tx, { ...LEASE, holder: worker }, now))) return false;
        await tx
          .insert(filmLists)
          .values({ name: list, ...progress })
          .onConflictDoUpdate({ target: filmLists.name, set: progress });
        return true;
      }),
    );
  }
}
