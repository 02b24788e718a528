import type { SQL } from 'drizzle-orm';
import { asc, count, desc, eq, like, or, sql } from 'drizzle-orm';
import type { Movie } from '../../../domain/movie.ts';
import type { Page, PageRequest } from '../../../domain/page.ts';
import { searchKey, swapsIn } from '../../../domain/search-key.ts';
import type { Database } from './drizzle-database.ts';
import { movieRow, toMovie } from './movie-rows.ts';
import { movies } from './schema.ts';

/** How alike (0 to 1) a part of a title and what was typed must be to count as a typing error. */
export const WORD_SIMILARITY_THRESHOLD = 0.45;

/** Shorter keys have no trigram inside a word: looking there would read the whole table, and find too much. */
const MIN_LENGTH_INSIDE_WORDS = 3;

/**
 * Films whose titles are what was typed, begin with it, have a word that begins with it, hold it, do so once two letters
 * are swapped, or nearly do; among equals the more alike, the better rated, the smaller id.
 */
export async function searchMovies(db: Database, query: string, { page, perPage }: PageRequest): Promise<Page<Movie>> {
  const key = searchKey(query);
  if (key === '') return { items: [], total: 0 };
  const found = db.$with('found').as(
    db
      .select({
        kinopoiskId: movies.kinopoiskId,
        place: sql<number>`row_number() over (order by ${byLikeness(key)})`.as('place'),
        total: sql`count(*) over ()`.mapWith(Number).as('total'),
      })
      .from(movies)
      .where(isLike(key))
      .orderBy(sql`place`)
      .limit(perPage)
      .offset((page - 1) * perPage),
  );
  const rows = await db
    .with(found)
    .select({ movie: movieRow, total: found.total })
    .from(found)
    .innerJoin(movies, eq(movies.kinopoiskId, found.kinopoiskId))
    .orderBy(found.place);
  const total = rows[0]?.total ?? (page === 1 ? 0 : await countLike(db, key));
  return { items: rows.map(({ movie }) => toMovie(movie)), total };
}

async function countLike(db: Database, key: string): Promise<number> {
  const [row] = await db.select({ films: count() }).from(movies).where(isLike(key));
  return row?.films ?? 0;
}

/** All operators are served by the trigram index. A key consists of letters, digits and spaces: nothing to escape. */
function isLike(key: string): SQL | undefined {
  const part = key.length < MIN_LENGTH_INSIDE_WORDS ? `% ${key}%` : `%${key}%`;
  return or(sql`${movies.searchKey} %> ${key}`, like(movies.searchKey, part), isSwapped(key));
}

/** Whether a word begins with the key once two of its letters are swapped: that leaves too few trigrams to be alike. */
function isSwapped(key: string): SQL | undefined {
  const swaps = swapsIn(key);
  return swaps.length === 0 ? undefined : sql`${movies.searchKey} ~ ${` (${swaps.join('|')})`}`;
}

function byLikeness(key: string): SQL {
  const { searchKey: keys } = movies;
  const closeness = sql`case
    when ${keys} like ${`%| ${key} |%`} then 0
    when ${keys} like ${`%| ${key} %`} then 1
    when ${keys} like ${`% ${key}%`} then 2
    when ${keys} like ${`%${key}%`} then 3
    when ${isSwapped(key) ?? sql`false`} then 4
    else 5 end`;
  const alike = [desc(sql`word_similarity(${key}, ${keys})`), desc(sql`similarity(${key}, ${keys})`)];
  return sql.join([closeness, ...alike, sql`${desc(movies.rating)} nulls last`, asc(movies.kinopoiskId)], sql`, `);
}
