import type { Placeholder, SQL, SQLWrapper } from 'drizzle-orm';
import { and, asc, count, desc, eq, gt, inArray, isNull, lt, lte, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { UserId } from '../../../domain/accounts/user.ts';
import type { Movie } from '../../../domain/films/movie.ts';
import { searchKey } from '../../../domain/films/search-key.ts';
import { searchSpellings } from '../../../domain/films/search-spellings.ts';
import { searchWords } from '../../../domain/films/search-words.ts';
import type { FavoriteFilter, FavoriteMovie, FavoriteSort, Shelved } from '../../../domain/shelf/favorite-movie.ts';
import type { Database } from '../engine/drizzle-database.ts';
import { movieDocuments, movieGenres, movies } from '../films/films-tables.ts';
import { filmOfVersion, filmVersion, knownFilm, passingFilm } from '../films/movie-document-rows.ts';
import { visibleColumns } from '../films/visible-columns.ts';
import { favoriteMovies } from './shelf-tables.ts';

/**
 * The part of a shelf to read. `isCounted`: whether to count the films on the whole shelf, which takes time proportional
 * to their number. `isPassing`: whether it belongs to a list of films that are hardly requested again soon.
 */
type Part = {
  readonly limit: number | Placeholder;
  readonly offset?: number | Placeholder;
  readonly isCounted?: boolean;
  readonly isPassing?: boolean;
};

/** The position of a film in an order. `sortKey`: the column that the order sorts by, unless it is `addedAt`. */
export type Place = {
  readonly kinopoiskId: number;
  readonly addedAt: Date;
  readonly sortKey?: string | number | null;
};

export type ShelfRow = Awaited<ReturnType<typeof selectShelf>>[number];

export type FilmOnShelf = Shelved & { readonly movie: Movie | null } & Place;

/** The shelf's own columns of a film. */
export const shelved = {
  addedAt: favoriteMovies.addedAt,
  note: favoriteMovies.note,
  userRating: favoriteMovies.userRating,
  watchedAt: favoriteMovies.watchedAt,
};

const titleKey = sql`${movies.titleKey} collate "C"`;

/**
 * Directions of the orders; unknown values come last. `added_at` is never unknown, and its index has no `nulls last`.
 */
const DIRECTIONS: Record<FavoriteSort, SQL> = {
  added_at: sql`desc`,
  title: sql`asc nulls last`,
  year: sql`desc nulls last`,
  rating: sql`desc nulls last`,
  user_rating: sql`desc nulls last`,
  watched_at: sql`desc nulls last`,
};

function sortKeyOf({ sort, teasers }: FavoriteFilter): SQL {
  const keys: Record<FavoriteSort, SQL> = {
    added_at: favoriteMovies.addedAt.getSQL(),
    title: titleKey,
    year: movies.year.getSQL(),
    rating: visibleColumns(teasers).rating,
    user_rating: favoriteMovies.userRating.getSQL(),
    watched_at: favoriteMovies.watchedAt.getSQL(),
  };
  return keys[sort];
}

/**
 * The films added last, in the order of an index, so that the read is short even for a long shelf. It returns one
 * value, because decoding one row per film would take as long as everything that Express does.
 */
export function selectNewest(db: Database, userId: Placeholder, limit: number) {
  const newest = db.$with('newest').as(
    db
      .select({ kinopoiskId: favoriteMovies.kinopoiskId, ...shelved })
      .from(favoriteMovies)
      .where(eq(favoriteMovies.userId, userId))
      .orderBy(desc(favoriteMovies.addedAt), asc(favoriteMovies.kinopoiskId))
      .limit(limit),
  );
  const { kinopoiskId, addedAt, note, userRating, watchedAt } = newest;
  const film = sql`json_build_array(${kinopoiskId}, ${filmVersion}, ${addedAt}, ${note}, ${userRating}, ${watchedAt})`;
  const films = sql<FilmOnShelf[]>`coalesce(json_agg(${film} order by ${addedAt} desc, ${kinopoiskId}), '[]')`;
  return db
    .with(newest)
    .select({ films: films.mapWith((values: NewestFilm[]) => values.map(toFilmOnShelf)).as('films') })
    .from(newest)
    .innerJoin(movieDocuments, eq(movieDocuments.kinopoiskId, kinopoiskId));
}

type NewestFilm = [
  kinopoiskId: number,
  version: string | null,
  addedAt: string,
  note: string | null,
  userRating: number | null,
  watchedAt: string | null,
];

function toFilmOnShelf([kinopoiskId, version, addedAt, note, userRating, watchedAt]: NewestFilm): FilmOnShelf {
  return { kinopoiskId, movie: filmOfVersion(version), addedAt: new Date(addedAt), note, userRating, watchedAt };
}

/**
 * Selects the films of the part first and joins their documents afterwards. `total` counts the shelf without reading
 * films; it is 0 if the part is not counted.
 */
export function selectShelf(db: Database, userId: UserId | Placeholder, filter: FavoriteFilter, part: Part) {
  const shelf = db.$with('shelf').as(
    db
      .select({
        kinopoiskId: favoriteMovies.kinopoiskId,
        ...shelved,
        sortKey: selectedSortKey(filter),
        total: (part.isCounted ? totalOf(db, userId, filter) : sql`0`).mapWith(Number).as('total'),
      })
      .from(favoriteMovies)
      // A left join although every film exists, because PostgreSQL drops it when no column of the film is used.
      .leftJoin(movies, eq(movies.kinopoiskId, favoriteMovies.kinopoiskId))
      .where(isOn(userId, filter))
      .orderBy(...orderOf(filter, sortKeyOf(filter), favoriteMovies.kinopoiskId))
      .limit(part.limit)
      .offset(part.offset ?? 0),
  );
  return db
    .with(shelf)
    .select({
      kinopoiskId: shelf.kinopoiskId,
      movie: part.isPassing ? passingFilm : knownFilm,
      addedAt: shelf.addedAt,
      note: shelf.note,
      userRating: shelf.userRating,
      watchedAt: shelf.watchedAt,
      sortKey: shelf.sortKey,
      total: shelf.total,
    })
    .from(shelf)
    .innerJoin(movieDocuments, eq(movieDocuments.kinopoiskId, shelf.kinopoiskId))
    .orderBy(...orderOf(filter, shelf.sortKey, shelf.kinopoiskId));
}

/**
 * The places of the films after a place, without the films. Finding them takes time proportional to the whole shelf, so
 * a list finds many at once.
 */
export function selectPlaces(db: Database, userId: UserId, filter: FavoriteFilter, after: Place, limit: number) {
  return db
    .select({
      kinopoiskId: favoriteMovies.kinopoiskId,
      addedAt: favoriteMovies.addedAt,
      sortKey: selectedSortKey(filter),
    })
    .from(favoriteMovies)
    .leftJoin(movies, eq(movies.kinopoiskId, favoriteMovies.kinopoiskId))
    .where(and(isOn(userId, filter), comesAfter(after, filter)))
    .orderBy(...orderOf(filter, sortKeyOf(filter), favoriteMovies.kinopoiskId))
    .limit(limit);
}

function selectedSortKey(filter: FavoriteFilter) {
  return sql<string | number | null>`${sortKeyOf(filter)}`.as('sort_key');
}

function orderOf({ sort }: FavoriteFilter, sortKey: SQLWrapper, kinopoiskId: SQLWrapper): SQL[] {
  return [sql`${sortKey} ${DIRECTIONS[sort]}`, sql`${kinopoiskId} asc`];
}

/** Without conditions, the films are counted apart: to count the rows of a join, each row would be kept until its end. */
function totalOf(db: Database, userId: UserId | Placeholder, filter: FavoriteFilter): SQL {
  if (hasConditions(filter)) return sql`count(*) over ()`;
  const all = alias(favoriteMovies, 'whole_shelf');
  return sql`(${db.select({ films: count() }).from(all).where(eq(all.userId, userId))})`;
}

/** Whether some films of the shelf may be left out. */
export function hasConditions({ sort: _sort, teasers: _teasers, ...conditions }: FavoriteFilter): boolean {
  return Object.values(conditions).some((condition) => condition !== undefined);
}

export async function countShelf(db: Database, userId: UserId, filter: FavoriteFilter): Promise<number> {
  const [row] = await db
    .select({ films: count() })
    .from(favoriteMovies)
    .leftJoin(movies, eq(movies.kinopoiskId, favoriteMovies.kinopoiskId))
    .where(isOn(userId, filter));
  return row?.films ?? 0;
}

export function toFavoriteMovie({
  movie,
  addedAt,
  note,
  userRating,
  watchedAt,
}: Shelved & { readonly movie: Movie }): FavoriteMovie {
  return { movie, addedAt, note, userRating, watchedAt };
}

/** The words of each spelling of the query; empty when none of them can occur in a title. */
export function wordsOf(query: string): string[][] {
  const { typed, others } = searchSpellings(query);
  return [typed, ...others].map((text) => searchWords(searchKey(text))).filter((words) => words.length > 0);
}

function hasWords(query: string, searchKeys: SQLWrapper): SQL | undefined {
  return or(...wordsOf(query).map((words) => and(...words.map((word) => sql`${searchKeys} like ${`% ${word}%`}`))));
}

function isOn(userId: UserId | Placeholder, filter: FavoriteFilter): SQL | undefined {
  const { kinopoiskIds, genreId, query, watched, teasers } = filter;
  const { kinopoiskId } = favoriteMovies;
  const isOfGenre = sql`exists (select from ${movieGenres}
    where ${movieGenres.kinopoiskId} = ${kinopoiskId} and ${movieGenres.genreId} = ${genreId})`;
  return and(
    eq(favoriteMovies.userId, userId),
    kinopoiskIds === undefined ? undefined : inArray(kinopoiskId, [...kinopoiskIds]),
    genreId === undefined ? undefined : isOfGenre,
    watched === undefined ? undefined : sql`(${favoriteMovies.watchedAt} is not null) = ${watched}`,
    query === undefined ? undefined : hasWords(query, visibleColumns(teasers).searchKey),
  );
}

function comesAfter({ kinopoiskId, addedAt, sortKey: last = null }: Place, filter: FavoriteFilter): SQL | undefined {
  const isLater = gt(favoriteMovies.kinopoiskId, kinopoiskId);
  if (filter.sort === 'added_at')
    return and(lte(favoriteMovies.addedAt, addedAt), or(lt(favoriteMovies.addedAt, addedAt), isLater));
  const sortKey = sortKeyOf(filter);
  if (last === null) return and(isNull(sortKey), isLater);
  const isBeyond = filter.sort === 'title' ? gt(sortKey, last) : lt(sortKey, last);
  return or(isBeyond, and(eq(sortKey, last), isLater), isNull(sortKey));
}
