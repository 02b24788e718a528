import type { Placeholder } from 'drizzle-orm';
import { and, eq, sql } from 'drizzle-orm';
import { StorageUnavailable } from '../../../application/shared/ports/storage.ts';
import type { FavoriteMovieRepository } from '../../../application/shelf/ports/favorite-movie-repository.ts';
import type { UserId } from '../../../domain/accounts/user.ts';
import { MovieNotFound } from '../../../domain/films/movie.ts';
import { InvalidToken } from '../../../domain/sessions/session.ts';
import type { Listing, Page, PageRequest } from '../../../domain/shared/page.ts';
import type { FavoriteFilter, FavoriteMovie, PersonalChanges, Shelved } from '../../../domain/shelf/favorite-movie.ts';
import { FAVORITE_SORTS, EMPTY_PERSONAL } from '../../../domain/shelf/favorite-movie.ts';
import type { ShelfHistory } from '../../../domain/shelf/shelf-history.ts';
import type { Database, OpenDatabase } from '../engine/drizzle-database.ts';
import { inTransaction, translatingErrors } from '../engine/storage-errors.ts';
import { movieDocuments } from '../films/films-tables.ts';
import { knownFilm, withFilms } from '../films/movie-document-rows.ts';
import { changeFilms, changePersonal, forgetRemovals, readChanges } from './shelf-change-rows.ts';
import type { FilmOnShelf, Place, ShelfRow } from './shelf-rows.ts';
import {
  countShelf,
  hasConditions,
  selectNewest,
  selectPlaces,
  selectShelf,
  shelved,
  toFavoriteMovie,
  wordsOf,
} from './shelf-rows.ts';
import { favoriteMovies } from './shelf-tables.ts';

const BATCH_SIZE = 100;

/** About 100 kB in memory for each list that is being sent. */
const PLACES_AT_ONCE = 1_000;

/** How often adding is repeated while concurrent requests add and remove the film. */
const MAX_ATTEMPTS = 10;

const missing = {
  favorite_movies_kinopoisk_id_movies_kinopoisk_id_fk: MovieNotFound,
  favorite_movies_user_id_users_id_fk: InvalidToken,
};

export class DrizzleFavoriteMovieRepository implements FavoriteMovieRepository {
  private readonly db: Database;
  private readonly pages: ReturnType<typeof preparePages>;
  private readonly newest: ReturnType<typeof prepareNewest>;
  private readonly kept: ReturnType<typeof prepareKept>;
  private readonly one: ReturnType<typeof prepareOne>;

  constructor({ db, reads }: Pick<OpenDatabase, 'db' | 'reads'>) {
    this.db = db;
    this.pages = preparePages(db);
    this.newest = prepareNewest(reads);
    this.kept = prepareKept(db);
    this.one = prepareOne(reads);
  }

  async add(userId: UserId, kinopoiskId: number, at: Date): Promise<Shelved & { added: boolean }> {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      const [kept] = await translatingErrors(() => this.kept.execute({ userId, kinopoiskId }));
      if (kept) return { ...kept, added: false };
      const { added } = await this.addAndRemove(userId, { add: [kinopoiskId], remove: [] }, at);
      if (added.length > 0) return { ...EMPTY_PERSONAL, addedAt: new Date(at), added: true };
      // A concurrent request has added the film after the read, and may remove it again before the next read.
    }
    throw new StorageUnavailable({ retryAfterSeconds: 1 });
  }

  async remove(userId: UserId, kinopoiskId: number, at: Date): Promise<boolean> {
    const { removed } = await this.addAndRemove(userId, { add: [], remove: [kinopoiskId] }, at);
    return removed.length > 0;
  }

  async addAndRemove(
    userId: UserId,
    films: { add: readonly number[]; remove: readonly number[] },
    at: Date,
  ): Promise<{ added: readonly number[]; removed: readonly number[] }> {
    const changed = await translatingErrors(
      () => inTransaction(this.db, (tx) => changeFilms(tx, userId, films, at)),
      missing,
    );
    const idsOf = (those: typeof changed) => those.map(({ kinopoiskId }) => kinopoiskId);
    return {
      added: idsOf(changed.filter(({ removedAt }) => removedAt === null)),
      removed: idsOf(changed.filter(({ removedAt }) => removedAt !== null)),
    };
  }

  async change(userId: UserId, kinopoiskId: number, changes: PersonalChanges): Promise<FavoriteMovie | undefined> {
    if (Object.values(changes).some((value) => value !== undefined)) {
      await translatingErrors(() => inTransaction(this.db, (tx) => changePersonal(tx, userId, kinopoiskId, changes)));
    }
    const [favorite] = await this.shown(await translatingErrors(() => this.one.execute({ userId, kinopoiskId })));
    return favorite;
  }

  async list(userId: UserId, filter: FavoriteFilter, { page, perPage }: PageRequest): Promise<Page<FavoriteMovie>> {
    if (findsNothing(filter)) return { items: [], total: 0 };
    const rows = await this.page(userId, filter, { limit: perPage, offset: (page - 1) * perPage });
    const total = rows[0]?.total ?? (page === 1 ? 0 : await this.count(userId, filter));
    return { items: await this.shown(rows), total };
  }

  async whole(userId: UserId, filter: FavoriteFilter): Promise<Listing<FavoriteMovie>> {
    if (findsNothing(filter)) return { items: [], total: 0 };
    const batch = await this.firstBatch(userId, filter);
    if (batch.length === BATCH_SIZE) return this.streamFrom(batch, userId, filter);
    const items = await this.shown(batch);
    return { items, total: items.length };
  }

  async *stream(userId: UserId, filter: FavoriteFilter): AsyncIterable<FavoriteMovie> {
    const shelf = await this.whole(userId, filter);
    yield* 'items' in shelf ? shelf.items : shelf;
  }

  private async *streamFrom(
    first: readonly FilmOnShelf[],
    userId: UserId,
    filter: FavoriteFilter,
  ): AsyncIterable<FavoriteMovie> {
    yield* await this.shown(first);
    const part = { limit: BATCH_SIZE, isPassing: true };
    for await (const kinopoiskIds of this.idsAfter(first.at(-1), userId, filter)) {
      const isNext = { ...filter, kinopoiskIds };
      yield* await this.shown(await translatingErrors(async () => selectShelf(this.db, userId, isNext, part)));
    }
  }

  /** The further films in their order, in batches. */
  private async *idsAfter(
    first: FilmOnShelf | undefined,
    userId: UserId,
    filter: FavoriteFilter,
  ): AsyncIterable<number[]> {
    let last: Place | undefined = first;
    while (last) {
      const after: Place = last;
      const places = await translatingErrors(async () => selectPlaces(this.db, userId, filter, after, PLACES_AT_ONCE));
      const ids = places.map(({ kinopoiskId }) => kinopoiskId);
      for (let begin = 0; begin < ids.length; begin += BATCH_SIZE) yield ids.slice(begin, begin + BATCH_SIZE);
      last = places.length === PLACES_AT_ONCE ? places.at(-1) : undefined;
    }
  }

  async changesAfter(userId: UserId, version: number, limit: number): Promise<ShelfHistory> {
    return translatingErrors(() => readChanges(this.db, userId, version, limit));
  }

  async forgetRemovals(before: Date): Promise<number> {
    return translatingErrors(() => forgetRemovals(this.db, before));
  }

  private async shown(rows: readonly FilmOnShelf[]): Promise<FavoriteMovie[]> {
    return (await translatingErrors(() => withFilms(this.db, rows))).map(toFavoriteMovie);
  }

  private async page(
    userId: UserId,
    filter: FavoriteFilter,
    part: { limit: number; offset: number },
  ): Promise<ShelfRow[]> {
    return translatingErrors(async () =>
      isUnfiltered(filter)
        ? this.pages[filter.sort].execute({ userId, ...part })
        : selectShelf(this.db, userId, filter, { ...part, isCounted: true }),
    );
  }

  private async firstBatch(userId: UserId, filter: FavoriteFilter): Promise<FilmOnShelf[]> {
    if (!isUnfiltered(filter) || filter.sort !== 'added_at')
      return this.page(userId, filter, { limit: BATCH_SIZE, offset: 0 });
    const [newest] = await translatingErrors(() => this.newest.execute({ userId }));
    return newest?.films ?? [];
  }

  private count(userId: UserId, filter: FavoriteFilter): Promise<number> {
    return translatingErrors(() => countShelf(this.db, userId, filter));
  }
}

/** Whether there is a query, but none of its words can occur in a title. */
function findsNothing({ query }: FavoriteFilter): boolean {
  return query !== undefined && wordsOf(query).length === 0;
}

/** Whether the films and their order are the same for everybody who may see the shelf. */
function isUnfiltered(filter: FavoriteFilter): boolean {
  const isOrderSame = filter.teasers === undefined || filter.sort !== 'rating';
  return isOrderSame && !hasConditions(filter);
}

function prepareNewest(db: Database) {
  return selectNewest(db, sql.placeholder('userId'), BATCH_SIZE).prepare('newest_on_shelf');
}

function preparePages(db: Database) {
  const part = { limit: sql.placeholder('limit'), offset: sql.placeholder('offset'), isCounted: true };
  const prepare = (sort: FavoriteFilter['sort']) =>
    selectShelf(db, sql.placeholder('userId'), { sort }, part).prepare(`shelf_by_${sort}`);
  return Object.fromEntries(FAVORITE_SORTS.map((sort) => [sort, prepare(sort)])) as Record<
    FavoriteFilter['sort'],
    ReturnType<typeof prepare>
  >;
}

function prepareKept(db: Database) {
  return db
    .select(shelved)
    .from(favoriteMovies)
    .where(isOf(sql.placeholder('userId'), sql.placeholder('kinopoiskId')))
    .prepare('kept_film');
}

function prepareOne(db: Database) {
  return db
    .select({ kinopoiskId: favoriteMovies.kinopoiskId, movie: knownFilm, ...shelved })
    .from(favoriteMovies)
    .innerJoin(movieDocuments, eq(movieDocuments.kinopoiskId, favoriteMovies.kinopoiskId))
    .where(isOf(sql.placeholder('userId'), sql.placeholder('kinopoiskId')))
    .prepare('favorite_movie');
}

function isOf(userId: UserId | Placeholder, kinopoiskId: number | Placeholder) {
  return and(eq(favoriteMovies.userId, userId), eq(favoriteMovies.kinopoiskId, kinopoiskId));
}
