import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  customType,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgSequence,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
  varchar,
} from 'drizzle-orm/pg-core';
import type { LoginEvent } from '../../../domain/sessions/login-event.ts';
import type { Permission } from '../../../domain/access/permission.ts';
import type { RestrictionRule } from '../../../domain/access/restriction.ts';
import { FIRST_OWN_ID } from '../../../domain/films/movie.ts';
import { titlesIn, wordsIn } from './title-index.ts';
import { utc } from '../engine/utc-column.ts';

/** Number of a transaction, which never comes twice (PostgreSQL, "Transactions and Identifiers"). */
const xid8 = customType<{ data: string }>({ dataType: () => 'xid8' });

/** Ids for genres and directors that Kinopoisk gives none. */
export const ownIds = pgSequence('own_ids', { startWith: FIRST_OWN_ID, maxValue: 2_147_483_647 });

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

/** Of the account that a row belongs to, and goes with. */
export function ownerId() {
  return uuid('user_id')
    .notNull()
    .references(() => users.id, { onDelete: 'cascade' });
}

export const roles = pgTable('roles', {
  name: text().primaryKey(),
  description: text().notNull(),
  permissions: text().array().$type<Permission[]>().notNull(),
  builtIn: boolean('built_in').notNull().default(false),
});

export const userRoles = pgTable(
  'user_roles',
  {
    userId: ownerId(),
    roleName: text('role_name')
      .notNull()
      .references(() => roles.name, { onDelete: 'cascade', onUpdate: 'cascade' }),
  },
  (table) => [primaryKey({ columns: [table.userId, table.roleName] }), index('user_roles_role_idx').on(table.roleName)],
);

export const restrictions = pgTable('restrictions', {
  label: text().primaryKey(),
  rule: jsonb().$type<RestrictionRule>().notNull(),
});

export const sessions = pgTable(
  'sessions',
  {
    userId: ownerId(),
    id: uuid().notNull(),
    counter: bigint({ mode: 'number' }).notNull().default(0),
    address: text().notNull(),
    userAgent: text('user_agent'),
    createdAt: utc('created_at').notNull(),
    lastUsedAt: utc('last_used_at').notNull(),
    idleExpiresAt: utc('idle_expires_at').notNull(),
    expiresAt: utc('expires_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.id] }),
    index('sessions_idle_idx').on(table.idleExpiresAt),
    check('sessions_counter_range', sql`${table.counter} between 0 and 4294967295`),
  ],
);

export const loginEvents = pgTable(
  'login_events',
  {
    userId: ownerId(),
    id: uuid().notNull(),
    at: utc('at').notNull(),
    outcome: text().$type<LoginEvent['outcome']>().notNull(),
    address: text().notNull(),
    addressBlock: text('address_block').notNull(),
    userAgent: text('user_agent'),
    sessionId: uuid('session_id'),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.id] }),
    index('login_events_history_idx').on(table.userId, table.at.desc().nullsFirst(), table.id.desc().nullsFirst()),
    index('login_events_at_idx').on(table.at),
    index('login_events_familiar_idx')
      .on(table.userId, table.addressBlock)
      .where(sql`${table.outcome} in ('success', 'registered')`),
  ],
);

/**
 * Read by every instance, kept a little longer than an access token lives. Rows outlive the users they are about.
 * `transactionId` is the transaction that wrote the row: the order in which rows become visible follows it, and not `id`.
 */
export const revocations = pgTable(
  'revocations',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    at: utc('at').notNull().defaultNow(),
    transactionId: xid8('transaction_id')
      .notNull()
      .default(sql`pg_current_xact_id()`),
    userId: uuid('user_id').notNull(),
    sessionId: uuid('session_id'),
    beforeSessionId: uuid('before_session_id'),
    minVersion: integer('min_version'),
    exceptSessionId: uuid('except_session_id'),
    roles: text().array(),
    isSuperuser: boolean('is_superuser'),
  },
  (table) => [
    index('revocations_at_idx').on(table.at),
    index('revocations_transaction_idx').on(table.transactionId),
    index('revocations_user_idx').on(table.userId, table.sessionId),
    check(
      'revocations_of_one_kind',
      sql`num_nonnulls(${table.sessionId}, ${table.beforeSessionId}, ${table.minVersion}, ${table.roles}) = 1
        and (${table.roles} is null) = (${table.isSuperuser} is null)`,
    ),
  ],
);

export const genres = pgTable('genres', { id: integer().primaryKey(), name: text().notNull() }, (table) => [
  uniqueIndex('genres_name_key').on(table.name),
]);

export const directors = pgTable('directors', { id: integer().primaryKey(), name: text().notNull() }, (table) => [
  uniqueIndex('directors_own_name_key')
    .on(table.name)
    .where(sql`${table.id} >= ${sql.raw(String(FIRST_OWN_ID))}`),
]);

export const movies = pgTable(
  'movies',
  {
    kinopoiskId: integer('kinopoisk_id').primaryKey(),
    storedOrder: bigint('stored_order', { mode: 'number' }).generatedAlwaysAsIdentity(),
    nameRu: text('name_ru'),
    nameOriginal: text('name_original'),
    nameEn: text('name_en'),
    title: text().generatedAlwaysAs(sql`coalesce(name_ru, name_original, name_en)`),
    /** `title` folded for sorting, compared byte by byte. */
    titleKey: text('title_key'),
    /** All names in Latin letters, `| like | this |`, for trigrams: they see no Cyrillic where the database's `LC_CTYPE` is `C`. */
    searchKey: text('search_key'),
    description: text(),
    year: integer(),
    rating: doublePrecision(),
    ratingImdb: doublePrecision('rating_imdb'),
    countries: text().array().notNull().default([]),
    lengthMinutes: integer('length_minutes'),
    ageLimit: integer('age_limit'),
    type: text(),
    imdbId: text('imdb_id'),
    posterUrl: text('poster_url'),
    posterPreviewUrl: text('poster_preview_url'),
    webUrl: text('web_url'),
    trailerUrl: text('trailer_url'),
    trailerKnown: boolean('trailer_known').notNull().default(false),
    directorsKnown: boolean('directors_known').notNull().default(false),
    /** Whether the film is listed; kept by the application, which knows what a complete card is. */
    isComplete: boolean('is_complete').notNull().default(false),
    fetchedAt: utc('fetched_at'),
    /** Attempts to complete the card later, and when the next one is due. */
    enrichmentAttempts: smallint('enrichment_attempts').notNull().default(0),
    enrichmentDueAt: utc('enrichment_due_at'),
  },
  (table) => [
    // Inserts waiting for the index make searches read the whole table: by default up to 4 MB of them, until a vacuum.
    index('movies_search_key_idx')
      .using('gin', table.searchKey.op('gin_trgm_ops'))
      .with({ gin_pending_list_limit: 256 }),
    index('movies_titles_idx').using('gin', titlesIn(table.searchKey)).with({ gin_pending_list_limit: 256 }),
    index('movies_words_idx').using('gin', wordsIn(table.searchKey)).with({ gin_pending_list_limit: 256 }),
    uniqueIndex('movies_stored_order_key').on(table.storedOrder),
    index('movies_imdb_id_idx')
      .on(table.imdbId)
      .where(sql`${table.imdbId} is not null`),
    // All that a page needs to find its films: those of the pages before it are counted without being read.
    index('movies_listed_idx').on(table.storedOrder, table.kinopoiskId).where(table.isComplete.getSQL()),
    index('movies_year_idx').on(table.year, table.storedOrder, table.kinopoiskId).where(table.isComplete.getSQL()),
    index('movies_newest_idx')
      .on(
        ...[sql`(-${table.year})`, sql`(-coalesce(${table.rating}, -1))`, table.kinopoiskId, table.year, table.rating],
      )
      .where(table.isComplete.getSQL()),
    index('movies_to_enrich_idx')
      .on(table.enrichmentDueAt)
      .where(sql`${table.fetchedAt} is not null and not (${table.directorsKnown} and ${table.trailerKnown})`),
    check('movies_kinopoisk_id_positive', sql`${table.kinopoiskId} > 0`),
  ],
);

export const movieGenres = pgTable(
  'movie_genres',
  {
    kinopoiskId: integer('kinopoisk_id')
      .notNull()
      .references(() => movies.kinopoiskId, { onDelete: 'cascade' }),
    genreId: integer('genre_id')
      .notNull()
      .references(() => genres.id),
    position: smallint().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.kinopoiskId, table.genreId] }),
    index('movie_genres_genre_idx').on(table.genreId, table.kinopoiskId),
  ],
);

export const movieDirectors = pgTable(
  'movie_directors',
  {
    kinopoiskId: integer('kinopoisk_id')
      .notNull()
      .references(() => movies.kinopoiskId, { onDelete: 'cascade' }),
    directorId: integer('director_id')
      .notNull()
      .references(() => directors.id),
    position: smallint().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.kinopoiskId, table.directorId] }),
    index('movie_directors_director_idx').on(table.directorId, table.kinopoiskId),
  ],
);

/** Counters of rate-limiter-flexible, in the columns it expects. `expire`: milliseconds since 1970. */
export const rateLimits = pgTable('rate_limits', {
  key: varchar({ length: 255 }).primaryKey(),
  points: integer().notNull().default(0),
  expire: bigint({ mode: 'number' }),
});

/** Work that one instance at a time does, and until when it has it. */
export const leases = pgTable('leases', {
  name: text().primaryKey(),
  holder: text().notNull(),
  expiresAt: utc('expires_at').notNull(),
});
