import { sql } from 'drizzle-orm';
import { check, date, index, integer, pgTable, primaryKey, smallint, text } from 'drizzle-orm/pg-core';
import { utc } from '../../engine/utc-column.ts';

/** The cache of a film source's answers, and its quota. All of it can be fetched again. */

/** One cached page of a search, with its films in the order found. */
export const searches = pgTable(
  'searches',
  {
    query: text().notNull(),
    page: smallint().notNull(),
    kinopoiskIds: integer('kinopoisk_ids').array().notNull(),
    total: integer().notNull(),
    fetchedAt: utc('fetched_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.query, table.page] }), index('searches_fetched_at_idx').on(table.fetchedAt)],
);

/** The negative cache: ids for which the source knows no film. */
export const missingFilms = pgTable(
  'unknown_films',
  { kinopoiskId: integer('kinopoisk_id').primaryKey(), askedAt: utc('asked_at').notNull() },
  (table) => [index('unknown_films_asked_at_idx').on(table.askedAt)],
);

/**
 * The API quota of one account (of one API key) in one row, so that one statement decides about a call. The table still
 * has its first name, because an instance of the previous version could not read a renamed table.
 */
export const apiQuotas = pgTable(
  'call_budgets',
  {
    account: text().primaryKey(),
    day: date({ mode: 'string' }).notNull(),
    /** Calls used on that day. */
    used: integer().notNull().default(0),
    /** The daily limit as reported by the source. */
    reportedLimit: integer('reported_limit'),
    nextCallAt: utc('next_call_at').notNull(),
    nextSearchAt: utc('next_search_at').notNull(),
    nextVotesAt: utc('next_votes_at'),
    keyRefusedUntil: utc('key_refused_until'),
  },
  (table) => [check('call_budgets_used_not_negative', sql`${table.used} >= 0`)],
);

/** How far the lists of the film source are read. `due_at`: when the next page may be read. */
export const filmLists = pgTable(
  'film_lists',
  {
    name: text().primaryKey(),
    nextPage: smallint('next_page').notNull(),
    dueAt: utc('due_at').notNull(),
    /** When the list was last read to its end. */
    readAt: utc('read_at'),
    failures: smallint().notNull(),
  },
  (table) => [check('film_lists_next_page_positive', sql`${table.nextPage} > 0`)],
);
