import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  doublePrecision,
  index,
  integer,
  json,
  pgSequence,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { FIRST_OWN_ID } from '../../../domain/films/movie.ts';
import { utc } from '../engine/utc-column.ts';
import { titlesIn, wordsIn } from './title-columns.ts';

/** Ids for genres and directors to which Kinopoisk gives none. */
export const ownIds = pgSequence('own_ids', { startWith: FIRST_OWN_ID, maxValue: 2_147_483_647 });

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
    /**
     * All names in Latin letters, `| like | this |`. Trigrams ignore Cyrillic letters if the database's `LC_CTYPE` is
     * `C`.
     */
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
    /** Whether the film is listed. The application sets it, because it knows which cards are complete. */
    isComplete: boolean('is_complete').notNull().default(false),
    fetchedAt: utc('fetched_at'),
    /** Attempts to complete the card later, and when the next one is due. */
    enrichmentAttempts: smallint('enrichment_attempts').notNull().default(0),
    enrichmentDueAt: utc('enrichment_due_at'),
  },
  (table) => [
    // While many entries wait to be added to the index, searches read the whole table instead. By default, 4 MB of
    // entries may wait.
    index('movies_search_key_idx')
      .using('gin', table.searchKey.op('gin_trgm_ops'))
      .with({ gin_pending_list_limit: 256 }),
    index('movies_titles_idx').using('gin', titlesIn(table.searchKey)).with({ gin_pending_list_limit: 256 }),
    index('movies_words_idx').using('gin', wordsIn(table.searchKey)).with({ gin_pending_list_limit: 256 }),
    uniqueIndex('movies_stored_order_key').on(table.storedOrder),
    index('movies_imdb_id_idx')
      .on(table.imdbId)
      .where(sql`${table.imdbId} is not null`),
    // Has all columns that select the films of a page, so that those of earlier pages are skipped without being read.
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

/**
 * The read model: each film as JSON, with its genres and directors, so that showing a film costs one row. Triggers on
 * the tables of films add the rows and set `document` to null when one of its parts changes; `movie-documents.ts` says
 * who writes it again. `shape`: what a document contains; `movie-document-rows.ts` has the current one.
 */
export const movieDocuments = pgTable(
  'movie_documents',
  {
    kinopoiskId: integer('kinopoisk_id')
      .primaryKey()
      .references(() => movies.kinopoiskId, { onDelete: 'cascade' }),
    document: json(),
    shape: smallint().notNull().default(1),
  },
  (table) => [
    index('movie_documents_shape_idx').on(table.shape),
    index('movie_documents_outdated_idx')
      .on(table.kinopoiskId)
      .where(sql`${table.document} is null`),
  ],
);

/**
 * Words of titles from three letters on, for typing errors: there are far fewer words than titles. A trigger on
 * `movies` adds them. A word stays when the last title with it is deleted. It then finds nothing.
 */
export const titleWords = pgTable('title_words', { word: text().primaryKey() }, (table) => [
  index('title_words_trigrams_idx').using('gin', table.word.op('gin_trgm_ops')),
]);
