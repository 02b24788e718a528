import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { getTableName, is } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import type { OpenDatabase } from '../../../src/adapters/persistence/engine/database.ts';
import { openDatabase } from '../../../src/adapters/persistence/engine/database.ts';
import { SchemaNewerThanCode } from '../../../src/adapters/persistence/engine/migrations.ts';
import { copyEmbedded, SourceOlderThanCode } from '../../../src/adapters/persistence/service/copy-embedded.ts';
import type { CopyProgress, CopyReport } from '../../../src/adapters/persistence/service/database-copy.ts';
import { LEFT_OUT, TargetHasAccounts } from '../../../src/adapters/persistence/service/database-copy.ts';
import { DrizzleFavoriteMovieRepository } from '../../../src/adapters/persistence/shelf/drizzle-favorite-movie-repository.ts';
import { refuseExpired, ShelfCursorExpired } from '../../../src/domain/shelf/shelf-history.ts';
import type { TestDatabase } from '../../support/database.ts';
import { emptyDatabaseUrl, openTestDatabase } from '../../support/database.ts';
import { manyFilms } from '../../support/many-films.ts';
import { manyPeople } from '../../support/many-people.ts';

const migrationsFolder = 'drizzle';
const PEOPLE = 60;
const FILMS = 30;
/** This person has never had a film on the shelf. */
const NEWCOMER = '0198f0a0-0000-7000-8000-00000000feed';
const FIRST_PERSON = '0198f0a0-0000-7000-8000-000000000001';

const SOURCES = globSync('src/adapters/persistence/**/*.ts').filter((file) =>
  readFileSync(file, 'utf8').includes(' = pgTable('),
);
const modules = await Promise.all(SOURCES.map((file) => import(resolve(file)) as Promise<Record<string, unknown>>));
const TABLES = modules
  .flatMap((module) => Object.values(module).filter((value) => is(value, PgTable)))
  .map((table) => getTableName(table))
  .toSorted();

async function rows<Row>(database: OpenDatabase, text: string): Promise<Row[]> {
  return (await database.query(text, [])) as Row[];
}

/** The whole table as one hash, without values that a copy has to change. */
async function content(database: OpenDatabase, table: string): Promise<unknown> {
  const [hash] = await rows(
    database,
    `select count(*)::int as rows, md5(string_agg(line, ',' order by line collate "C")) as content from (
      select (to_jsonb(one) - array['transaction_id'${table === 'shelves' ? ", 'version', 'forgotten_version'" : ''}])::text as line
      from ${table} as one ${table === 'shelves' ? `where user_id <> '${NEWCOMER}'` : ''}) as lines`,
  );
  return hash;
}

describe.runIf(inject('postgres'))('a copy of an embedded database', () => {
  let source: TestDatabase;
  let url: string;
  let target: OpenDatabase;

  const copy = (onProgress: (progress: CopyProgress) => void = () => undefined): Promise<CopyReport> =>
    copyEmbedded({ dataDir: './data', source }, { url, target }, onProgress);

  beforeAll(async () => {
    source = await openTestDatabase('pglite');
    for (const statement of `${manyFilms(FILMS)};${manyPeople(PEOPLE, FILMS)}`.split(/;\n/))
      if (statement.trim() !== '') await source.query(statement, []);
    await source.query(
      `insert into users (id, email, password_hash, created_at) values ('${NEWCOMER}', 'new@example.org', '', now())`,
      [],
    );
  });
  beforeEach(async () => {
    url = await emptyDatabaseUrl();
    target = await openDatabase({ url, migrationsFolder });
    return () => target.close();
  });
  afterAll(() => source.close());

  it('has every row of every table of the schema, except the tables that it reports as left out', async () => {
    const { copied, leftOut } = await copy();
    expect([...copied, ...leftOut].map(({ table }) => table).toSorted()).toEqual(TABLES);
    expect(leftOut.map(({ table }) => table)).toEqual(['movie_documents', 'leases', 'rate_limits']);
    for (const { table, rows: count } of copied) {
      // An empty table would prove nothing. Add rows for a new table in `manyPeople`.
      expect([table, count]).toEqual([table, expect.toSatisfy((number: number) => number > 0)]);
      expect([table, await content(target, table)]).toEqual([table, await content(source, table)]);
    }
    const [remade, ...gone] = leftOut.map(({ table }) => table);
    for (const table of gone) expect(await content(target, table)).toMatchObject({ rows: 0 });
    // A trigger adds a row for each film; the service writes its document.
    const { rows: films } = (await content(source, 'movies')) as { rows: number };
    expect([remade, ((await content(target, 'movie_documents')) as { rows: number }).rows]).toEqual([
      'movie_documents',
      films,
    ]);
  });

  it('leaves out every unlogged table', async () => {
    const unlogged = await rows<{ name: string }>(
      source,
      `select relname as name from pg_class where relpersistence = 'u' and relkind = 'r'`,
    );
    expect(unlogged.length).toBeGreaterThan(0);
    expect(unlogged.filter(({ name }) => !LEFT_OUT.has(name))).toEqual([]);
  });

  it('writes new numbers of transactions: every such column has a default', async () => {
    const without = `select attrelid::regclass::text as table from pg_attribute
      where atttypid = 'xid8'::regtype and attnum > 0 and attrelid::regclass::text = any(string_to_array('${TABLES.join()}', ','))`;
    expect((await rows(source, without)).length).toBeGreaterThan(0);
    expect(await rows(source, `${without} and not atthasdef`)).toEqual([]);
    await copy();
    const numbers = await rows(target, 'select distinct transaction_id::text as number from revocations');
    expect(numbers).toHaveLength(1);
  });

  it('continues the numbers of every sequence', async () => {
    await copy();
    const names = ['movies_stored_order_seq', 'own_ids', 'revocations_id_seq'];
    const next = names
      .map((name) => `select (last_value + is_called::int)::text as next from ${name}`)
      .join(' union all ');
    expect(await rows(target, next)).toEqual(await rows(source, next));
    const others = `select sequencename as name from pg_sequences where schemaname = 'public' and sequencename not like '%drizzle%' order by 1`;
    expect(await rows(source, others)).toEqual(names.map((name) => ({ name })));
    const added = `insert into revocations (user_id, session_id) values ('${FIRST_PERSON}', '${FIRST_PERSON}')`;
    await expect(rows(target, added)).resolves.toEqual([]);
  });

  it('rejects cursors of the old database as expired, whatever happens in either, and accepts its own', async () => {
    await copy();
    const shelf = new DrizzleFavoriteMovieRepository(target);
    const refused = async (userId: string, version: number) => {
      const history = await shelf.changesAfter(userId, version, 10);
      expect(() => refuseExpired({ version, startedAt: 0 }, history)).toThrow(ShelfCursorExpired);
    };
    // The old database may have been used after the copy.
    const known = [0, 1, FILMS + 1, FILMS + 20].flatMap((version) =>
      [FIRST_PERSON, NEWCOMER].map((userId) => [userId, version] as const),
    );
    for (const [userId, version] of known) await refused(userId, version);
    for (let n = 1; n <= FILMS; n += 1) {
      await shelf.remove(FIRST_PERSON, n, new Date());
      await shelf.addAndRemove(NEWCOMER, { add: [n], remove: [] }, new Date());
    }
    for (const [userId, version] of known) await refused(userId, version);

    const first = await shelf.changesAfter(FIRST_PERSON, 0, 10);
    const begun = { version: first.changes.at(-1)!.version, startedAt: first.version };
    expect(() => refuseExpired(begun, first)).not.toThrow();
    const all = await shelf.changesAfter(FIRST_PERSON, 0, 1000);
    expect(all.changes.map(({ kinopoiskId }) => kinopoiskId).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: FILMS + 1 }, (_, n) => n + 1),
    );
  });

  it('replaces films that the target has', async () => {
    await target.migrate();
    await target.query(`insert into movies (kinopoisk_id, name_ru, search_key) values (1, 'Чужой', 'chuzhoj')`, []);
    await copy();
    for (const table of ['movies', 'title_words'])
      expect(await content(target, table)).toEqual(await content(source, table));
  });

  it('refuses a target with accounts, and does not change or migrate it', async () => {
    await target.query('create table users (id integer)', []);
    await target.query('insert into users values (1)', []);
    await expect(copy()).rejects.toThrow(TargetHasAccounts);
    expect(await rows(target, `select to_regclass('movies') as movies`)).toEqual([{ movies: null }]);

    const other = await emptyDatabaseUrl();
    const used = await openDatabase({ url: other, migrationsFolder });
    await used.migrate();
    await used.query(
      `insert into users (id, email, password_hash, created_at) values ('${FIRST_PERSON}', 'a@example.org', '', now())`,
      [],
    );
    const before = await Promise.all(TABLES.map((table) => content(used, table)));
    await expect(copyEmbedded({ dataDir: '', source }, { url: other, target: used }, () => undefined)).rejects.toThrow(
      'has accounts already',
    );
    expect(await Promise.all(TABLES.map((table) => content(used, table)))).toEqual(before);
    await used.close();
  });

  it('changes nothing when it is interrupted, and finishes the second time', async () => {
    const cut = `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and query like 'insert into %'`;
    let isCut = false;
    const seen: CopyProgress[] = [];
    const cutHalfWay = copy((progress) => {
      seen.push(progress);
      if (progress.done * 2 < progress.total || isCut) return;
      isCut = true;
      void target.query(cut, []);
    });
    await expect(cutHalfWay).rejects.toThrow('StorageUnavailable');
    expect(seen.at(-1)!.done).toBeLessThan(seen.at(-1)!.total);
    expect(await content(target, 'users')).toMatchObject({ rows: 0 });
    const { copied } = await copy();
    expect(copied.find(({ table }) => table === 'users')).toEqual({ table: 'users', rows: PEOPLE + 1 });
  });

  it('refuses a source of an older or newer version in one line, before it opens the target', async () => {
    const newest = 'select max(created_at) from __drizzle_migrations';
    for (const [change, back, refusal] of [
      ['created_at - 1', 'created_at + 1', SourceOlderThanCode],
      ['created_at + 1000', 'created_at - 1000', SchemaNewerThanCode],
    ] as const) {
      const shift = (to: string) =>
        source.query(`update __drizzle_migrations set created_at = ${to} where created_at = (${newest})`, []);
      await shift(change);
      const refused = await copy().catch((error: unknown) => error as Error);
      await shift(back);
      expect(refused).toBeInstanceOf(refusal);
      expect((refused as Error).message).not.toContain('\n');
    }
    expect(await rows(target, `select to_regclass('users') as users`)).toEqual([{ users: null }]);
  });
});
