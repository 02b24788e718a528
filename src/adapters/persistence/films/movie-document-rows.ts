import { and, inArray, isNull, lt, or, sql } from 'drizzle-orm';
import { LRUCache } from 'lru-cache';
import type { Movie } from '../../../domain/films/movie.ts';
import type { Database, Transaction } from '../engine/drizzle-database.ts';
import { movieDocuments, movies } from './films-tables.ts';
import type { MovieRow } from './movie-rows.ts';
import { fromJson, movieRow, readMovies, toMovie } from './movie-rows.ts';

/**
 * The shape of the documents that this version writes and reads. Increase it when you change {@link movieRow}. Then
 * films with documents of older shapes are read from the tables, until the documents are written again in the
 * background. So an instance of an older version may run at the same time.
 */
export const DOCUMENT_SHAPE = 1;

/** The document, if it is up to date and of our shape. */
export const shownDocument = sql`case when ${movieDocuments.shape} = ${sql.raw(String(DOCUMENT_SHAPE))}
  then ${movieDocuments.document} end`;

/** The film as its tables have it now. */
export const filmFromTables = sql`(select ${movieRow.sql} from ${movies}
  where ${movies.kinopoiskId} = ${movieDocuments.kinopoiskId})`;

/**
 * The id and a hash of the document, so that films in memory need not be sent again. The hash depends only on the
 * content, and not on the program or the server that wrote the document.
 */
export const filmVersion = sql`${movieDocuments.kinopoiskId} || ' ' || hashtextextended((${shownDocument})::text, 0)`;

/** About 12 kB each, including the texts that are sent and their bytes. */
const MAX_KNOWN_FILMS = 1_000;

/** Films by version. All callers get the same object. */
const known = new LRUCache<string, Movie>({ max: MAX_KNOWN_FILMS });

/**
 * Versions of films that were read once. A film is kept when it is read again, because many films are shown only once, and
 * keeping each of them for a short time cost a shelf a third more processor time.
 */
const readOnce = new LRUCache<string, true>({ max: MAX_KNOWN_FILMS });

/**
 * The film from memory; `null` if it has to be read. Use `withFilms` on the rows. `version`: `null` without a document of
 * our shape.
 */
export function filmOfVersion(version: string | null): Movie | null {
  return (version === null ? undefined : known.get(version)) ?? null;
}

/** `filmOfVersion` for a row of `movie_documents`. */
export const knownFilm = sql<Movie | null>`${filmVersion}`.mapWith(filmOfVersion).as('movie');

/** Reads the document with the row, which saves a second statement. `null` if there is no document of our shape. */
const documentedFilm = sql<Movie | null>`${filmVersion} || ' ' || (${shownDocument})::text`.mapWith(kept).as('movie');

/** Not cached: for films that are hardly requested again soon, such as those of a whole catalogue. */
export const passingFilm = sql<Movie | null>`${shownDocument}`
  .mapWith((row: MovieRow) => toMovie(fromJson(row)))
  .as('movie');

function kept(text: string): Movie {
  const start = text.indexOf(' {');
  const key = text.slice(0, start);
  const film = known.get(key);
  if (film !== undefined) return film;
  const read = toMovie(fromJson(JSON.parse(text.slice(start)) as MovieRow));
  if (!readOnce.has(key)) {
    readOnce.set(key, true);
    return read;
  }
  known.set(key, unchangeable(read));
  return read;
}

/** A `Date` cannot be frozen, so each reader gets a copy of it. */
function unchangeable(film: Movie): Movie {
  const fetchedMs = film.fetchedAt?.getTime();
  for (const named of [...film.genres, ...film.directors]) Object.freeze(named);
  for (const list of [film.genres, film.directors, film.countries]) Object.freeze(list);
  return Object.freeze(
    Object.defineProperty(film, 'fetchedAt', {
      get: () => (fetchedMs === undefined ? null : new Date(fetchedMs)),
    }),
  );
}

/** The stored row, with columns that no answer shows. */
const storedFilm = sql<MovieRow | null>`${shownDocument}`.mapWith(fromJson).as('movie');

type Shown<R, Film> = R & { readonly movie: Film };

/** Reads the films that are missing in the rows. */
export async function withFilms<R extends { readonly kinopoiskId: number; readonly movie: Movie | null }>(
  db: Database | Transaction,
  rows: readonly R[],
): Promise<readonly Shown<R, Movie>[]> {
  if (rows.every((row): row is Shown<R, Movie> => row.movie !== null)) return rows;
  const missing = await readDocuments(db, missingIn(rows));
  return completed(rows, new Map(missing.map((film) => [film.kinopoiskId, film])));
}

function missingIn(rows: readonly { readonly kinopoiskId: number; readonly movie: unknown }[]): number[] {
  return rows.flatMap(({ kinopoiskId, movie }) => (movie === null ? [kinopoiskId] : []));
}

function completed<Film, R extends { readonly kinopoiskId: number; readonly movie: Film | null }>(
  rows: readonly R[],
  films: ReadonlyMap<number, Film>,
): Shown<R, Film>[] {
  return rows.flatMap((row) => {
    const movie = row.movie ?? films.get(row.kinopoiskId);
    return movie ? [{ ...row, movie }] : [];
  });
}

/** Films to be shown, in any order. `reads`: for the short statement that reads the documents. */
export async function readDocuments(
  db: Database | Transaction,
  ids: readonly number[],
  reads: Database | Transaction = db,
): Promise<Movie[]> {
  return fromTablesToo(db, await statementOf(reads).execute({ ids: ids.join() }), toMovie);
}

/** The same films with all their columns, to be merged with other records. */
export async function readStored(db: Database | Transaction, ids: readonly number[]): Promise<MovieRow[]> {
  const rows = await db
    .select({ kinopoiskId: movieDocuments.kinopoiskId, movie: storedFilm })
    .from(movieDocuments)
    .where(inArray(movieDocuments.kinopoiskId, [...ids]));
  return fromTablesToo(db, rows, (row) => row);
}

/**
 * Reads the films with outdated documents from their tables. This is a statement of its own: as a part of the statement
 * that reads the rows, its planning would take most of the time.
 */
async function fromTablesToo<Film>(
  db: Database | Transaction,
  rows: readonly { readonly kinopoiskId: number; readonly movie: Film | null }[],
  ofRow: (row: MovieRow) => Film,
): Promise<Film[]> {
  const outdated = missingIn(rows);
  const tables = outdated.length > 0 ? await readMovies(db, outdated) : [];
  return completed(rows, new Map(tables.map((row) => [row.kinopoiskId, ofRow(row)]))).map(({ movie }) => movie);
}

const statements = new WeakMap<Database | Transaction, ReturnType<typeof prepareDocuments>>();

function statementOf(db: Database | Transaction): ReturnType<typeof prepareDocuments> {
  const statement = statements.get(db) ?? prepareDocuments(db);
  statements.set(db, statement);
  return statement;
}

function prepareDocuments(db: Database | Transaction) {
  return db
    .select({ kinopoiskId: movieDocuments.kinopoiskId, movie: documentedFilm })
    .from(movieDocuments)
    .where(sql`${movieDocuments.kinopoiskId} = any(string_to_array(${sql.placeholder('ids')}, ',')::integer[])`)
    .prepare('film_documents');
}

/** Documents that have to be written again. */
export const isOutdated = isNull(movieDocuments.document);
export const isOfOlderShape = lt(movieDocuments.shape, DOCUMENT_SHAPE);

/**
 * Writes the outdated documents of these films. The triggers have locked these documents in the transaction that
 * changed the films. Another transaction that changes a part of them, such as the name of a director, waits and then
 * outdates them again.
 */
export async function writeDocuments(tx: Transaction, ids: readonly number[]): Promise<void> {
  await tx
    .update(movieDocuments)
    .set({ document: filmFromTables, shape: DOCUMENT_SHAPE })
    .where(and(inArray(movieDocuments.kinopoiskId, [...ids]), or(isOutdated, isOfOlderShape)));
}
