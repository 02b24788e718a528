import type { SQLWrapper, WithSubquery } from 'drizzle-orm';
import { and, asc, count, eq, gt, inArray, lt, max, or, sql } from 'drizzle-orm';
import { unionAll } from 'drizzle-orm/pg-core';
import type { UserId } from '../../../domain/accounts/user.ts';
import type { PersonalChanges, Shelved } from '../../../domain/shelf/favorite-movie.ts';
import type { ShelfChange, ShelfHistory } from '../../../domain/shelf/shelf-history.ts';
import { users } from '../accounts/accounts-tables.ts';
import { someOf } from '../engine/delete-some.ts';
import type { Database, Transaction } from '../engine/drizzle-database.ts';
import type { StatementRunner } from '../engine/sql-runner.ts';
import { inTransaction } from '../engine/storage-errors.ts';
import { movieDocuments } from '../films/films-tables.ts';
import { knownFilm, withFilms } from '../films/movie-document-rows.ts';
import { shelved, toFavoriteMovie } from './shelf-rows.ts';
import { favoriteMovies, shelfChanges, shelves } from './shelf-tables.ts';

/** Larger than the number of changes of any shelf, and far smaller than the largest safe integer. */
const GAP = 2 ** 32;

/** Number of shelves whose removals are purged in one transaction. */
const SHELVES_AT_ONCE = 100;

type ChangedFilm = Pick<typeof shelfChanges.$inferSelect, 'kinopoiskId' | 'removedAt'>;

/** A part of a statement, named `changed`, that returns the films it put on a shelf, changed or took off. */
type Changed = WithSubquery<'changed'> & { readonly kinopoiskId: SQLWrapper; readonly removedAt: SQLWrapper };

/** See `FavoriteMovieRepository.addAndRemove`. */
export async function changeFilms(
  tx: Transaction,
  userId: UserId,
  { add, remove }: { add: readonly number[]; remove: readonly number[] },
  at: Date,
): Promise<readonly ChangedFilm[]> {
  const film = { kinopoiskId: favoriteMovies.kinopoiskId };
  const nothing = tx
    .delete(favoriteMovies)
    .where(sql`false`)
    .returning(film);
  const rows = add.map((kinopoiskId) => ({ userId, kinopoiskId, addedAt: at }));
  const put = tx.$with('put');
  const taken = tx.$with('taken').as(
    tx
      .delete(favoriteMovies)
      .where(and(eq(favoriteMovies.userId, userId), inArray(favoriteMovies.kinopoiskId, [...remove])))
      .returning(film),
  );
  const added =
    rows.length > 0
      ? put.as(tx.insert(favoriteMovies).values(rows).onConflictDoNothing().returning(film))
      : put.as(nothing);
  const changed = tx.$with('changed').as(
    unionAll(
      tx.select({ kinopoiskId: added.kinopoiskId, removedAt: sql`null::timestamptz`.as('removed_at') }).from(added),
      tx
        .select({
          kinopoiskId: taken.kinopoiskId,
          removedAt: sql`${sql.param(at, shelfChanges.removedAt)}::timestamptz`.as('removed_at'),
        })
        .from(taken),
    ),
  );
  return record(tx, userId, [added, taken], changed);
}

/** See `FavoriteMovieRepository.change`. */
export async function changePersonal(
  tx: Transaction,
  userId: UserId,
  kinopoiskId: number,
  changes: PersonalChanges,
): Promise<void> {
  const isOther = (['note', 'userRating', 'watchedAt'] as const).flatMap((field) =>
    changes[field] === undefined ? [] : sql`${favoriteMovies[field]} is distinct from ${changes[field]}`,
  );
  const changed = tx.$with('changed').as(
    tx
      .update(favoriteMovies)
      .set(changes)
      .where(and(eq(favoriteMovies.userId, userId), eq(favoriteMovies.kinopoiskId, kinopoiskId), or(...isOther)))
      .returning({
        kinopoiskId: favoriteMovies.kinopoiskId,
        removedAt: sql`null::timestamptz`.as('removed_at'),
      }),
  );
  await record(tx, userId, [], changed);
}

/** Puts films on the shelf with notes, ratings and dates, which replace earlier ones. */
export async function putFilms(
  tx: Transaction,
  userId: UserId,
  films: readonly (Shelved & { readonly kinopoiskId: number })[],
): Promise<void> {
  if (films.length === 0) return;
  const { addedAt, note, userRating, watchedAt } = favoriteMovies;
  const changed = tx.$with('changed').as(
    tx
      .insert(favoriteMovies)
      .values(films.map((film) => ({ userId, ...film })))
      .onConflictDoUpdate({
        target: [favoriteMovies.userId, favoriteMovies.kinopoiskId],
        set: Object.fromEntries(
          Object.entries({ addedAt, note, userRating, watchedAt }).map(([field, { name }]) => [
            field,
            sql.raw(`excluded.${name}`),
          ]),
        ),
      })
      .returning({ kinopoiskId: favoriteMovies.kinopoiskId, removedAt: sql`null::timestamptz`.as('removed_at') }),
  );
  await record(tx, userId, [], changed);
}

/**
 * Assigns the next version of the shelf to each changed film, in one statement. Every writer locks the film rows first
 * and then the shelf, and holds the shelf until the end of the transaction, so versions are committed in order. Without
 * changes the shelf is not touched.
 */
async function record(
  tx: Transaction,
  userId: UserId,
  parts: readonly WithSubquery[],
  changed: Changed,
): Promise<readonly ChangedFilm[]> {
  const held = tx.$with('held').as(
    tx
      .insert(shelves)
      .select(
        tx
          .select({
            userId: users.id,
            version: sql`(select count(*) from ${changed})`.as('version'),
            forgottenVersion: sql`0::bigint`.as('forgotten_version'),
          })
          .from(users)
          .where(and(eq(users.id, userId), sql`exists (select from ${changed})`))
          .for('key share'),
      )
      .onConflictDoUpdate({ target: shelves.userId, set: { version: sql`${shelves.version} + excluded.version` } })
      .returning({ userId: shelves.userId, version: shelves.version }),
  );
  return tx
    .with(...parts, changed, held)
    .insert(shelfChanges)
    .select(
      tx
        .select({
          userId: held.userId,
          kinopoiskId: sql`${changed.kinopoiskId}`.as('kinopoisk_id'),
          version: sql`${held.version} - count(*) over () + row_number() over ()`.as('version'),
          removedAt: sql`${changed.removedAt}`.as('removed_at'),
        })
        .from(held)
        .crossJoin(changed),
    )
    .onConflictDoUpdate({
      target: [shelfChanges.userId, shelfChanges.kinopoiskId],
      set: { version: sql`excluded.version`, removedAt: sql`excluded.removed_at` },
    })
    .returning({ kinopoiskId: shelfChanges.kinopoiskId, removedAt: shelfChanges.removedAt });
}

/** One statement, so that the changes are consistent with the purged version of the shelf. */
export async function readChanges(db: Database, userId: UserId, after: number, limit: number): Promise<ShelfHistory> {
  const read = db.$with('read').as(
    db
      .select({ kinopoiskId: shelfChanges.kinopoiskId, version: shelfChanges.version })
      .from(shelfChanges)
      .where(and(eq(shelfChanges.userId, userId), gt(shelfChanges.version, after)))
      .orderBy(asc(shelfChanges.version))
      .limit(limit),
  );
  const rows = await db
    .with(read)
    .select({
      shelf: { version: shelves.version, forgottenVersion: shelves.forgottenVersion },
      change: { kinopoiskId: read.kinopoiskId, version: read.version },
      movie: knownFilm,
      shelved,
    })
    .from(shelves)
    .leftJoin(read, sql`true`)
    .leftJoin(
      favoriteMovies,
      and(eq(favoriteMovies.userId, shelves.userId), eq(favoriteMovies.kinopoiskId, read.kinopoiskId)),
    )
    .leftJoin(movieDocuments, eq(movieDocuments.kinopoiskId, favoriteMovies.kinopoiskId))
    .where(eq(shelves.userId, userId))
    .orderBy(asc(read.version));
  const onShelf = rows.flatMap(({ change, movie, shelved: kept }) =>
    change === null || kept === null ? [] : [{ kinopoiskId: change.kinopoiskId, movie, ...kept }],
  );
  const favorites = new Map((await withFilms(db, onShelf)).map((row) => [row.kinopoiskId, toFavoriteMovie(row)]));
  const changes = rows.flatMap(({ change }): ShelfChange[] =>
    change === null ? [] : [{ ...change, favorite: favorites.get(change.kinopoiskId) }],
  );
  return { changes, ...(rows[0]?.shelf ?? { version: 0, forgottenVersion: 0 }) };
}

/** See `FavoriteMovieRepository.forgetRemovals`. Skips shelves that are locked until the next call. */
export async function forgetRemovals(db: Database, before: Date): Promise<number> {
  return inTransaction(db, (tx) => forgetSome(tx, before));
}

/**
 * Makes every cursor issued so far expire. After a copy, the original database may stay in use. Its versions and those
 * of the copy then count different changes, and a cursor of one database would skip changes of the other. Also covers
 * shelves that were never used.
 */
export async function expireShelfCursors(runner: StatementRunner): Promise<void> {
  await runner.run(`insert into shelves (user_id, version, forgotten_version) select id, ${GAP}, ${GAP} from users
    on conflict (user_id) do update set version = shelves.version + ${GAP}, forgotten_version = shelves.version + ${GAP}`);
}

async function forgetSome(tx: Transaction, before: Date): Promise<number> {
  const isOld = lt(shelfChanges.removedAt, before);
  const concerned = tx.selectDistinct({ userId: shelfChanges.userId }).from(shelfChanges).where(isOld);
  const held = await tx
    .select({ userId: shelves.userId })
    .from(shelves)
    .where(inArray(shelves.userId, concerned.limit(SHELVES_AT_ONCE)))
    .for('update', { skipLocked: true });
  if (held.length === 0) return 0;
  const ids = held.map(({ userId }) => userId);
  const gone = tx.$with('gone').as(
    tx
      .delete(shelfChanges)
      .where(someOf(tx, shelfChanges, and(inArray(shelfChanges.userId, ids), isOld)))
      .returning({ userId: shelfChanges.userId, version: shelfChanges.version }),
  );
  const last = tx
    .select({ userId: gone.userId, version: max(gone.version).as('last_version'), films: count().as('films') })
    .from(gone)
    .groupBy(gone.userId)
    .as('last');
  const forgotten = await tx
    .with(gone)
    .update(shelves)
    .set({ forgottenVersion: sql`greatest(${shelves.forgottenVersion}, ${last.version})` })
    .from(last)
    .where(eq(shelves.userId, last.userId))
    .returning({ films: last.films });
  return forgotten.reduce((sum, { films }) => sum + films, 0);
}
