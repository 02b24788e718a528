import { isDeepStrictEqual } from 'node:util';
import { asc, getTableColumns, inArray, sql } from 'drizzle-orm';
import { mergeFilm } from '../../../domain/films/merge-film.ts';
import type { FilmRecord, Movie } from '../../../domain/films/movie.ts';
import { unknownFilm } from '../../../domain/films/movie.ts';
import type { Database, Transaction } from '../engine/drizzle-database.ts';
import { inTransaction } from '../engine/storage-errors.ts';
import { movieDirectors, movieGenres, movies } from './films-tables.ts';
import { readStored, writeDocuments } from './movie-document-rows.ts';
import type { MovieRow } from './movie-rows.ts';
import { readMovies, toFilmRecord, toMovie, toRow } from './movie-rows.ts';
import type { IdsOfDirectors, IdsOfNames } from './names-and-ids.ts';
import { idsOfGenres, ownDirectorsNamed, storeDirectors } from './names-and-ids.ts';

/** A statement has at most 65,534 parameters. */
const ROWS_A_STATEMENT = 1000;

/** One film before and after the merge. */
type Change = { readonly known: FilmRecord; readonly merged: FilmRecord };

/** `kinopoiskIds`: the ids, by name, of directors who have an id in one record of a film and no id in another. */
type Plan = { readonly changes: readonly Change[]; readonly kinopoiskIds: ReadonlyMap<string, number> };

/** See `MovieRepository.save`. Locks and writes nothing when nothing changes. */
export async function saveFilms(db: Database, incoming: readonly FilmRecord[], onSaved: () => void): Promise<Movie[]> {
  const ids = Array.from(new Set(incoming.map((film) => film.kinopoiskId)));
  if (ids.length === 0) return [];
  let rows = await readStored(db, ids);
  const plan = planFor(rows, incoming);
  if (plan.changes.length > 0 || (await ownDirectorsNamed(db, [...plan.kinopoiskIds.keys()])).length > 0) {
    rows = await inTransaction(db, async (tx) => {
      await lockFilms(
        tx,
        ids.toSorted((a, b) => a - b),
      );
      await write(tx, planFor(await readMovies(tx, ids), incoming));
      return readStored(tx, ids);
    });
    onSaved();
  }
  const stored = new Map(rows.map((row) => [row.kinopoiskId, row]));
  return ids.flatMap((id) => stored.get(id) ?? []).map(toMovie);
}

function planFor(rows: readonly MovieRow[], incoming: readonly FilmRecord[]): Plan {
  const stored = new Map(rows.map((row) => [row.kinopoiskId, toFilmRecord(row)]));
  const changes = new Map<number, Change>();
  for (const film of incoming) {
    const known = stored.get(film.kinopoiskId) ?? unknownFilm(film.kinopoiskId);
    const merged = mergeFilm(changes.get(film.kinopoiskId)?.merged ?? known, film);
    changes.set(film.kinopoiskId, { known, merged });
  }
  const all = Array.from(changes.values());
  return {
    // A film of which only the id is known is stored as well.
    changes: all.filter(({ known, merged }) => !stored.has(known.kinopoiskId) || !isDeepStrictEqual(known, merged)),
    kinopoiskIds: identifiedDirectors([...incoming, ...all.map(({ known }) => known)], all),
  };
}

function identifiedDirectors(records: readonly FilmRecord[], changes: readonly Change[]): Map<string, number> {
  const namedOnly = new Set(
    records.flatMap((film) => namesWithoutId(film).map((name) => `${film.kinopoiskId} ${name}`)),
  );
  return new Map(
    changes.flatMap(({ merged }) =>
      (merged.directors ?? []).flatMap(({ id, name }) =>
        id !== null && namedOnly.has(`${merged.kinopoiskId} ${name}`) ? [[name, id] as const] : [],
      ),
    ),
  );
}

function namesWithoutId(film: FilmRecord): string[] {
  return (film.directors ?? []).filter(({ id }) => id === null).map(({ name }) => name);
}

/** Always in the same order, so that saves of the same films wait for each other instead of deadlocking. */
async function lockFilms(tx: Transaction, ascendingIds: readonly number[]): Promise<void> {
  await tx
    .insert(movies)
    .values(ascendingIds.map((kinopoiskId) => ({ kinopoiskId })))
    .onConflictDoNothing();
  await tx
    .select({ id: movies.kinopoiskId })
    .from(movies)
    .where(inArray(movies.kinopoiskId, [...ascendingIds]))
    .orderBy(asc(movies.kinopoiskId))
    .for('no key update');
}

/** Every save locks in this order: films, genres, directors by id, directors by name. */
async function write(tx: Transaction, { changes, kinopoiskIds }: Plan): Promise<void> {
  const regrouped = changes.filter(({ known, merged }) => !isDeepStrictEqual(known.genres, merged.genres));
  const redirected = changes.filter(({ known, merged }) => !isDeepStrictEqual(known.directors, merged.directors));
  const genreIds = await idsOfGenres(
    tx,
    regrouped.flatMap(({ merged }) => merged.genres),
  );
  const directorIds = await storeDirectors(tx, redirected.flatMap(newDirectors), kinopoiskIds);
  await replaceGenres(tx, regrouped, genreIds);
  await replaceDirectors(tx, redirected, directorIds);
  for (let start = 0; start < changes.length; start += ROWS_A_STATEMENT) {
    await updateFilms(tx, changes.slice(start, start + ROWS_A_STATEMENT));
  }
  await writeDocuments(
    tx,
    changes.map(({ merged }) => merged.kinopoiskId),
  );
}

/** Directors without an id are looked up each time. */
function newDirectors({ known, merged }: Change): NonNullable<FilmRecord['directors']> {
  const isKnown = (director: object) => known.directors?.some((other) => isDeepStrictEqual(director, other));
  return (merged.directors ?? []).filter((director) => director.id === null || !isKnown(director));
}

async function replaceGenres(tx: Transaction, films: readonly Change[], ids: IdsOfNames): Promise<void> {
  if (films.length === 0) return;
  const kinopoiskIds = films.map(({ merged }) => merged.kinopoiskId);
  await tx.delete(movieGenres).where(inArray(movieGenres.kinopoiskId, kinopoiskIds));
  const rows = films.flatMap(({ merged: { kinopoiskId, genres } }) =>
    genres.map((name, position) => ({ kinopoiskId, genreId: ids(name), position })),
  );
  if (rows.length > 0) await tx.insert(movieGenres).values(rows);
}

async function replaceDirectors(tx: Transaction, films: readonly Change[], ids: IdsOfDirectors): Promise<void> {
  if (films.length === 0) return;
  const kinopoiskIds = films.map(({ merged }) => merged.kinopoiskId);
  await tx.delete(movieDirectors).where(inArray(movieDirectors.kinopoiskId, kinopoiskIds));
  const rows = films.flatMap(({ merged: { kinopoiskId, directors } }) =>
    Array.from(new Set((directors ?? []).map(ids)), (directorId, position) => ({ kinopoiskId, directorId, position })),
  );
  if (rows.length > 0) await tx.insert(movieDirectors).values(rows);
}

async function updateFilms(tx: Transaction, changes: readonly Change[]): Promise<void> {
  const rows = changes.map(({ merged }) => toRow(merged));
  const written = Object.entries(getTableColumns(movies)).filter(([key]) => Object.hasOwn(rows[0] ?? {}, key));
  const set = Object.fromEntries(written.map(([key, { name }]) => [key, sql`excluded.${sql.identifier(name)}`]));
  await tx.insert(movies).values(rows).onConflictDoUpdate({ target: movies.kinopoiskId, set });
}
