import { getTableColumns, inArray, sql } from 'drizzle-orm';
import type { Director, FilmRecord, Genre, Movie } from '../../../domain/films/movie.ts';
import { FIRST_OWN_ID, isComplete, originalTitleOf, titleOf } from '../../../domain/films/movie.ts';
import { foldTitle, searchKey } from '../../../domain/films/search-key.ts';
import type { Database, Transaction } from '../engine/drizzle-database.ts';
import { movies } from './films-tables.ts';

/** Columns that only the database needs. */
type OwnColumn = 'storedOrder' | 'titleKey' | 'searchKey' | 'isComplete' | 'enrichmentAttempts' | 'enrichmentDueAt';

/** A film with its genres and directors, as it is stored. */
export type MovieRow = Omit<typeof movies.$inferSelect, OwnColumn> & {
  readonly genres: readonly Genre[];
  readonly directors: readonly Director[];
};

/**
 * Raw SQL: with a single table drizzle omits its name, and inside the subquery the column would be one of another table.
 */
const genres = sql.raw(`(
  select coalesce(json_agg(json_build_object('id', genres.id, 'name', genres.name) order by movie_genres.position), '[]')
  from movie_genres join genres on genres.id = movie_genres.genre_id
  where movie_genres.kinopoisk_id = movies.kinopoisk_id
)`);

const directors = sql.raw(`(
  select coalesce(json_agg(json_build_object('id', directors.id, 'name', directors.name) order by movie_directors.position), '[]')
  from movie_directors join directors on directors.id = movie_directors.director_id
  where movie_directors.kinopoisk_id = movies.kinopoisk_id
)`);

/** Times in milliseconds since 1970: as text they would depend on the time zone of the connection. */
const pairs = Object.entries(withoutOwnColumns()).map(([key, { name, dataType }]) =>
  sql.raw(`'${key}', ${dataType === 'date' ? `trunc(extract(epoch from movies.${name}) * 1000)` : `movies.${name}`}`),
);

/**
 * A {@link MovieRow} in one statement and one column, because drizzle takes longer to assemble the columns of a film
 * than PostgreSQL to read it.
 */
export const movieRow =
  sql`json_build_object(${sql.join(pairs, sql`, `)}, 'genres', ${genres}, 'directors', ${directors})`
    .mapWith(fromJson)
    .as('movie');

/** Reads films from their tables, before a change. To show films, use `readDocuments`. */
export async function readMovies(db: Database | Transaction, ids: readonly number[]): Promise<MovieRow[]> {
  const rows = await db
    .select({ movie: movieRow })
    .from(movies)
    .where(inArray(movies.kinopoiskId, [...ids]));
  return rows.map(({ movie }) => movie);
}

function withoutOwnColumns() {
  const { storedOrder: _o, titleKey: _t, searchKey: _s, isComplete: _c, ...columns } = getTableColumns(movies);
  const { enrichmentAttempts: _a, enrichmentDueAt: _d, ...rest } = columns;
  return rest;
}

/** Changes the object itself, because it was just parsed and no other code uses it. */
export function fromJson(json: MovieRow): MovieRow {
  return Object.assign(json, { fetchedAt: json.fetchedAt && new Date(json.fetchedAt) });
}

/** Takes single fields: for a shelf, copying whole rows took as long as parsing them. */
export function toMovie(row: MovieRow): Movie {
  return {
    kinopoiskId: row.kinopoiskId,
    title: row.title,
    originalTitle: originalTitleOf(row),
    description: row.description,
    year: row.year,
    rating: row.rating,
    ratingImdb: row.ratingImdb,
    genres: row.genres,
    directors: row.directors,
    trailerUrl: row.trailerUrl,
    countries: row.countries,
    lengthMinutes: row.lengthMinutes,
    ageLimit: row.ageLimit,
    type: row.type,
    imdbId: row.imdbId,
    posterUrl: row.posterUrl,
    posterPreviewUrl: row.posterPreviewUrl,
    webUrl: row.webUrl,
    fetchedAt: row.fetchedAt,
    isEnriched: row.directorsKnown && row.trailerKnown,
  };
}

/** The row as a record of its source, without ids that this service has assigned. */
export function toFilmRecord(row: MovieRow): FilmRecord {
  const { title: _title, directorsKnown, trailerKnown, ...film } = row;
  return {
    ...film,
    genres: row.genres.map(({ name }) => name),
    directors: directorsKnown ? row.directors.map(withoutOwnId) : undefined,
    trailerUrl: trailerKnown ? row.trailerUrl : undefined,
  };
}

function withoutOwnId({ id, name }: Director): NonNullable<FilmRecord['directors']>[number] {
  return { id: id < FIRST_OWN_ID ? id : null, name };
}

/** The columns of the film itself. Genres and directors have their own tables. */
export function toRow(film: FilmRecord): typeof movies.$inferInsert {
  const { genres: _genres, directors: makers, trailerUrl, countries: lands, ...columns } = film;
  return {
    ...columns,
    ...keysOf(film),
    countries: [...lands],
    isComplete: isComplete(film),
    directorsKnown: makers !== undefined,
    trailerKnown: trailerUrl !== undefined,
    trailerUrl: trailerUrl ?? null,
  };
}

/**
 * `searchKey`: `| matrica | the matriks |`, so that one pattern matches the start of a word, the start of a title, or a
 * whole title.
 */
function keysOf(film: FilmRecord): { titleKey: string | null; searchKey: string | null } {
  const title = titleOf(film);
  const names = [film.nameRu, film.nameOriginal, film.nameEn].filter((name) => name !== null);
  const keys = new Set(names.map(searchKey).filter((key) => key !== ''));
  return {
    titleKey: title === null ? null : foldTitle(title),
    searchKey: keys.size === 0 ? null : `| ${[...keys].join(' | ')} |`,
  };
}
