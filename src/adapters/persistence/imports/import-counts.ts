import { LRUCache } from 'lru-cache';
import type { ImportReport } from '../../../domain/imports/film-import.ts';
import type { Database } from '../engine/drizzle-database.ts';
import type { ImportRow } from './import-rows.ts';
import { countRows, toImport } from './import-rows.ts';

type Counts = Pick<ImportReport, 'outcomes' | 'effects'>;

/** Some 3 MB. */
const MAX_KNOWN = 10_000;

/**
 * Counts the rows of an import that is over once only: half a million rows of one person take half a second, and the
 * embedded database answers nobody else meanwhile. A decision about one of its rows counts them again.
 */
export class ImportCounts {
  private readonly known = new LRUCache<string, Counts>({ max: MAX_KNOWN });

  constructor(private readonly db: Database) {}

  /** Imports with their counts, one after the other, so that other statements come in between. */
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
