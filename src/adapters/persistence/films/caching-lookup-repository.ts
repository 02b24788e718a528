import type { LookupRepository, Named } from '../../../application/films/ports/lookup-repository.ts';
import type { Listing, Page, PageRequest } from '../../../domain/shared/page.ts';
import type { OpenDatabase } from '../engine/drizzle-database.ts';
import { ReadThroughCache } from '../engine/read-through-cache.ts';

/**
 * A longer list is streamed and not cached as a whole. There are about 30 genres, and half as many directors as films.
 */
const MAX_WHOLE_LIST = 1_000;

/** Records in all cached answers together, about 3 MB. */
const MAX_RECORDS = 20_000;

type Answer = { readonly records: readonly Named[]; readonly total: number };

/** Caches answers in memory; see `ReadThroughCache`. */
export class CachingLookupRepository implements LookupRepository<Named> {
  private readonly answers: ReadThroughCache<Answer>;

  constructor(
    private readonly stored: LookupRepository<Named>,
    { whose }: Pick<OpenDatabase, 'whose'>,
  ) {
    this.answers = new ReadThroughCache({ maxSize: MAX_RECORDS, sizeOf: ({ records }) => records.length, whose });
  }

  async find(id: number): Promise<Named | undefined> {
    const { records } = await this.answers.get(`id ${id}`, async () => {
      const found = await this.stored.find(id);
      return { records: found ? [found] : [], total: 1 };
    });
    return records[0];
  }

  async list(page: PageRequest): Promise<Page<Named>> {
    const { records, total } = await this.answers.get(`page ${page.page} of ${page.perPage}`, async () => {
      const { items, total: all } = await this.stored.list(page);
      return { records: items, total: all };
    });
    return { items: records, total };
  }

  async all(): Promise<Listing<Named>> {
    const { records, total } = await this.answers.get('all', () => this.readAll());
    return total > MAX_WHOLE_LIST ? this.stored.all() : { items: records, total };
  }

  /** Call it after a change by this instance, so that the change is visible at once. */
  forget(): void {
    this.answers.clear();
  }

  /** The whole list. If it is too long, it has no records and a total above {@link MAX_WHOLE_LIST}. */
  private async readAll(): Promise<Answer> {
    const listing = await this.stored.all();
    if ('items' in listing) return { records: listing.items, total: listing.total };
    const records: Named[] = [];
    for await (const record of listing) {
      if (records.length === MAX_WHOLE_LIST) return { records: [], total: MAX_WHOLE_LIST + 1 };
      records.push(record);
    }
    return { records, total: records.length };
  }
}
