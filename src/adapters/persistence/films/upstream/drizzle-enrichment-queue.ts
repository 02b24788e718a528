import { and, asc, eq, isNotNull, isNull, lte, or, sql } from 'drizzle-orm';
import type { EnrichmentQueue } from '../../../../application/films/ports/enrichment-queue.ts';
import type { Database, OpenDatabase, Transaction } from '../../engine/drizzle-database.ts';
import { inTransaction, translatingErrors } from '../../engine/storage-errors.ts';
import { isLeasedTo } from '../../service/lease-rows.ts';
import { movies } from '../films-tables.ts';

const LEASE = { name: 'enrichment', durationMs: 5 * 60 * 1000 };

export class DrizzleEnrichmentQueue implements EnrichmentQueue {
  private readonly db: Database;

  constructor({ db }: Pick<OpenDatabase, 'db'>) {
    this.db = db;
  }

  async take(worker: string, now: Date): Promise<number | undefined> {
    return translatingErrors(() =>
      inTransaction(this.db, async (tx) =>
        (await isLeasedTo(tx, { ...LEASE, holder: worker }, now)) ? takeDue(tx, now) : undefined,
      ),
    );
  }
}

async function takeDue(tx: Transaction, now: Date): Promise<number | undefined> {
  const [due] = await tx
    .select({ id: movies.kinopoiskId })
    .from(movies)
    .where(
      and(
        isNotNull(movies.fetchedAt),
        sql`not (${movies.directorsKnown} and ${movies.trailerKnown})`,
        or(isNull(movies.enrichmentDueAt), lte(movies.enrichmentDueAt, now)),
      ),
    )
    .orderBy(sql`${movies.enrichmentDueAt} nulls first`, asc(movies.kinopoiskId))
    .limit(1);
  if (due) await tx.update(movies).set(postpone(now)).where(eq(movies.kinopoiskId, due.id));
  return due?.id;
}

/** Waits ten minutes, then four times as long each time, but at most a day. */
function postpone(now: Date) {
  const wait = sql`least(interval '10 minutes' * power(4, least(${movies.enrichmentAttempts}, 10)), interval '1 day')`;
  return {
    enrichmentAttempts: sql`least(${movies.enrichmentAttempts}, 100) + 1`,
    enrichmentDueAt: sql`${sql.param(now, movies.enrichmentDueAt)}::timestamptz + ${wait}`,
  };
}
