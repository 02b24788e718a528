import { LRUCache } from 'lru-cache';
import type { ImportReport } from '../../../domain/imports/film-import.ts';
import type { Database } from '../engine/drizzle-database.ts';
import type { ImportRow } from './import-rows.ts';
import { countRows, toImport } from './import-rows.ts';

type Counts = Pick<ImportReport, 'outcomes' | 'effects'>;

/** About 3 MB. */
const MAX_KNOWN = 10_000;

/**
 * Counts the rows of a finished import only once: counting half a million rows of one person takes half a second, in
 * which the embedded database answers nobody else. After a decision about one of the rows they are counted again.
 */
export class ImportCounts {
  private readonly known = new LRUCache<string, Counts>({ max: MAX_KNOWN });

  constructor(private readonly db: Database) {}

  /** Imports with their counts, read one after the other, so that other statements run in between. */
  async reportsOf(found: readonly ImportRow[]): Promise<ImportReport[]> {
    const reports: ImportReport[] = [];
    for (const row of found) reports.push({ ...toImport(row), ...(await this.of(row)) });
    return reports;
  }

  private async of(row: ImportRow): Promise<Counts> {
    if (row.finishedAt === null) return countRows(this.db, row);
    const state = `${row.id} ${row.decisions}`;
    const counts = this.known.get(state) ?? (await countRows(this.db, row));
    this.known.set(state, counts);
    return counts;
  }
}
