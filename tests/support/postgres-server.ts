import { randomBytes } from 'node:crypto';
import postgres from 'postgres';

/**
 * The server of a test run. `url`: the URL of any of its databases; `prefix`: the beginning of the names of all
 * databases of the run; `template`: the name of a migrated database to copy.
 */
export type PostgresOfRun = { readonly url: string; readonly prefix: string; readonly template: string };

/** Creates a database, which is dropped at the end of the run. @returns its URL */
export async function createDatabase({ url, prefix }: PostgresOfRun, template = 'template1'): Promise<string> {
  const name = `${prefix}${randomBytes(6).toString('hex')}`;
  await onServer(url, (sql) => sql.unsafe(`create database ${name} template ${template}`));
  return urlOf(url, name);
}

export async function dropDatabases({ url, prefix }: PostgresOfRun): Promise<void> {
  await onServer(url, async (sql) => {
    const databases = await sql<{ name: string }[]>`
      select datname as name from pg_database where starts_with(datname, ${prefix})`;
    for (const { name } of databases) await sql.unsafe(`drop database ${name} with (force)`);
  });
}

/** The URL of another database on the same server. */
export function urlOf(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.href;
}

/** Calls `work` with a new connection, and closes it afterwards. */
export async function onServer(url: string, work: (sql: postgres.Sql) => PromiseLike<unknown>): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    await work(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}
