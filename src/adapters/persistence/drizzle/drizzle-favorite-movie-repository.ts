import { and, eq, sql } from 'drizzle-orm';
import type { FavoriteMovieRepository } from '../../../application/ports/favorite-movie-repository.ts';
import type { FavoriteFilter, FavoriteMovie } from '../../../domain/favorite-movie.ts';
import { FAVORITE_SORTS } from '../../../domain/favorite-movie.ts';
import { MovieNotFound } from '../../../domain/movie.ts';
import type { Page, PageRequest } from '../../../domain/page.ts';
import type { UserId } from '../../../domain/user.ts';
import { InvalidToken } from '../../../domain/session.ts';
import type { Database, OpenDatabase } from './drizzle-database.ts';
import type { ShelfRow } from './favorite-shelf.ts';
import { countShelf, selectShelf, toFavoriteMovie, wordsOf } from './favorite-shelf.ts';
import { favoriteMovies } from './schema.ts';
import { translatingErrors } from './storage-errors.ts';

const BATCH_SIZE = 100;

const missing = {
  favorite_movies_kinopoisk_id_movies_kinopoisk_id_fk: MovieNotFound,
  favorite_movies_user_id_users_id_fk: InvalidToken,
};

export class DrizzleFavoriteMovieRepository implements FavoriteMovieRepository {
  private readonly db: Database;
  private readonly wholeShelf: ReturnType<typeof prepareWholeShelf>;

  constructor({ db }: Pick<OpenDatabase, 'db'>) {
    this.db = db;
    this.wholeShelf = prepareWholeShelf(db);
  }

  async add(userId: UserId, kinopoiskId: number, at: Date): Promise<{ addedAt: Date; added: boolean }> {
    return translatingErrors(async () => {
      for (;;) {
        const [added] = await this.db
          .insert(favoriteMovies)
          .values({ userId, kinopoiskId, addedAt: at })
          .onConflictDoNothing()
          .returning({ addedAt: favoriteMovies.addedAt });
        if (added) return { ...added, added: true };
        const [kept] = await this.db
          .select({ addedAt: favoriteMovies.addedAt })
          .from(favoriteMovies)
          .where(isOf(userId, kinopoiskId));
        if (kept) return { ...kept, added: false };
        // Somebody took it off between the two statements: then it can be added anew.
      }
    }, missing);
  }

  async remove(userId: UserId, kinopoiskId: number): Promise<boolean> {
    const removed = await translatingErrors(async () =>
      this.db
        .delete(favoriteMovies)
        .where(isOf(userId, kinopoiskId))
        .returning({ kinopoiskId: favoriteMovies.kinopoiskId }),
    );
    return removed.length > 0;
  }

  async list(userId: UserId, filter: FavoriteFilter, { page, perPage }: PageRequest): Promise<Page<FavoriteMovie>> {
    if (findsNothing(filter)) return { items: [], total: 0 };
    const rows = await this.read(userId, filter, { limit: perPage, offset: (page - 1) * perPage });
    const total = rows[0]?.total ?? (page === 1 ? 0 : await this.count(userId, filter));
    return { items: rows.map(toFavoriteMovie), total };
  }

  async *stream(userId: UserId, filter: FavoriteFilter): AsyncIterable<FavoriteMovie> {
    if (findsNothing(filter)) return;
    let batch = await this.read(userId, filter, { limit: BATCH_SIZE, offset: 0 });
    yield* batch.map(toFavoriteMovie);
    while (batch.length === BATCH_SIZE) {
      const part = { limit: BATCH_SIZE, after: batch.at(-1) };
      batch = await translatingErrors(async () => selectShelf(this.db, userId, filter, part));
      yield* batch.map(toFavoriteMovie);
    }
  }

  private async read(
    userId: UserId,
    filter: FavoriteFilter,
    part: { limit: number; offset: number },
  ): Promise<ShelfRow[]> {
    const isWhole = filter.genreId === undefined && filter.query === undefined;
    return translatingErrors(async () =>
      isWhole ? this.wholeShelf[filter.sort].execute({ userId, ...part }) : selectShelf(this.db, userId, filter, part),
    );
  }

  private count(userId: UserId, filter: FavoriteFilter): Promise<number> {
    return translatingErrors(() => countShelf(this.db, userId, filter));
  }
}

/** Words were typed, and not one of them can be in a title. */
function findsNothing({ query }: FavoriteFilter): boolean {
  return query !== undefined && wordsOf(query).length === 0;
}

function prepareWholeShelf(db: Database) {
  const part = { limit: sql.placeholder('limit'), offset: sql.placeholder('offset') };
  const prepare = (sort: FavoriteFilter['sort']) =>
    selectShelf(db, sql.placeholder('userId'), { sort }, part).prepare(`shelf_by_${sort}`);
  return Object.fromEntries(FAVORITE_SORTS.map((sort) => [sort, prepare(sort)])) as Record<
    FavoriteFilter['sort'],
    ReturnType<typeof prepare>
  >;
}

function isOf(userId: UserId, kinopoiskId: number) {
  return and(eq(favoriteMovies.userId, userId), eq(favoriteMovies.kinopoiskId, kinopoiskId));
}
