import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  date,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { ownerId, users } from '../accounts/accounts-tables.ts';
import { utc } from '../engine/utc-column.ts';
import { movies } from '../films/films-tables.ts';

/** Films on shelves, with their owners' notes, ratings and dates. */

export const favoriteMovies = pgTable(
  'favorite_movies',
  {
    userId: ownerId(),
    kinopoiskId: integer('kinopoisk_id')
      .notNull()
      .references(() => movies.kinopoiskId),
    addedAt: utc('added_at').notNull(),
    note: text(),
    userRating: smallint('user_rating'),
    watchedAt: date('watched_at', { mode: 'string' }),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.kinopoiskId] }),
    index('favorite_movies_shelf_idx').on(table.userId, table.addedAt.desc().nullsFirst(), table.kinopoiskId),
    check('favorite_movies_note_length', sql`char_length(${table.note}) between 1 and 1000`),
    check('favorite_movies_user_rating_range', sql`${table.userRating} between 1 and 10`),
    check('favorite_movies_watched_at_range', sql`${table.watchedAt} >= date '1895-01-01'`),
  ],
);

/**
 * One row per user who ever had a film on the shelf. Every change locks it and takes the next `version` from it, so
 * that versions of a shelf are committed in order. Removals up to `forgottenVersion` have been purged.
 */
export const shelves = pgTable(
  'shelves',
  {
    userId: uuid('user_id')
      .primaryKey()
      .references(() => users.id, { onDelete: 'cascade' }),
    version: bigint({ mode: 'number' }).notNull(),
    forgottenVersion: bigint('forgotten_version', { mode: 'number' }).notNull().default(0),
  },
  (table) => [check('shelves_forgotten_version_range', sql`${table.forgottenVersion} between 0 and ${table.version}`)],
);

/** The last change of each film that is, or recently was, on a shelf. `removedAt`: when it was removed. */
export const shelfChanges = pgTable(
  'shelf_changes',
  {
    userId: ownerId(),
    kinopoiskId: integer('kinopoisk_id').notNull(),
    version: bigint({ mode: 'number' }).notNull(),
    removedAt: utc('removed_at'),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.kinopoiskId] }),
    uniqueIndex('shelf_changes_version_key').on(table.userId, table.version),
    index('shelf_changes_removed_idx')
      .on(table.removedAt)
      .where(sql`${table.removedAt} is not null`),
  ],
);
