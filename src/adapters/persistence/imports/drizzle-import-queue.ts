import { setImmediate as nextTurn } from 'node:timers/promises';
import { and, asc, desc, eq, inArray, isNull, lte, max, ne, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { ImportQueue } from '../../../application/imports/ports/import-queue.ts';
import type {
  FilmImport,
  ImportedRow,
  ImportFailure,
  ListRow,
  RowDecision,
} from '../../../domain/imports/film-import.ts';
import { rowDecider } from '../../../domain/imports/list-row.ts';
import type { Database, OpenDatabase, Transaction } from '../engine/drizzle-database.ts';
import { inTransaction, translatingErrors } from '../engine/storage-errors.ts';
import { appendRows, isIn, isOf, leaseFrom, settleRows, toImport, toImportedRow } from './import-rows.ts';
import { importRows, imports } from './imports-tables.ts';

export class DrizzleImportQueue implements ImportQueue {
  private readonly db: Database;

  constructor({ db }: Pick<OpenDatabase, 'db'>) {
    this.db = db;
  }

  async take(worker: string, now: Date): Promise<FilmImport | undefined> {
    return translatingErrors(() =>
      inTransaction(this.db, async (tx) => {
        const [due] = await tx
          .select()
          .from(imports)
          .where(
            and(
              isNull(imports.finishedAt),
              lte(imports.leasedUntil, now),
              or(isNull(imports.continuesAt), lte(imports.continuesAt, now)),
            ),
          )
          .orderBy(
            sql`coalesce(${this.lastTurnOfSite()}, ${imports.turnAt}) asc nulls first`,
            asc(imports.leasedUntil),
            asc(imports.createdAt),
            asc(imports.id),
          )
          .limit(1)
          .for('update', { skipLocked: true });
        if (due === undefined) return undefined;
        await tx
          .update(imports)
          .set({ leasedTo: worker, leasedUntil: leaseFrom(now), turnAt: now })
          .where(isOf(due));
        await noteTurn(tx, due, now);
        return toImport(due);
      }),
    );
  }

  async addVotes(
    job: FilmImport,
    worker: string,
    { rows, ...progress }: { rows: readonly ListRow[]; expectedRows: number; nextVotesPage: number | null },
    now: Date,
  ): Promise<boolean> {
    return this.asWorker(job, worker, now, async (tx) => {
      await appendRows(tx, job, rows);
      await tx.update(imports).set(progress).where(isOf(job));
    });
  }

  async rows(job: FilmImport, outcome: 'pending' | 'waiting', limit: number): Promise<readonly ImportedRow[]> {
    // PGlite answers within one turn of the event loop: steps without a pause between them would block all other work.
    await nextTurn();
    const rows = await translatingErrors(async () =>
      this.db
        .select()
        .from(importRows)
        .where(and(isIn(job), eq(importRows.outcome, outcome)))
        .orderBy(...(outcome === 'waiting' ? [asc(importRows.attempts)] : []), asc(importRows.row))
        .limit(limit),
    );
    const decide = rowDecider(job);
    return rows.map((row) => toImportedRow(row, decide));
  }

  async settle(
    job: FilmImport,
    worker: string,
    { decisions, waiting }: { decisions: readonly RowDecision[]; waiting: readonly number[] },
    now: Date,
  ): Promise<boolean> {
    return this.asWorker(job, worker, now, async (tx) => {
      await settleRows(tx, job, decisions, { of: ['pending', 'waiting'], now });
      if (waiting.length === 0) return;
      await tx
        .update(importRows)
        .set({ outcome: 'waiting' })
        .where(and(isIn(job), inArray(importRows.row, [...waiting]), eq(importRows.outcome, 'pending')));
    });
  }

  async postpone(job: FilmImport, worker: string, row: number, now: Date): Promise<number | undefined> {
    let attempts: number | undefined;
    await this.asWorker(job, worker, now, async (tx) => {
      const [put] = await tx
        .update(importRows)
        .set({ attempts: sql`${importRows.attempts} + 1` })
        .where(and(isIn(job), eq(importRows.row, row)))
        .returning({ attempts: importRows.attempts });
      attempts = put?.attempts;
    });
    return attempts;
  }

  async release(job: FilmImport, worker: string, now: Date, continuesAt: Date | null): Promise<void> {
    await this.asWorker(job, worker, now, async (tx) => {
      await tx.update(imports).set({ leasedTo: null, leasedUntil: now, continuesAt }).where(isOf(job));
    });
  }

  async finish(job: FilmImport, worker: string, now: Date, failure: ImportFailure | null): Promise<void> {
    await this.asWorker(job, worker, now, async (tx) => {
      const status = failure === null ? 'done' : 'failed';
      await tx
        .update(imports)
        .set({ status, failure, finishedAt: now, continuesAt: null, leasedTo: null, site: null })
        .where(isOf(job));
    });
  }

  /** When the address of an import last had a turn. */
  private lastTurnOfSite() {
    const others = alias(imports, 'others');
    const last = this.db.select({ at: max(others.turnAt) }).from(others);
    return last.where(eq(others.site, imports.site));
  }

  /**
   * Renews the lease and locks the import until the work is done, or finds that this worker no longer holds the lease.
   */
  private async asWorker(
    job: FilmImport,
    worker: string,
    now: Date,
    work: (tx: Transaction) => Promise<void>,
  ): Promise<boolean> {
    return translatingErrors(() =>
      inTransaction(this.db, async (tx) => {
        const [held] = await tx
          .update(imports)
          .set({ leasedUntil: leaseFrom(now), continuesAt: null })
          .where(and(isOf(job), eq(imports.leasedTo, worker), isNull(imports.finishedAt)))
          .returning({ id: imports.id });
        if (held) await work(tx);
        return held !== undefined;
      }),
    );
  }
}

/**
 * Notes the turn also in another import of the address. Otherwise an address with many short imports would have a turn
 * for each of them before others have their second one, because the last turn is forgotten when its import ends.
 */
async function noteTurn(tx: Transaction, { site, id }: typeof imports.$inferSelect, now: Date): Promise<void> {
  if (site === null) return;
  const [other] = await tx
    .select({ userId: imports.userId, id: imports.id })
    .from(imports)
    .where(and(eq(imports.site, site), isNull(imports.finishedAt), ne(imports.id, id)))
    .orderBy(sql`${desc(imports.turnAt)} nulls first`)
    .limit(1)
    .for('update', { skipLocked: true });
  if (other) await tx.update(imports).set({ turnAt: now }).where(isOf(other));
}
