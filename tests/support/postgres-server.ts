import { randomBytes } from 'node:crypto';
import postgres from 'postgres';

/**
 * A server and the databases one run of the tests makes on it. `url`: any database of it; `prefix`: how the names of
 * those databases begin; `template`: one with our schema.
 */
export type PostgresOfRun = { readonly url: string; readonly prefix: string; readonly template: string };

/** @returns the new database's URL; the end of the run takes it away */
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

/** The same server, another database. */
export function urlOf(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.href;
}

/** Does something over a connection of its own. */
export async function onServer(url: string, work: (sql: postgres.Sql) => PromiseLike<unknown>): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    await work(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}
