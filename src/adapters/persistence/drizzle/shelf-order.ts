import type { SQL } from 'drizzle-orm';
import { and, eq, exists, like, sql } from 'drizzle-orm';
import { QueryBuilder } from 'drizzle-orm/pg-core';
import type { FavoriteFilter, FavoriteSort } from '../../../domain/favorite-movie.ts';
import { searchKey } from '../../../domain/search-key.ts';
import type { UserId } from '../../../domain/user.ts';
import { favoriteMovies, movieGenres, movies } from './schema.ts';

/** Where a batch of the shelf ended: the next begins behind it. `key`: as PostgreSQL writes it. */
export type ShelfCursor = { readonly key: string; readonly kinopoiskId: number };

/** Never null, so that a row can be compared with the last one seen: unknown sorts behind everything known. */
const KEYS: Readonly<Record<FavoriteSort, { key: SQL; type: SQL; direction: 'asc' | 'desc' }>> = {
  added_at: { key: sql`${favoriteMovies.addedAt}`, type: sql`timestamptz`, direction: 'desc' },
  title: {
    key: sql`coalesce(${movies.titleKey}, U&'\\+10FFFF') collate "C"`,
    type: sql`text`,
    direction: 'asc',
  },
  year: { key: sql`coalesce(${movies.year}, -1)`, type: sql`integer`, direction: 'desc' },
  rating: { key: sql`coalesce(${movies.rating}, -1)`, type: sql`double precision`, direction: 'desc' },
};

/** The sort key of a row, as text that reads back to the very same value. */
export function sortKey(sort: FavoriteSort): SQL<string> {
  return sql<string>`(${KEYS[sort].key})::text`;
}

export function shelfOrder(sort: FavoriteSort): [SQL, SQL] {
  const { key, direction } = KEYS[sort];
  return [direction === 'asc' ? sql`${key} asc` : sql`${key} desc`, sql`${favoriteMovies.kinopoiskId} asc`];
}

export function after(sort: FavoriteSort, { key: last, kinopoiskId }: ShelfCursor): SQL {
  const { key, type, direction } = KEYS[sort];
  const lastKey = sql`${last}::text::${type}`;
  const isFurther = direction === 'asc' ? sql`${key} > ${lastKey}` : sql`${key} < ${lastKey}`;
  return sql`(${isFurther} or (${key} = ${lastKey} and ${favoriteMovies.kinopoiskId} > ${kinopoiskId}))`;
}

/** The films of a shelf that pass a filter; goes with a join of `movies`. */
export function isOnShelf(userId: UserId, { genreId, query }: FavoriteFilter): SQL | undefined {
  return and(
    eq(favoriteMovies.userId, userId),
    genreId === undefined ? undefined : exists(genreOfFilm(genreId)),
    ...(query === undefined ? [] : wordsOf(query)),
  );
}

function genreOfFilm(genreId: number) {
  return new QueryBuilder()
    .select()
    .from(movieGenres)
    .where(and(eq(movieGenres.kinopoiskId, movies.kinopoiskId), eq(movieGenres.genreId, genreId)));
}

/** Every word begins a word of some name of the film. What has no letter or digit in it is in no name. */
function wordsOf(query: string): SQL[] {
  const key = searchKey(query);
  if (key === '') return [sql`false`];
  return key.split(' ').map((word) => like(movies.searchKey, `% ${word}%`));
}
