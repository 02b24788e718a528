import type { ImportQueue } from '../../src/application/imports/ports/import-queue.ts';
import type {
  FilmImport,
  ImportedRow,
  ImportFailure,
  ListRow,
  RowDecision,
} from '../../src/domain/imports/film-import.ts';
import type { InMemoryImportStore, StoredImport } from './in-memory-import-store.ts';
import { leaseFrom, toImportedRow } from './in-memory-import-store.ts';

export class InMemoryImportQueue implements ImportQueue {
  constructor(private readonly store: InMemoryImportStore) {}

  async take(worker: string, now: Date): Promise<FilmImport | undefined> {
    const [due] = this.store
      .all()
      .filter(
        ({ job, leasedUntil }) => job.finishedAt === null && leasedUntil <= now && (job.continuesAt ?? now) <= now,
      )
      .toSorted(
        (a, b) =>
          this.lastTurnMs(a) - this.lastTurnMs(b) ||
          a.leasedUntil.getTime() - b.leasedUntil.getTime() ||
          a.job.createdAt.getTime() - b.job.createdAt.getTime(),
      );
    if (!due) return undefined;
    due.leasedTo = worker;
    due.leasedUntil = leaseFrom(now);
    for (const each of this.ofSite(due)) each.turnAt = now;
    return structuredClone(due.job);
  }

  private lastTurnMs(stored: StoredImport): number {
    return Math.max(...this.ofSite(stored).map(({ turnAt }) => turnAt?.getTime() ?? -Infinity));
  }

  private ofSite(stored: StoredImport): StoredImport[] {
    if (stored.site === null) return [stored];
    return this.store.all().filter(({ site, job }) => site === stored.site && job.finishedAt === null);
  }

  async addVotes(
    job: FilmImport,
    worker: string,
    { rows, ...progress }: { rows: readonly ListRow[]; expectedRows: number; nextVotesPage: number | null },
    now: Date,
  ): Promise<boolean> {
    const held = this.held(job, worker, now);
    if (!held) return false;
    this.store.append(held, rows);
    held.job = { ...held.job, ...progress };
    return true;
  }

  async rows(job: FilmImport, outcome: 'pending' | 'waiting', limit: number): Promise<readonly ImportedRow[]> {
    const rows = this.store.get(job.userId, job.id)?.rows ?? [];
    return rows
      .filter((row) => row.outcome === outcome)
      .toSorted((a, b) => (outcome === 'waiting' ? a.attempts - b.attempts : 0))
      .slice(0, limit)
      .map((row) => toImportedRow(row, job));
  }

  async settle(
    job: FilmImport,
    worker: string,
    { decisions, waiting }: { decisions: readonly RowDecision[]; waiting: readonly number[] },
    now: Date,
  ): Promise<boolean> {
    const held = this.held(job, worker, now);
    if (!held) return false;
    this.store.settle(held, decisions, { of: ['pending', 'waiting'], now });
    held.rows = held.rows.map((row) =>
      row.outcome === 'pending' && waiting.includes(row.row) ? { ...row, outcome: 'waiting' } : row,
    );
    return true;
  }

  async postpone(job: FilmImport, worker: string, row: number, now: Date): Promise<number | undefined> {
    const held = this.held(job, worker, now);
    const found = held?.rows[row - 1];
    if (!held || !found) return undefined;
    held.rows[row - 1] = { ...found, attempts: found.attempts + 1 };
    return found.attempts + 1;
  }

  async release(job: FilmImport, worker: string, now: Date, continuesAt: Date | null): Promise<void> {
    const held = this.held(job, worker, now);
    if (!held) return;
    held.leasedTo = null;
    held.leasedUntil = now;
    held.job = { ...held.job, continuesAt };
  }

  async finish(job: FilmImport, worker: string, now: Date, failure: ImportFailure | null): Promise<void> {
    const held = this.held(job, worker, now);
    if (!held) return;
    held.leasedTo = null;
    held.job = { ...held.job, status: failure === null ? 'done' : 'failed', failure, finishedAt: now };
  }

  /** Renews the lease. @returns the import, or `undefined` if this worker no longer holds the lease */
  private held({ userId, id }: FilmImport, worker: string, now: Date): StoredImport | undefined {
    const stored = this.store.get(userId, id);
    if (stored?.leasedTo !== worker || stored.job.finishedAt !== null) return undefined;
    stored.leasedUntil = leaseFrom(now);
    stored.job = { ...stored.job, continuesAt: null };
    return stored;
  }
}
