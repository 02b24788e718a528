import type { SQL } from 'drizzle-orm';
import { and, asc, count, desc, eq, inArray, isNotNull, isNull, max, ne, or, sql } from 'drizzle-orm';
import { IMPORT_LEASE_SECONDS } from '../../../application/imports/ports/import-queue.ts';
import type { UserId } from '../../../domain/accounts/user.ts';
import type {
  FilmImport,
  ImportedRow,
  ImportId,
  ImportReport,
  ListRow,
  RowDecision,
  RowOutcome,
  ShelfEffect,
} from '../../../domain/imports/film-import.ts';
import { ROW_OUTCOMES, SHELF_EFFECTS } from '../../../domain/imports/film-import.ts';
import { rowDecider } from '../../../domain/imports/list-row.ts';
import type { DatedRating, MatchedRow, ShelfImport } from '../../../domain/imports/shelf-import.ts';
import { importToShelf } from '../../../domain/imports/shelf-import.ts';
import { deleteInParts } from '../engine/delete-some.ts';
import type { Database, Transaction } from '../engine/drizzle-database.ts';
import { putFilms } from '../shelf/shelf-change-rows.ts';
import { shelved } from '../shelf/shelf-rows.ts';
import { favoriteMovies } from '../shelf/shelf-tables.ts';
import { importRows, imports } from './imports-tables.ts';

export type ImportRow = typeof imports.$inferSelect;
type Row = typeof importRows.$inferSelect;

/** Identifies an import by owner and id. */
export type Owned = { readonly userId: UserId; readonly id: ImportId };

/**
 * `leasedUntil` of an import that has not had a turn yet. Such an import comes before all others, so that a short one
 * never waits long.
 */
export const NO_TURN_YET = new Date(0);

export function leaseFrom(now: Date): Date {
  return new Date(now.getTime() + IMPORT_LEASE_SECONDS * 1000);
}

export function isOf({ userId, id }: Owned) {
  return and(eq(imports.userId, userId), eq(imports.id, id));
}

export function isIn({ userId, id }: Owned) {
  return and(eq(importRows.userId, userId), eq(importRows.importId, id));
}

export function toImport({
  format,
  kinopoiskUserId,
  leasedTo: _to,
  leasedUntil: _until,
  decisions: _decisions,
  site: _site,
  turnAt: _turn,
  ...row
}: ImportRow): FilmImport {
  return {
    ...row,
    source: format === null ? { kind: 'kinopoisk', kinopoiskUserId: kinopoiskUserId ?? 0 } : { kind: 'file', format },
  };
}

/**
 * `finishedAt` of an import that is being deleted. Nobody is shown it any more, so its rows can be deleted in batches. If
 * the process ends meanwhile, the next purge completes the deletion, because the import is old enough.
 */
const GIVEN_UP = new Date(0);

/** Whether the import is not being deleted. */
export function isKept(): SQL | undefined {
  return or(isNull(imports.finishedAt), ne(imports.finishedAt, GIVEN_UP));
}

/** Marks the selected imports as being deleted, in one statement that takes no longer for many rows. */
export async function giveUp(db: Pick<Database, 'update'>, which: SQL | undefined): Promise<readonly Owned[]> {
  return db
    .update(imports)
    .set({
      status: sql`case when ${imports.finishedAt} is null then 'cancelled' else ${imports.status} end`,
      finishedAt: GIVEN_UP,
      continuesAt: null,
      site: null,
    })
    .where(which)
    .returning({ userId: imports.userId, id: imports.id });
}

/** Deletes imports that were given up. In batches, because one statement for all rows would hold its locks for seconds. */
export async function deleteGivenUp(db: Database, given: readonly Owned[]): Promise<void> {
  for (const owned of given) {
    await deleteInParts(db, importRows, isIn(owned));
    await db.delete(imports).where(isOf(owned));
  }
}

/** Cancels the selected imports that are unfinished. Their changes stay, and no worker writes further changes. */
export async function cancelImports(
  db: Pick<Database, 'update'>,
  which: SQL | undefined,
  finishedAt: Date | SQL<Date> = sql`now()`,
): Promise<void> {
  await db
    .update(imports)
    .set({ status: 'cancelled', finishedAt, continuesAt: null, site: null })
    .where(and(which, isNull(imports.finishedAt)));
}

/** `decide`: see `rowDecider` in the domain. */
export function toImportedRow(
  { row, said, outcome, kinopoiskId, matchedBy, confidence, candidates, effect }: Row,
  decide: (said: ListRow) => ListRow,
): ImportedRow {
  return {
    row,
    said: decide(withTime(said)),
    outcome,
    kinopoiskId,
    by: matchedBy,
    confidence,
    candidates: candidates ?? [],
    effect,
  };
}

/** Parses the time, which JSON stores as text. */
function withTime(said: ListRow): ListRow {
  if (!('film' in said)) return said;
  return { ...said, film: { ...said.film, addedAt: said.film.addedAt && new Date(said.film.addedAt) } };
}

/** Appends rows after the existing ones; the import must be locked. @returns the number of rows so far */
export async function appendRows(tx: Transaction, owned: Owned, rows: readonly ListRow[]): Promise<number> {
  const [last] = await tx
    .select({ row: max(importRows.row) })
    .from(importRows)
    .where(isIn(owned));
  const first = (last?.row ?? 0) + 1;
  if (rows.length === 0) return first - 1;
  await tx.insert(importRows).values(
    rows.map((said, at) => ({
      userId: owned.userId,
      importId: owned.id,
      row: first + at,
      said,
      outcome: 'film' in said ? ('pending' as const) : ('invalid' as const),
    })),
  );
  return first - 1 + rows.length;
}

/** The numbers of rows of an import, by outcome. */
export async function countRows(db: Database, owned: Owned): Promise<Pick<ImportReport, 'outcomes' | 'effects'>> {
  const counts = await db
    .select({ outcome: importRows.outcome, effect: importRows.effect, rows: count() })
    .from(importRows)
    .where(isIn(owned))
    .groupBy(importRows.outcome, importRows.effect);
  const sum = (wanted: (each: (typeof counts)[number]) => boolean) =>
    counts.filter(wanted).reduce((total, { rows }) => total + rows, 0);
  return {
    outcomes: tally(ROW_OUTCOMES, (outcome) => sum((each) => each.outcome === outcome)),
    effects: tally(SHELF_EFFECTS, (effect) => sum((each) => each.effect === effect)),
  };
}

function tally<Key extends string>(keys: readonly Key[], valueOf: (key: Key) => number): Record<Key, number> {
  return Object.fromEntries(keys.map((key) => [key, valueOf(key)])) as Record<Key, number>;
}

/** Writes the decisions for rows with these outcomes, and their changes to the shelf. */
export async function settleRows(
  tx: Transaction,
  job: FilmImport,
  decisions: readonly RowDecision[],
  { of, now }: { of: readonly RowOutcome[]; now: Date },
): Promise<void> {
  if (decisions.length === 0) return;
  const open = await tx
    .select({ row: importRows.row, said: importRows.said })
    .from(importRows)
    .where(
      and(
        isIn(job),
        inArray(
          importRows.row,
          decisions.map(({ row }) => row),
        ),
        inArray(importRows.outcome, [...of]),
      ),
    )
    .orderBy(asc(importRows.row))
    .for('update');
  if (open.length === 0) return;
  const matches = new Map(decisions.map(({ row, match }) => [row, match]));
  const decide = rowDecider(job);
  const matched = open.flatMap(({ row, said }): MatchedRow[] => {
    const match = matches.get(row);
    const decided = decide(withTime(said));
    if (match?.outcome !== 'matched' || !('film' in decided)) return [];
    return [{ row, kinopoiskId: match.kinopoiskId, film: decided.film }];
  });
  const { effects, rated } = await shelve(tx, job, matched, now);
  const written = open.map(({ row }) => columnsOf(row, matches.get(row), effects.get(row), rated.get(row)));
  // One statement for all rows, because drizzle cannot update each row with different values. The row numbers are given
  // twice. For a table that was just filled, the planner has no statistics, and would read the whole import to join a
  // batch of it.
  await tx.execute(sql`update ${importRows} set
      outcome = v.outcome, kinopoisk_id = v.kinopoisk_id, matched_by = v.matched_by, confidence = v.confidence,
      candidates = v.candidates, effect = v.effect, rated_on = v.rated_on
    from jsonb_to_recordset(${JSON.stringify(written)}::jsonb) as v(row int, outcome text, kinopoisk_id int, matched_by text,
      confidence float8, candidates jsonb, effect text, rated_on text)
    where ${isIn(job)} and ${inArray(
      importRows.row,
      open.map(({ row }) => row),
    )} and ${importRows.row} = v.row`);
}

function columnsOf(
  row: number,
  match: RowDecision['match'] | undefined,
  effect: ShelfEffect | undefined,
  rating: DatedRating | undefined,
) {
  return {
    row,
    outcome: match?.outcome,
    kinopoisk_id: match && 'kinopoiskId' in match ? match.kinopoiskId : null,
    matched_by: match && 'by' in match ? match.by : null,
    confidence: match && 'confidence' in match ? match.confidence : null,
    candidates: match && 'candidates' in match ? match.candidates : null,
    effect: effect ?? null,
    rated_on: rating === undefined ? null : (rating.day ?? ''),
  };
}

/** Puts the films on the shelf; in a dry run only computes the effects. */
async function shelve(
  tx: Transaction,
  job: FilmImport,
  rows: readonly MatchedRow[],
  now: Date,
): Promise<Pick<ShelfImport, 'effects' | 'rated'>> {
  const ids = [...new Set(rows.map(({ kinopoiskId }) => kinopoiskId))];
  if (ids.length === 0) return { effects: new Map(), rated: new Map() };
  const { userId } = job;
  const known = await tx
    .select({ kinopoiskId: favoriteMovies.kinopoiskId, ...shelved })
    .from(favoriteMovies)
    .where(and(eq(favoriteMovies.userId, userId), inArray(favoriteMovies.kinopoiskId, ids)))
    .orderBy(asc(favoriteMovies.kinopoiskId))
    .for('update');
  const films = new Map(known.map(({ kinopoiskId, ...film }) => [kinopoiskId, film]));
  const before = {
    films,
    matched: job.isDryRun ? await matchedBefore(tx, job, ids) : new Set<number>(),
    rated: await ratedBefore(tx, job, [...films.keys()]),
  };
  const { puts, ...outcome } = importToShelf(job, rows, before, now);
  await putFilms(
    tx,
    userId,
    Array.from(puts, ([kinopoiskId, film]) => ({ kinopoiskId, ...film })),
  );
  return outcome;
}

/** Films of rows that are matched already. */
async function matchedBefore(tx: Transaction, job: FilmImport, ids: readonly number[]): Promise<Set<number>> {
  const rows = await tx
    .selectDistinct({ kinopoiskId: importRows.kinopoiskId })
    .from(importRows)
    .where(and(isIn(job), eq(importRows.outcome, 'matched'), inArray(importRows.kinopoiskId, [...ids])));
  return new Set(rows.flatMap(({ kinopoiskId }) => kinopoiskId ?? []));
}

/** The last ratings that rows of this import have given these films. */
async function ratedBefore(
  tx: Transaction,
  job: FilmImport,
  ids: readonly number[],
): Promise<Map<number, DatedRating>> {
  if (ids.length === 0) return new Map();
  const { kinopoiskId, ratedOn, said } = importRows;
  const rows = await tx
    .selectDistinctOn([kinopoiskId], { kinopoiskId, ratedOn, said })
    .from(importRows)
    .where(and(isIn(job), inArray(kinopoiskId, [...ids]), isNotNull(ratedOn)))
    .orderBy(desc(kinopoiskId), desc(ratedOn));
  const decide = rowDecider(job);
  return new Map(
    rows.flatMap((row): [number, DatedRating][] => {
      const decided = decide(withTime(row.said));
      const userRating = 'film' in decided ? decided.film.userRating : null;
      if (userRating === null || row.kinopoiskId === null) return [];
      return [[row.kinopoiskId, { userRating, day: row.ratedOn || null }]];
    }),
  );
}
