import { LRUCache } from 'lru-cache';
import type { ImportReport } from '../../../domain/imports/film-import.ts';
import type { Database } from '../engine/drizzle-database.ts';
import type { ImportRow } from './import-rows.ts';
import { countRows, toImport } from './import-rows.ts';

type Counts = Pick<ImportReport, 'outcomes' | 'effects'>;

/** About 3 MB. */
const MAX_KNOWN = 10_000;

/** The result of a longer count is cached. */
const SLOW_MS = 50;

/**
 * A count is cached for this many times as long as counting took, so that counting takes at most a tenth of the time.
 */
const KEPT_FOR = 10;

/**
 * Counts the rows of a finished import only once. Counting half a million rows of one person takes half a second, and
 * during this time the embedded database answers nobody else. After a decision about a row, the rows are counted again.
 * Slow counts of a running import are cached for a few seconds.
 */
export class ImportCounts {
  private readonly known = new LRUCache<string, Counts>({ max: MAX_KNOWN });

  constructor(private readonly db: Database) {}

  /** Imports with their counts. They are counted one after the other, so that other statements can run between them. */
  async reportsOf(found: readonly ImportRow[]): Promise<ImportReport[]> {
    const reports: ImportReport[] = [];
    for (const row of found) reports.push({ ...toImport(row), ...(await this.of(row)) });
    return reports;
  }

  private async of(row: ImportRow): Promise<Counts> {
    const state = row.finishedAt === null ? row.id : `${row.id} ${row.decisions}`;
    const known = this.known.get(state);
    if (known) return known;
    const startedMs = performance.now();
    const counts = await countRows(this.db, row);
    const tookMs = performance.now() - startedMs;
    if (row.finishedAt !== null) this.known.set(state, counts);
    else if (tookMs > SLOW_MS) this.known.set(state, counts, { ttl: tookMs * KEPT_FOR });
    return counts;
  }
}
