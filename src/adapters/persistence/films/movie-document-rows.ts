import { and, inArray, isNull, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../engine/drizzle-database.ts';
import { movieDocuments, movies } from './films-tables.ts';
import type { MovieRow } from './movie-rows.ts';
import { fromJson, movieRow } from './movie-rows.ts';

/** The film as its tables have it now. */
export const filmFromTables = sql`(select ${movieRow.sql} from ${movies}
  where ${movies.kinopoiskId} = ${movieDocuments.kinopoiskId})`;

/**
 * The film of a row of `movie_documents`. A film that was changed by somebody who did not write its document is read
 * from its tables; PostgreSQL runs the second part for these films only.
 */
export const movieDocument = sql<MovieRow>`coalesce(${movieDocuments.document}, ${filmFromTables})`
  .mapWith(fromJson)
  .as('movie');

/** Films to be shown, in any order. */
export async function readDocuments(db: Database | Transaction, ids: readonly number[]): Promise<MovieRow[]> {
  const rows = await db
    .select({ movie: movieDocument })
    .from(movieDocuments)
    .where(inArray(movieDocuments.kinopoiskId, [...ids]));
  return rows.map(({ movie }) => movie);
}

/**
 * Writes the outdated documents among these films. The triggers have locked them, in the transaction that changed their
 * parts: whoever changes a part at the same time, such as the name of a director, waits and then outdates them again.
 */
export async function writeDocuments(tx: Transaction, ids: readonly number[]): Promise<void> {
  await tx
    .update(movieDocuments)
    .set({ document: filmFromTables })
    .where(and(inArray(movieDocuments.kinopoiskId, [...ids]), isNull(movieDocuments.document)));
}
