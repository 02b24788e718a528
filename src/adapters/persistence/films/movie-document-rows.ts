import { and, inArray, isNull, lt, or, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../engine/drizzle-database.ts';
import { movieDocuments, movies } from './films-tables.ts';
import type { MovieRow } from './movie-rows.ts';
import { fromJson, movieRow, readMovies } from './movie-rows.ts';

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

/** The film of a row of `movie_documents`; `null` if its document is missing or has another shape. Use `withFilms` on the rows. */
export const movieDocument = sql<MovieRow | null>`${shownDocument}`.mapWith(fromJson).as('movie');

type Shown<R> = R & { readonly movie: MovieRow };

/**
 * Films that were changed by somebody who did not write their documents are read from their tables. Not in the statement
 * of the rows: planning that part would take most of its time.
 */
export async function withFilms<R extends { readonly kinopoiskId: number; readonly movie: MovieRow | null }>(
  db: Database | Transaction,
  rows: readonly R[],
): Promise<readonly Shown<R>[]> {
  if (rows.every((row): row is Shown<R> => row.movie !== null)) return rows;
  const outdated = rows.flatMap(({ kinopoiskId, movie }) => (movie === null ? [kinopoiskId] : []));
  const films = new Map((await readMovies(db, outdated)).map((film) => [film.kinopoiskId, film]));
  return rows.flatMap((row) => {
    const movie = row.movie ?? films.get(row.kinopoiskId);
    return movie ? [{ ...row, movie }] : [];
  });
}

/** Films to be shown, in any order. */
export async function readDocuments(db: Database | Transaction, ids: readonly number[]): Promise<MovieRow[]> {
  const rows = await db
    .select({ kinopoiskId: movieDocuments.kinopoiskId, movie: movieDocument })
    .from(movieDocuments)
    .where(inArray(movieDocuments.kinopoiskId, [...ids]));
  return (await withFilms(db, rows)).map(({ movie }) => movie);
}

/** Documents that somebody has to write. */
export const isOutdated = isNull(movieDocuments.document);
export const isOfOlderShape = lt(movieDocuments.shape, DOCUMENT_SHAPE);

/**
 * Writes the outdated documents among these films. The triggers have locked them, in the transaction that changed their
 * parts. Another transaction that changes a part, such as the name of a director, waits and then outdates them again.
 */
export async function writeDocuments(tx: Transaction, ids: readonly number[]): Promise<void> {
  await tx
    .update(movieDocuments)
    .set({ document: filmFromTables, shape: DOCUMENT_SHAPE })
    .where(and(inArray(movieDocuments.kinopoiskId, [...ids]), or(isOutdated, isOfOlderShape)));
}
