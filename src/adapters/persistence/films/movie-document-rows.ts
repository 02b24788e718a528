import { and, inArray, isNull, lt, or, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../engine/drizzle-database.ts';
import { movieDocuments, movies } from './films-tables.ts';
import type { MovieRow } from './movie-rows.ts';
import { fromJson, movieRow } from './movie-rows.ts';

/**
 * The shape of the documents that this version writes and reads. A change of {@link movieRow} takes the next number: then
 * documents of older shapes are read from the tables, until they are written again in the background. So an instance of
 * an older version, which still runs, does no harm.
 */
export const DOCUMENT_SHAPE = 1;

/** The document, if it is up to date and of our shape. */
export const shownDocument = sql`case when ${movieDocuments.shape} = ${sql.raw(String(DOCUMENT_SHAPE))}
  then ${movieDocuments.document} end`;

/** The film as its tables have it now. */
export const filmFromTables = sql`(select ${movieRow.sql} from ${movies}
  where ${movies.kinopoiskId} = ${movieDocuments.kinopoiskId})`;

/**
 * The film of a row of `movie_documents`. A film whose document is missing, or has another shape, is read from its
 * tables; PostgreSQL runs the second part for these films only.
 */
export const movieDocument = sql<MovieRow>`coalesce(${shownDocument}, ${filmFromTables})`.mapWith(fromJson).as('movie');

/** Films to be shown, in any order. */
export async function readDocuments(db: Database | Transaction, ids: readonly number[]): Promise<MovieRow[]> {
  const rows = await db
    .select({ movie: movieDocument })
    .from(movieDocuments)
    .where(inArray(movieDocuments.kinopoiskId, [...ids]));
  return rows.map(({ movie }) => movie);
}

/** Documents that somebody has to write. */
export const isOutdated = isNull(movieDocuments.document);
export const isOfOlderShape = lt(movieDocuments.shape, DOCUMENT_SHAPE);

/**
 * Writes the outdated documents among these films. The triggers have locked them, in the transaction that changed their
 * parts: whoever changes a part at the same time, such as the name of a director, waits and then outdates them again.
 */
export async function writeDocuments(tx: Transaction, ids: readonly number[]): Promise<void> {
  await tx
    .update(movieDocuments)
    .set({ document: filmFromTables, shape: DOCUMENT_SHAPE })
    .where(and(inArray(movieDocuments.kinopoiskId, [...ids]), or(isOutdated, isOfOlderShape)));
}
