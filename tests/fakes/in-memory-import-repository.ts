import type { ImportRepository, NewImport } from '../../src/application/imports/ports/import-repository.ts';
import type { UserId } from '../../src/domain/accounts/user.ts';
import type {
  ImportedRow,
  ImportId,
  ImportReport,
  ListFormat,
  ListRow,
  RowDecision,
  RowOutcome,
} from '../../src/domain/imports/film-import.ts';
import { ImportRunning, ROW_OUTCOMES, SHELF_EFFECTS } from '../../src/domain/imports/film-import.ts';
import type { ListColumn } from '../../src/domain/imports/list-columns.ts';
import { InvalidToken } from '../../src/domain/sessions/session.ts';
import type { Page, PageRequest } from '../../src/domain/shared/page.ts';
import { paged } from '../../src/domain/shared/page.ts';
import type { InMemoryImportStore, StoredImport } from './in-memory-import-store.ts';
import { leaseFrom, toImportedRow } from './in-memory-import-store.ts';

const MOST_FINISHED = 10;

export class InMemoryImportRepository implements ImportRepository {
  constructor(private readonly store: InMemoryImportStore) {}

  async open({ site, ...job }: NewImport): Promise<void> {
    if (!this.store.hasUser(job.userId)) throw new InvalidToken();
    const own = this.of(job.userId);
    if (own.some((each) => each.job.finishedAt === null)) throw new ImportRunning();
    const old = own
      .toSorted((a, b) => (b.job.finishedAt?.getTime() ?? 0) - (a.job.finishedAt?.getTime() ?? 0))
      .slice(MOST_FINISHED);
    this.store.keep((each) => !old.includes(each));
    const isFile = job.source.kind === 'file';
    const nothingYet = { columns: null, failure: null, expectedRows: null, continuesAt: null, finishedAt: null };
    this.store.add(
      { ...job, ...nothingYet, status: isFile ? 'reading' : 'running', nextVotesPage: isFile ? null : 1 },
      isFile ? leaseFrom(job.createdAt) : new Date(0),
      site,
    );
  }

  async append(userId: UserId, id: ImportId, rows: readonly ListRow[], now: Date): Promise<number | undefined> {
    const reading = this.reading(userId, id);
    if (!reading) return undefined;
    reading.leasedUntil = leaseFrom(now);
    return this.store.append(reading, rows);
  }

  async start(
    userId: UserId,
    id: ImportId,
    { format, columns }: { format: ListFormat; columns: readonly ListColumn[] },
  ): Promise<boolean> {
    const reading = this.reading(userId, id);
    if (!reading) return false;
    reading.job = {
      ...reading.job,
      source: { kind: 'file', format },
      columns: structuredClone(columns),
      status: 'running',
      expectedRows: reading.rows.length,
    };
    reading.leasedUntil = new Date(0);
    return true;
  }

  async discard(userId: UserId, id: ImportId): Promise<boolean> {
    const reading = this.reading(userId, id);
    this.store.keep((each) => each !== reading);
    return reading !== undefined;
  }

  async find(userId: UserId, id: ImportId): Promise<ImportReport | undefined> {
    const stored = this.store.get(userId, id);
    return stored && toReport(stored);
  }

  async list(userId: UserId): Promise<readonly ImportReport[]> {
    return this.of(userId)
      .toSorted((a, b) => b.job.createdAt.getTime() - a.job.createdAt.getTime())
      .map(toReport);
  }

  async rows(
    userId: UserId,
    id: ImportId,
    outcomes: readonly RowOutcome[],
    page: PageRequest,
  ): Promise<Page<ImportedRow>> {
    return paged(this.rowsOf(userId, id, outcomes), page);
  }

  async *streamRows(userId: UserId, id: ImportId, outcomes: readonly RowOutcome[]): AsyncIterable<ImportedRow> {
    yield* this.rowsOf(userId, id, outcomes);
  }

  async findRow(userId: UserId, id: ImportId, row: number): Promise<ImportedRow | undefined> {
    return this.rowsOf(userId, id, ROW_OUTCOMES).find((each) => each.row === row);
  }

  async choose(userId: UserId, id: ImportId, decision: RowDecision, now: Date): Promise<ImportedRow | undefined> {
    const stored = this.store.get(userId, id);
    if (stored) this.store.settle(stored, [decision], { of: ['ambiguous', 'not_found'], now });
    return this.findRow(userId, id, decision.row);
  }

  async cancel(userId: UserId, id: ImportId, now: Date): Promise<ImportReport | undefined> {
    const stored = this.store.get(userId, id);
    if (stored?.job.finishedAt === null)
      stored.job = { ...stored.job, status: 'cancelled', finishedAt: new Date(now), continuesAt: null };
    return this.find(userId, id);
  }

  async purge(before: Date): Promise<number> {
    const old = this.store.all().filter(({ job }) => job.finishedAt !== null && job.finishedAt < before);
    this.store.keep((each) => !old.includes(each));
    return old.length;
  }

  private of(userId: UserId): StoredImport[] {
    return this.store.all().filter(({ job }) => job.userId === userId);
  }

  private reading(userId: UserId, id: ImportId): StoredImport | undefined {
    const stored = this.store.get(userId, id);
    return stored?.job.status === 'reading' ? stored : undefined;
  }

  private rowsOf(userId: UserId, id: ImportId, outcomes: readonly RowOutcome[]): ImportedRow[] {
    const stored = this.store.get(userId, id);
    if (stored === undefined) return [];
    return stored.rows.filter(({ outcome }) => outcomes.includes(outcome)).map((row) => toImportedRow(row, stored.job));
  }
}

function toReport({ job, rows }: StoredImport): ImportReport {
  return {
    ...structuredClone(job),
    outcomes: tally(
      ROW_OUTCOMES,
      rows.map(({ outcome }) => outcome),
    ),
    effects: tally(
      SHELF_EFFECTS,
      rows.flatMap(({ effect }) => effect ?? []),
    ),
  };
}

function tally<Key extends string>(keys: readonly Key[], found: readonly Key[]): Record<Key, number> {
  const counts = keys.map((key) => [key, found.filter((each) => each === key).length]);
  return Object.fromEntries(counts) as Record<Key, number>;
}
