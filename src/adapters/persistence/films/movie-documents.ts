import { setTimeout as rest } from 'node:timers/promises';
import type { SQL } from 'drizzle-orm';
import { asc, eq, gt, sql } from 'drizzle-orm';
import type { Database, OpenDatabase } from '../engine/drizzle-database.ts';
import { inTransaction, translatingErrors } from '../engine/storage-errors.ts';
import { movieDocuments, movies } from './films-tables.ts';
import { filmFromTables, isOfOlderShape, isOutdated, shownDocument, writeDocuments } from './movie-document-rows.ts';

/** Number of films in one statement: their rows are locked until it ends. */
const FILMS_AT_ONCE = 200;

/**
 * Writes the documents of films that something else than `DrizzleMovieRepository.save` has changed, and checks all
 * documents.
 */
export class MovieDocuments {
  private readonly db: Database;

  constructor({ db }: Pick<OpenDatabase, 'db'>) {
    this.db = db;
  }

  /**
   * Writes all outdated documents, then those of older shapes. After each part, it pauses for as long as the part took.
   * @returns how many were written
   */
  async writeOutdated(stopping: AbortSignal): Promise<number> {
    let written = 0;
    for (const which of [isOutdated, isOfOlderShape]) {
      for (let part = FILMS_AT_ONCE; part === FILMS_AT_ONCE && !stopping.aborted; written += part) {
        const startedMs = performance.now();
        part = await this.writeSome(which);
        await rest(performance.now() - startedMs, undefined, { signal: stopping }).catch(() => undefined);
      }
    }
    return written;
  }

  /** Ids of films whose documents differ from their tables, in ascending order. */
  async *findWrong(): AsyncIterable<number> {
    let films: { kinopoiskId: number; isWrong: boolean }[];
    let after = 0;
    do {
      films = await translatingErrors(() => this.compare(after));
      for (const { kinopoiskId, isWrong } of films) if (isWrong) yield kinopoiskId;
      after = films.at(-1)?.kinopoiskId ?? 0;
    } while (films.length === FILMS_AT_ONCE);
  }

  /** Writes the documents of these films again, even those that are right. */
  async repair(kinopoiskIds: readonly number[]): Promise<void> {
    const rows = kinopoiskIds.map((kinopoiskId) => ({ kinopoiskId }));
    await inTransaction(this.db, async (tx) => {
      await tx
        .insert(movieDocuments)
        .values(rows)
        .onConflictDoUpdate({ target: movieDocuments.kinopoiskId, set: { document: null } });
      await writeDocuments(tx, kinopoiskIds);
    });
  }

  /** Skips locked documents until the next call. It never waits for a lock, so it may lock in any order. */
  private async writeSome(which: SQL): Promise<number> {
    return inTransaction(this.db, async (tx) => {
      const outdated = await tx
        .select({ kinopoiskId: movieDocuments.kinopoiskId })
        .from(movieDocuments)
        .where(which)
        .limit(FILMS_AT_ONCE)
        .for('update', { skipLocked: true });
      const ids = outdated.map(({ kinopoiskId }) => kinopoiskId);
      if (ids.length > 0) await writeDocuments(tx, ids);
      return ids.length;
    });
  }

  private async compare(after: number): Promise<{ kinopoiskId: number; isWrong: boolean }[]> {
    const differs = sql`coalesce((${shownDocument})::jsonb <> ${filmFromTables}::jsonb, false)`;
    return this.db
      .select({
        kinopoiskId: movies.kinopoiskId,
        isWrong: sql<boolean>`${movieDocuments.kinopoiskId} is null or ${differs}`,
      })
      .from(movies)
      .leftJoin(movieDocuments, eq(movieDocuments.kinopoiskId, movies.kinopoiskId))
      .where(gt(movies.kinopoiskId, after))
      .orderBy(asc(movies.kinopoiskId))
      .limit(FILMS_AT_ONCE);
  }
}
