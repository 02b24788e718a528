import type { Placeholder, SQL } from 'drizzle-orm';
import { and, count, eq, inArray, sql } from 'drizzle-orm';
import type { MovieFilter, MovieOrder } from '../../../domain/films/movie-filter.ts';
import type { Movie } from '../../../domain/films/movie.ts';
import type { Database } from '../engine/drizzle-database.ts';
import { movieDirectors, movieDocuments, movieGenres, movies } from './films-tables.ts';
import { knownFilm, passingFilm } from './movie-document-rows.ts';
import { visibleColumns } from './visible-columns.ts';

/** The part of a list to read: after a film, or from an offset. */
type Part = {
  readonly limit: number | Placeholder;
  readonly offset?: number | Placeholder;
  readonly after?: ListedRow;
};

/** `place`: the values of the sort keys. */
export type ListedRow = {
  readonly kinopoiskId: number;
  readonly movie: Movie | null;
  readonly place: readonly (number | null)[];
};

/** A sort key whose values ascend in the order. `type`: its column type, so that comparisons can use an index. */
type Key = { readonly key: SQL; readonly type: string };

const UNRATED = -1;

/**
 * All keys of an order are ascending, as in the indexes, so that one comparison of rows finds the films that come
 * after.
 */
const keysOf = ({ order, teasers }: MovieFilter): readonly Key[] => {
  const orders: Record<MovieOrder, readonly Key[]> = {
    stored: [{ key: movies.storedOrder.getSQL(), type: 'bigint' }],
    newest: [
      { key: sql`(-${movies.year})`, type: 'integer' },
      {
        key: sql`(-coalesce(${visibleColumns(teasers).rating}, ${sql.raw(String(UNRATED))}))`,
        type: 'double precision',
      },
      { key: movies.kinopoiskId.getSQL(), type: 'integer' },
    ],
  };
  return orders[order];
};

/**
 * Selects the films of the part first, if possible from an index alone, and then joins their documents. It also returns
 * the sort keys, so that the films themselves are not read.
 */
export function selectListed(db: Database, filter: MovieFilter, { limit, offset, after }: Part) {
  const inOrder = keysOf(filter).map(({ key }) => key);
  const place = sql`array[${join(inOrder)}]::double precision[]`.as('place');
  const listed = db.$with('listed').as(
    db
      .select({ kinopoiskId: movies.kinopoiskId, place })
      .from(movies)
      .where(and(isListed(db, filter), after && comesAfter(after, filter)))
      .orderBy(...inOrder)
      .limit(limit)
      .offset(offset ?? 0),
  );
  return db
    .with(listed)
    .select({
      kinopoiskId: listed.kinopoiskId,
      movie: offset === undefined ? passingFilm : knownFilm,
      place: sql<(number | null)[]>`to_json(${listed.place})`,
    })
    .from(listed)
    .innerJoin(movieDocuments, eq(movieDocuments.kinopoiskId, listed.kinopoiskId))
    .orderBy(listed.place);
}

export async function countListed(db: Database, filter: MovieFilter): Promise<number> {
  const [row] = await db.select({ films: count() }).from(movies).where(isListed(db, filter));
  return row?.films ?? 0;
}

function isListed(db: Database, { order, genreId, directorId, year }: MovieFilter): SQL | undefined {
  const ofGenre = (id: number) =>
    db.select({ id: movieGenres.kinopoiskId }).from(movieGenres).where(eq(movieGenres.genreId, id));
  const ofDirector = (id: number) =>
    db.select({ id: movieDirectors.kinopoiskId }).from(movieDirectors).where(eq(movieDirectors.directorId, id));
  return and(
    movies.isComplete.getSQL(),
    genreId === undefined ? undefined : inArray(movies.kinopoiskId, ofGenre(genreId)),
    directorId === undefined ? undefined : inArray(movies.kinopoiskId, ofDirector(directorId)),
    year === undefined ? undefined : isOfYear(year, order),
  );
}

/** The condition has the form that the index of the order can use. */
function isOfYear(year: number, order: MovieOrder): SQL {
  return order === 'newest' ? sql`(-${movies.year}) = ${-year}` : eq(movies.year, year);
}

function comesAfter(last: ListedRow, filter: MovieFilter): SQL {
  const keys = keysOf(filter);
  const place = keys.map(({ type }, index) => sql`${last.place[index]}::${sql.raw(type)}`);
  return sql`(${join(keys.map(({ key }) => key))}) > (${join(place)})`;
}

function join(parts: SQL[]): SQL {
  return sql.join(parts, sql`, `);
}
