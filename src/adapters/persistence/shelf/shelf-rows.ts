import type { Placeholder, SQL, SQLWrapper } from 'drizzle-orm';
import { and, asc, count, desc, eq, gt, isNull, lt, lte, or, sql } from 'drizzle-orm';
import type { UserId } from '../../../domain/accounts/user.ts';
import { searchKey } from '../../../domain/films/search-key.ts';
import { searchSpellings } from '../../../domain/films/search-spellings.ts';
import { searchWords } from '../../../domain/films/search-words.ts';
import type { FavoriteFilter, FavoriteMovie, FavoriteSort } from '../../../domain/shelf/favorite-movie.ts';
import type { Database } from '../engine/drizzle-database.ts';
import { movieGenres, movies } from '../films/films-tables.ts';
import type { MovieRow } from '../films/movie-rows.ts';
import { movieRow, toMovie } from '../films/movie-rows.ts';
import { visibleColumns } from '../films/visible-columns.ts';
import { favoriteMovies } from './shelf-tables.ts';

/** The part of a shelf to read: after a film, or from an offset. */
type Part = {
  readonly limit: number | Placeholder;
  readonly offset?: number | Placeholder;
  readonly after?: Place;
};

/** The position of a film in every order. */
type Place = {
  readonly movie: Pick<MovieRow, 'kinopoiskId' | 'year'>;
  /** As the reader sees it. */
  readonly rating: number | null;
  readonly addedAt: Date;
  readonly userRating: number | null;
  readonly watchedAt: string | null;
  readonly titleKey: string | null;
};

export type ShelfRow = Awaited<ReturnType<typeof selectShelf>>[number];

/** The shelf's own columns of a film. */
export const shelved = {
  addedAt: favoriteMovies.addedAt,
  note: favoriteMovies.note,
  userRating: favoriteMovies.userRating,
  watchedAt: favoriteMovies.watchedAt,
};

const titleKey = sql`${movies.titleKey} collate "C"`;

/**
 * Selects the films of the part first and joins their details afterwards. `total` counts the shelf without reading
 * films; it is 0 for a part after a film, where it is not needed: counting the rest for each part would take quadratic
 * time.
 */
export function selectShelf(db: Database, userId: UserId | Placeholder, filter: FavoriteFilter, part: Part) {
  const shelf = db.$with('shelf').as(
    db
      .select({
        kinopoiskId: favoriteMovies.kinopoiskId,
        ...shelved,
        total: (part.after ? sql`0` : sql`count(*) over ()`).mapWith(Number).as('total'),
      })
      .from(favoriteMovies)
      // A left join although every film exists, because PostgreSQL drops it when no column of the film is used.
      .leftJoin(movies, eq(movies.kinopoiskId, favoriteMovies.kinopoiskId))
      .where(and(isOn(userId, filter), part.after && comesAfter(part.after, filter)))
      .orderBy(...orderOf(filter, favoriteMovies))
      .limit(part.limit)
      .offset(part.offset ?? 0),
  );
  return db
    .with(shelf)
    .select({
      movie: movieRow,
      addedAt: shelf.addedAt,
      note: shelf.note,
      userRating: shelf.userRating,
      watchedAt: shelf.watchedAt,
      titleKey: movies.titleKey,
      rating: sql<number | null>`${visibleColumns(filter.teasers).rating}`,
      total: shelf.total,
    })
    .from(shelf)
    .innerJoin(movies, eq(movies.kinopoiskId, shelf.kinopoiskId))
    .orderBy(...orderOf(filter, shelf));
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
}: Omit<ShelfRow, 'titleKey' | 'rating' | 'total'>): FavoriteMovie {
  return { movie: toMovie(movie), addedAt, note, userRating, watchedAt };
}

/** The words of each spelling of the query; empty when none of them can occur in a title. */
export function wordsOf(query: string): string[][] {
  const { typed, others } = searchSpellings(query);
  return [typed, ...others].map((text) => searchWords(searchKey(text))).filter((words) => words.length > 0);
}

function hasWords(query: string, searchKeys: SQLWrapper): SQL | undefined {
  return or(...wordsOf(query).map((words) => and(...words.map((word) => sql`${searchKeys} like ${`% ${word}%`}`))));
}

function isOn(userId: UserId | Placeholder, { genreId, query, watched, teasers }: FavoriteFilter): SQL | undefined {
  const { kinopoiskId } = favoriteMovies;
  const isOfGenre = sql`exists (select from ${movieGenres}
    where ${movieGenres.kinopoiskId} = ${kinopoiskId} and ${movieGenres.genreId} = ${genreId})`;
  return and(
    eq(favoriteMovies.userId, userId),
    genreId === undefined ? undefined : isOfGenre,
    watched === undefined ? undefined : sql`(${favoriteMovies.watchedAt} is not null) = ${watched}`,
    query === undefined ? undefined : hasWords(query, visibleColumns(teasers).searchKey),
  );
}

type Sorted = Record<'addedAt' | 'userRating' | 'watchedAt' | 'kinopoiskId', SQLWrapper>;

function orderOf({ sort, teasers }: FavoriteFilter, shelf: Sorted): SQL[] {
  const orders: Record<FavoriteSort, SQL> = {
    added_at: desc(shelf.addedAt),
    title: sql`${titleKey} asc nulls last`,
    year: sql`${movies.year} desc nulls last`,
    rating: sql`${visibleColumns(teasers).rating} desc nulls last`,
    user_rating: sql`${shelf.userRating} desc nulls last`,
    watched_at: sql`${shelf.watchedAt} desc nulls last`,
  };
  return [orders[sort], asc(shelf.kinopoiskId)];
}

function comesAfter(
  { movie, addedAt, titleKey: lastTitleKey, rating: lastRating, userRating, watchedAt }: Place,
  { sort, teasers }: FavoriteFilter,
): SQL | undefined {
  const isLater = gt(favoriteMovies.kinopoiskId, movie.kinopoiskId);
  /** For an order with unknown values last. */
  const comesAfterKey = (column: SQLWrapper, last: unknown, isBeyond: SQL): SQL | undefined =>
    last === null ? and(isNull(column), isLater) : or(isBeyond, and(sql`${column} = ${last}`, isLater), isNull(column));
  switch (sort) {
    case 'added_at':
      return and(lte(favoriteMovies.addedAt, addedAt), or(lt(favoriteMovies.addedAt, addedAt), isLater));
    case 'title':
      return comesAfterKey(movies.titleKey, lastTitleKey, sql`${titleKey} > ${lastTitleKey}`);
    case 'year':
      return comesAfterKey(movies.year, movie.year, sql`${movies.year} < ${movie.year}`);
    case 'rating': {
      const { rating } = visibleColumns(teasers);
      return comesAfterKey(rating, lastRating, sql`${rating} < ${lastRating}`);
    }
    case 'user_rating':
      return comesAfterKey(favoriteMovies.userRating, userRating, sql`${favoriteMovies.userRating} < ${userRating}`);
    case 'watched_at':
      return comesAfterKey(favoriteMovies.watchedAt, watchedAt, sql`${favoriteMovies.watchedAt} < ${watchedAt}`);
  }
}
