import { sql } from 'drizzle-orm';
import { boolean, check, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { utc } from '../engine/utc-column.ts';
import { genres } from '../films/films-tables.ts';

export const users = pgTable(
  'users',
  {
    id: uuid().primaryKey(),
    username: text(),
    usernameSkeleton: text('username_skeleton'),
    email: text(),
    passwordHash: text('password_hash').notNull(),
    name: text(),
    surname: text(),
    favoriteGenreId: integer('favorite_genre_id').references(() => genres.id),
    isActive: boolean('is_active').notNull().default(true),
    isSuperuser: boolean('is_superuser').notNull().default(false),
    tokenVersion: integer('token_version').notNull().default(0),
    createdAt: utc('created_at').notNull(),
  },
  (table) => [
    uniqueIndex('users_username_key').on(table.username),
    uniqueIndex('users_username_skeleton_key').on(table.usernameSkeleton),
    uniqueIndex('users_email_key').on(table.email),
    check('users_have_a_login', sql`${table.username} is not null or ${table.email} is not null`),
    check('users_username_has_skeleton', sql`(${table.username} is null) = (${table.usernameSkeleton} is null)`),
  ],
);

/** The account that a row belongs to. Deleting the account deletes the row. */
export function ownerId() {
  return uuid('user_id')
    .notNull()
    .references(() => users.id, { onDelete: 'cascade' });
}
