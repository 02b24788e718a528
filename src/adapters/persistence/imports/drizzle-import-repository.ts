import { and, asc, count, desc, eq, gt, inArray, isNotNull, lt, sql } from 'drizzle-orm';
import type { ImportRepository, NewImport } from '../../../application/imports/ports/import-repository.ts';
import { StorageUnavailable } from '../../../application/shared/ports/storage.ts';
import type { UserId } from '../../../domain/accounts/user.ts';
import { MovieNotFound } from '../../../domain/films/movie.ts';
import type {
  ImportedRow,
  ImportId,
  ImportReport,
  ListFormat,
  ListRow,
  RowDecision,
  RowOutcome,
} from '../../../domain/imports/film-import.ts';
import { ImportRunning } from '../../../domain/imports/film-import.ts';
import type { ListColumn } from '../../../domain/imports/list-columns.ts';
import { rowDecider } from '../../../domain/imports/list-row.ts';
import type { PersonalTokenId } from '../../../domain/sessions/personal-token.ts';
import { InvalidToken } from '../../../domain/sessions/session.ts';
import type { Page, PageRequest } from '../../../domain/shared/page.ts';
import type { Database, OpenDatabase, Transaction } from '../engine/drizzle-database.ts';
import { inTransaction, translatingErrors } from '../engine/storage-errors.ts';
import { personalTokens } from '../sessions/sessions-tables.ts';
import { ImportCounts } from './import-counts.ts';
import type { Owned } from './import-rows.ts';
import {
  appendRows,
  cancelImports,
  deleteGivenUp,
  giveUp,
  isIn,
  isKept,
  isOf,
  leaseFrom,
  NO_TURN_YET,
  settleRows,
  toImport,
  toImportedRow,
} from './import-rows.ts';
import { importRows, imports } from './imports-tables.ts';

const BATCH_SIZE = 500;
const MOST_FINISHED = 10;

const violations = {
  imports_running_key: ImportRunning,
  imports_user_id_users_id_fk: InvalidToken,
  favorite_movies_kinopoisk_id_movies_kinopoisk_id_fk: MovieNotFound,
};

export class DrizzleImportRepository implements ImportRepository {
  private readonly db: Database;
  private readonly counts: ImportCounts;

  constructor({ db }: Pick<OpenDatabase, 'db'>) {
    this.db = db;
    this.counts = new ImportCounts(db);
  }

  async open({ source, scope, ...job }: NewImport): Promise<void> {
    const isFile = source.kind === 'file';
    const old = await translatingErrors(
      () =>
        inTransaction(this.db, async (tx) => {
          if (job.personalTokenId !== null) await holdPersonalToken(tx, job.userId, job.personalTokenId);
          await tx.insert(imports).values({
            ...job,
            scope: scope && [...scope],
            format: isFile ? source.format : null,
            kinopoiskUserId: isFile ? null : source.kinopoiskUserId,
            status: isFile ? 'reading' : 'running',
            nextVotesPage: isFile ? null : 1,
            leasedUntil: isFile ? leaseFrom(job.createdAt) : NO_TURN_YET,
          });
          const isOld = tx
            .select({ id: imports.id })
            .from(imports)
            .where(and(eq(imports.userId, job.userId), isNotNull(imports.finishedAt)))
            .orderBy(desc(imports.finishedAt), desc(imports.id))
            .offset(MOST_FINISHED);
          return giveUp(tx, and(eq(imports.userId, job.userId), inArray(imports.id, isOld)));
        }),
      violations,
    );
    await translatingErrors(() => deleteGivenUp(this.db, old)).catch((failure: unknown) => {
      // The import is open already, and a purge deletes what is left of the old ones.
      if (!(failure instanceof StorageUnavailable)) throw failure;
    });
  }

  async append(userId: UserId, id: ImportId, rows: readonly ListRow[], now: Date): Promise<number | undefined> {
    return translatingErrors(() =>
      inTransaction(this.db, async (tx) => {
        const [reading] = await tx
          .update(imports)
          .set({ leasedUntil: leaseFrom(now) })
          .where(isReading({ userId, id }))
          .returning({ id: imports.id });
        return reading && appendRows(tx, { userId, id }, rows);
      }),
    );
  }

  async start(
    userId: UserId,
    id: ImportId,
    { format, columns }: { format: ListFormat; columns: readonly ListColumn[] },
  ): Promise<boolean> {
    const rows = sql`(${this.db.select({ rows: count() }).from(importRows).where(isIn({ userId, id }))})`;
    const started = await translatingErrors(async () =>
      this.db
        .update(imports)
        .set({ status: 'running', format, columns, leasedUntil: NO_TURN_YET, expectedRows: rows })
        .where(isReading({ userId, id }))
        .returning({ id: imports.id }),
    );
    return started.length > 0;
  }

  async discard(userId: UserId, id: ImportId): Promise<boolean> {
    return translatingErrors(async () => {
      const given = await giveUp(this.db, isReading({ userId, id }));
      await deleteGivenUp(this.db, given);
      return given.length > 0;
    });
  }

  async find(userId: UserId, id: ImportId): Promise<ImportReport | undefined> {
    return translatingErrors(async () => {
      const found = await this.db.select().from(imports).where(isShown({ userId, id }));
      return (await this.counts.reportsOf(found))[0];
    });
  }

  async list(userId: UserId): Promise<readonly ImportReport[]> {
    return translatingErrors(async () => {
      const found = await this.db
        .select()
        .from(imports)
        .where(and(eq(imports.userId, userId), isKept()))
        .orderBy(desc(imports.createdAt), desc(imports.id));
      return this.counts.reportsOf(found);
    });
  }

  async rows(
    userId: UserId,
    id: ImportId,
    outcomes: readonly RowOutcome[],
    { page, perPage }: PageRequest,
  ): Promise<Page<ImportedRow>> {
    return translatingErrors(async () => {
      const wanted = and(isIn({ userId, id }), inArray(importRows.outcome, [...outcomes]));
      const items = await this.db
        .select()
        .from(importRows)
        .where(wanted)
        .orderBy(asc(importRows.row))
        .limit(perPage)
        .offset((page - 1) * perPage);
      const [all] = await this.db.select({ rows: count() }).from(importRows).where(wanted);
      return { items: await this.decided(items), total: all?.rows ?? 0 };
    });
  }

  async *streamRows(userId: UserId, id: ImportId, outcomes: readonly RowOutcome[]): AsyncIterable<ImportedRow> {
    let after: number | undefined = 0;
    do {
      const wanted = and(isIn({ userId, id }), inArray(importRows.outcome, [...outcomes]), gt(importRows.row, after));
      const rows = await translatingErrors(async () =>
        this.db.select().from(importRows).where(wanted).orderBy(asc(importRows.row)).limit(BATCH_SIZE),
      );
      yield* await this.decided(rows);
      after = rows.length === BATCH_SIZE ? rows.at(-1)?.row : undefined;
    } while (after !== undefined);
  }

  async findRow(userId: UserId, id: ImportId, row: number): Promise<ImportedRow | undefined> {
    const [found] = await translatingErrors(async () =>
      this.db
        .select()
        .from(importRows)
        .where(and(isIn({ userId, id }), eq(importRows.row, row))),
    );
    return found && (await this.decided([found]))[0];
  }

  async choose(userId: UserId, id: ImportId, decision: RowDecision, now: Date): Promise<ImportedRow | undefined> {
    await translatingErrors(
      () =>
        inTransaction(this.db, async (tx) => {
          const [job] = await tx
            .update(imports)
            .set({ decisions: sql`${imports.decisions} + 1` })
            .where(isShown({ userId, id }))
            .returning();
          if (job) await settleRows(tx, toImport(job), [decision], { of: ['ambiguous', 'not_found'], now });
        }),
      violations,
    );
    return this.findRow(userId, id, decision.row);
  }

  async cancel(userId: UserId, id: ImportId, now: Date): Promise<ImportReport | undefined> {
    await translatingErrors(() => cancelImports(this.db, isOf({ userId, id }), now));
    return this.find(userId, id);
  }

  /** The rows of one import, with the decisions about the columns of their list applied. */
  private async decided(rows: readonly (typeof importRows.$inferSelect)[]): Promise<ImportedRow[]> {
    const [first] = rows;
    if (first === undefined) return [];
    const [job] = await translatingErrors(async () =>
      this.db
        .select({ columns: imports.columns, createdAt: imports.createdAt })
        .from(imports)
        .where(isShown({ userId: first.userId, id: first.importId })),
    );
    if (job === undefined) return [];
    const decide = rowDecider(job);
    return rows.map((row) => toImportedRow(row, decide));
  }

  async purge(before: Date): Promise<number> {
    return translatingErrors(async () => {
      // An instance of an older version may end an import during an update.
      await this.db
        .update(imports)
        .set({ site: null })
        .where(and(isNotNull(imports.site), isNotNull(imports.finishedAt)));
      const [old] = await this.db
        .select({ userId: imports.userId, id: imports.id })
        .from(imports)
        .where(lt(imports.finishedAt, before))
        .limit(1);
      if (old === undefined) return 0;
      await deleteGivenUp(this.db, await giveUp(this.db, isOf(old)));
      return 1;
    });
  }
}

/** The import, unless it is being deleted. */
function isShown(owned: Owned) {
  return and(isOf(owned), isKept());
}

function isReading(owned: Owned) {
  return and(isOf(owned), eq(imports.status, 'reading'));
}

/**
 * Locks the row of the token. A revocation waits for this lock and then cancels the import. @throws InvalidToken when
 * the token was already revoked
 */
async function holdPersonalToken(tx: Transaction, userId: UserId, id: PersonalTokenId): Promise<void> {
  const isToken = and(eq(personalTokens.userId, userId), eq(personalTokens.id, id));
  const held = await tx.select({ id: personalTokens.id }).from(personalTokens).where(isToken).for('key share');
  if (held.length === 0) throw new InvalidToken();
}
