/** Fills a database by SQL, for the scenario `scale`. */
import { PgDialect } from 'drizzle-orm/pg-core';
import type { TransactionSql } from 'postgres';
import { DOCUMENT_SHAPE, filmFromTables } from '../src/adapters/persistence/films/movie-document-rows.ts';
import { onServer } from '../tests/support/postgres-server.ts';

/** `people` have `filmsEach` films on the shelf; one more, the collector, has the first `collected` films. */
export type Amounts = {
  readonly people: number;
  readonly films: number;
  readonly filmsEach: number;
  readonly collected: number;
};

/** The tables with many rows, in the order in which they are filled. */
const TABLES = [
  ...['movies', 'movie_genres', 'movie_directors', 'movie_documents'],
  ...['users', 'favorite_movies', 'shelves', 'shelf_changes'],
];

const DIRECTORS = 1_000;
/** How many words the titles consist of. Each title has two of them and a number that no other title has. */
const WORDS = 2_000;

export const KNOWN_QUERY = 'двадцать фильмов';

/** People have the numbers from 1 on in their ids; the collector has the number after the last person. */
export async function fillDatabase(databaseUrl: string, amounts: Amounts): Promise<void> {
  await onServer(databaseUrl, async (sql) => {
    await sql.unsafe("set session_replication_role = replica; set maintenance_work_mem = '512MB'");
    await sql.unsafe(`insert into directors select g, 'Режиссёр ' || g from generate_series(1, ${DIRECTORS}) g`);
    const rows = rowsOf(amounts);
    for (const table of TABLES) {
      // In one transaction, because PostgreSQL does not log the rows of a table that the same transaction has emptied
      // ("Populating a Database").
      await sql.begin(async (tx) => {
        await tx.unsafe(`truncate ${table} cascade`);
        const indexes = await dropIndexes(tx, table);
        for (const statement of rows[table] ?? []) await tx.unsafe(statement);
        for (const index of indexes) await tx.unsafe(index);
        // Later tables are filled from earlier ones, and without statistics the plan for that takes hours.
        await tx.unsafe(`analyze ${table}`);
      });
    }
    await sql.unsafe(`insert into searches
      select '${KNOWN_QUERY}', 1, array_agg(g * 37), 20, now() from generate_series(1, 20) g`);
    await sql.unsafe('vacuum analyze');
    await sql.unsafe('checkpoint');
  });
}

/** Drops the indexes of a table except keys that other tables refer to. @returns statements that create them again */
async function dropIndexes(tx: TransactionSql, table: string): Promise<string[]> {
  const constraints = await tx<{ name: string; definition: string }[]>`
    select conname name, pg_get_constraintdef(oid) definition from pg_constraint own
    where conrelid = ${table}::regclass and contype in ('p', 'u')
      and not exists (select from pg_constraint where contype = 'f' and conindid = own.conindid)`;
  const indexes = await tx<{ name: string; definition: string }[]>`
    select indexrelid::regclass name, pg_get_indexdef(indexrelid) definition from pg_index
    where indrelid = ${table}::regclass and not exists (select from pg_constraint where conindid = indexrelid)`;
  for (const { name } of constraints) await tx.unsafe(`alter table ${table} drop constraint ${name}`);
  for (const { name } of indexes) await tx.unsafe(`drop index ${name}`);
  return [
    ...constraints.map(({ name, definition }) => `alter table ${table} add constraint ${name} ${definition}`),
    ...indexes.map(({ definition }) => definition),
  ];
}

/** SQL for each table. Titles are in lower-case Latin letters, so that they are also their search keys. */
function rowsOf({ people, films, filmsEach, collected }: Amounts): Readonly<Record<string, readonly string[]>> {
  const id = (number: string) => `('00000000-0000-7000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`;
  const film = `1 + (person::bigint * 7919 + place * 99991) % ${films}`;
  const person = `generate_series(1, ${people}) person`;
  const shelves = `${person}, generate_series(1, ${filmsEach}) place`;
  const collector = `${people + 1}`;
  return {
    movies: [
      `insert into movies (kinopoisk_id, name_ru, title_key, search_key, description, year, rating, countries,
        length_minutes, type, fetched_at, trailer_known, directors_known, is_complete)
      select g, title, title, '| ' || title || ' |', 'About ' || title || repeat(', a long story', 20), 1950 + g % 70,
        (g % 100) / 10.0, '{Россия}', 90 + g % 60, 'FILM', now(), true, true, true
      from generate_series(1, ${films}) g,
        lateral (select 'w' || to_hex(g::bigint * 7919 % ${WORDS}) || ' w' || to_hex(g::bigint * 104729 % ${WORDS}) || ' ' || g title) named`,
      `insert into title_words select 'w' || to_hex(g) from generate_series(0, ${WORDS - 1}) g on conflict do nothing`,
    ],
    movie_genres: [
      `insert into movie_genres select g, 1 + (g + n) % 10, n from generate_series(1, ${films}) g, generate_series(0, 1) n`,
    ],
    movie_directors: [
      `insert into movie_directors select g, 1 + g % ${DIRECTORS}, 0 from generate_series(1, ${films}) g`,
    ],
    movie_documents: [
      `insert into movie_documents (kinopoisk_id, document, shape)
      select movie_documents.kinopoisk_id, ${new PgDialect().sqlToQuery(filmFromTables).sql}, ${DOCUMENT_SHAPE}
      from movies movie_documents`,
    ],
    users: [
      `insert into users (id, username, username_skeleton, password_hash, created_at)
      select ${id('person')}, 'reader' || person, 'reader' || person, '', now() - interval '1 year'
      from generate_series(1, ${people + 1}) person`,
    ],
    favorite_movies: [
      `insert into favorite_movies (user_id, kinopoisk_id, added_at)
      select ${id('person')}, ${film}, timestamptz '2026-01-01' + place * interval '1 hour' from ${shelves}`,
      `insert into favorite_movies (user_id, kinopoisk_id, added_at)
      select ${id(collector)}, g, timestamptz '2020-01-01' + g * interval '1 hour' from generate_series(1, ${collected}) g`,
    ],
    shelves: [
      `insert into shelves (user_id, version) select ${id('person')}, ${filmsEach} from ${person}`,
      `insert into shelves (user_id, version) values (${id(collector)}, ${collected})`,
    ],
    shelf_changes: [
      `insert into shelf_changes (user_id, kinopoisk_id, version) select ${id('person')}, ${film}, place from ${shelves}`,
      `insert into shelf_changes (user_id, kinopoisk_id, version)
      select ${id(collector)}, g, g from generate_series(1, ${collected}) g`,
    ],
  };
}
