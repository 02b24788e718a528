import { asc, count, eq, gt } from 'drizzle-orm';
import type { LookupRepository, Named } from '../../../application/films/ports/lookup-repository.ts';
import type { Listing, Page, PageRequest } from '../../../domain/shared/page.ts';
import type { Database, OpenDatabase } from '../engine/drizzle-database.ts';
import { translatingErrors } from '../engine/storage-errors.ts';
import type { directors, genres } from './films-tables.ts';

const BATCH_SIZE = 500;

export class DrizzleLookupRepository implements LookupRepository<Named> {
  private readonly db: Database;

  constructor(
    { db }: Pick<OpenDatabase, 'db'>,
    private readonly table: typeof genres | typeof directors,
  ) {
    this.db = db;
  }

  async find(id: number): Promise<Named | undefined> {
    const [found] = await translatingErrors(async () => this.db.select().from(this.table).where(eq(this.table.id, id)));
    return found;
  }

  async list({ page, perPage }: PageRequest): Promise<Page<Named>> {
    return translatingErrors(async () => {
      const items = await this.read(0, perPage).offset((page - 1) * perPage);
      const [counted] = await this.db.select({ total: count() }).from(this.table);
      return { items, total: counted?.total ?? 0 };
    });
  }

  async all(): Promise<Listing<Named>> {
    return this.stream();
  }

  private async *stream(): AsyncIterable<Named> {
    let last: Named | undefined;
    do {
      const after = last?.id ?? 0;
      const batch = await translatingErrors(async () => this.read(after, BATCH_SIZE));
      yield* batch;
      last = batch.length === BATCH_SIZE ? batch.at(-1) : undefined;
    } while (last);
  }

  private read(afterId: number, limit: number) {
    const { table } = this;
    return this.db.select().from(table).where(gt(table.id, afterId)).orderBy(asc(table.id)).limit(limit);
  }
}
