import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import type { OpenDatabase } from '../../../src/adapters/persistence/engine/database.ts';
import { openDatabase } from '../../../src/adapters/persistence/engine/database.ts';
import { SchemaUnusable } from '../../../src/adapters/persistence/engine/migrations.ts';
import { searchMovies } from '../../../src/adapters/persistence/films/search/movie-search.ts';
import { emptyDatabaseUrl } from '../../support/database.ts';
import { onServer } from '../../support/postgres-server.ts';

const migrationsFolder = 'drizzle';

const TABLES = `select count(*)::int as tables from information_schema.tables
  where table_schema = current_schema() and table_name = any('{users,movies,sessions,__drizzle_migrations}')`;

async function open(url: string): Promise<OpenDatabase> {
  const database = await openDatabase({ url, poolSize: 2, migrationsFolder });
  onTestFinished(() => database.close());
  return database;
}

const refusal = async (url: string): Promise<unknown> =>
  (await open(url)).migrate().then(
    () => 'migrated',
    (error: unknown) => error,
  );

describe.runIf(inject('postgres'))('a database', () => {
  let url: string;
  let role: string;
  beforeAll(async () => {
    url = await emptyDatabaseUrl();
    role = `role_${randomBytes(6).toString('hex')}`;
    // A role that has no rights except in its own schema.
    await onServer(url, (sql) =>
      sql.unsafe(
        `create role ${role} login; create schema extensions; create extension pg_trgm schema extensions;
         grant usage on schema extensions to ${role}; revoke create on schema public from public;
         create schema films authorization ${role}; create schema "Полка, вторая" authorization ${role};
         create schema foreign_one authorization ${role}`,
      ),
    );
    return () => onServer(url, (sql) => sql.unsafe(`drop owned by ${role}; drop role ${role}`));
  });

  const as = (name: string, path?: string) => {
    const own = new URL(url);
    own.username = name;
    if (path !== undefined) own.searchParams.set('options', `-csearch_path=${path}`);
    return own.href.replaceAll('+', '%20');
  };

  it.each(['films', String.raw`"Полка,\ вторая"`])(
    'works for a role that owns one schema, with the extension in another one: %s',
    async (schema) => {
      const database = await open(as(role, schema));
      expect(await database.migrate()).toBeGreaterThan(0);
      expect(await database.migrate()).toBe(0);
      expect(await database.pendingMigrations()).toBe(0);
      expect(await database.query(TABLES, [])).toEqual([{ tables: 4 }]);
      await database.query(
        `insert into movies (kinopoisk_id, name_ru, search_key, title_key) values (301, 'Матрица', '| matrica |', 'matrica')`,
        [],
      );
      const found = await searchMovies(database.db, { query: 'матрца', teasers: undefined }, { page: 1, perPage: 10 });
      expect(found.items.map(({ title }) => title)).toEqual(['Матрица']);
    },
  );

  it('keeps the records of migrations where earlier versions wrote them', async () => {
    const earlier = await emptyDatabaseUrl();
    const database = await open(earlier);
    const applied = await database.migrate();
    await database.query('create schema drizzle', []);
    await database.query('alter table __drizzle_migrations set schema drizzle', []);
    expect(await database.pendingMigrations()).toBe(0);
    await database.query(
      'delete from drizzle.__drizzle_migrations where created_at = (select max(created_at) from drizzle.__drizzle_migrations)',
      [],
    );
    expect([applied > 1, await database.pendingMigrations()]).toEqual([true, 1]);
  });

  it.each([
    ['public', 'The role may not create tables (permission denied for schema public)'],
    ['no_such_schema', 'names no schema that exists'],
  ])('without a schema for the service in %s reports what to do', async (path, reason) => {
    const error = await refusal(as(role, path));
    expect(error).toBeInstanceOf(SchemaUnusable);
    expect((error as Error).message).toContain(reason);
  });

  it('with a table of another program is not changed', async () => {
    const database = await open(as(role, 'foreign_one'));
    await database.query('create table users (name text)', []);
    const error = await refusal(as(role, 'foreign_one'));
    expect((error as Error).message).toMatch(
      /^The database has tables of another program \(relation "users" already exists\)\..+search_path/,
    );
    expect(await database.query(TABLES, [])).toEqual([{ tables: 1 }]);
  });

  it('without the extension is reported, if the role may not create it', async () => {
    const bare = await emptyDatabaseUrl();
    await onServer(bare, (sql) => sql.unsafe(`create schema films authorization ${role}`));
    const own = new URL(bare);
    own.username = role;
    own.searchParams.set('options', '-csearch_path=films');
    const error = await refusal(own.href);
    expect((error as Error).message).toContain('Run “create extension pg_trgm” in the database as a superuser');
    await onServer(bare, (sql) => sql.unsafe(`drop owned by ${role}`));
  });
});

describe.runIf(inject('postgres'))('a migration that waits for another one', () => {
  const LOCK = 'select pg_advisory_lock(4815162342)';

  it('logs this, and ends at once when the service is stopped', async () => {
    const url = await emptyDatabaseUrl();
    const database = await open(url);
    await onServer(url, async (sql) => {
      await sql.unsafe(LOCK);
      const stopping = new AbortController();
      const notices: string[] = [];
      const tell = (line: string) => notices.push(line);
      const migrating = database.migrate({ stopping: stopping.signal, log: { info: tell, warn: tell } });
      const outcome = migrating.catch((error: unknown) => error);
      await expect
        .poll(() => notices)
        .toEqual([expect.stringMatching(/^waiting for another instance .+process \d+ of/)]);
      const stoppedAt = performance.now();
      stopping.abort(new RangeError('told to stop'));
      expect(await outcome).toEqual(new RangeError('told to stop'));
      expect(performance.now() - stoppedAt).toBeLessThan(2_000);
    });
    expect(await database.migrate()).toBeGreaterThan(0);
  });

  it('is undone when the service is stopped during it, even in the server', async () => {
    const url = await emptyDatabaseUrl();
    const database = await open(url);
    // Blocks the migration by a lock that the test holds.
    await database.query('create table __drizzle_migrations (id serial, hash text, created_at bigint)', []);
    await onServer(url, async (sql) => {
      await sql.unsafe('begin; lock table __drizzle_migrations in share mode');
      const stopping = new AbortController();
      const lines: string[] = [];
      const tell = (line: string) => lines.push(line);
      const outcome = database
        .migrate({ stopping: stopping.signal, log: { info: tell, warn: tell } })
        .catch((error: unknown) => error);
      const waiting = `select count(*)::int as sessions from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`;
      await expect.poll(() => database.query(waiting, [])).toEqual([{ sessions: 1 }]);
      await expect
        .poll(() => lines)
        .toEqual([expect.stringMatching(/^migrating the database: (\d+) of \1 migrations$/)]);
      stopping.abort(new RangeError('told to stop'));
      expect(await outcome).toEqual(new RangeError('told to stop'));
      await expect.poll(() => database.query(waiting, [])).toEqual([{ sessions: 0 }]);
    });
    expect(await database.query(`select to_regclass('users') as users`, [])).toEqual([{ users: null }]);
    expect(await database.migrate()).toBeGreaterThan(0);
  });
});
