import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { is } from 'drizzle-orm';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import { describe, expect, it } from 'vitest';

const SOURCES = globSync('src/adapters/persistence/**/*.ts').toSorted();
const FILES = SOURCES.filter((file) => readFileSync(file, 'utf8').includes(' = pgTable('));
const modules = await Promise.all(FILES.map(async (file) => (await import(resolve(file))) as Record<string, unknown>));
const tables = modules.flatMap((module) => Object.values(module).filter((value) => is(value, PgTable)));

/** Tables with rows of users that are ordered as all instances read them. */
const BY_OTHER_KEY = ['revocations'];

/** The columns of the primary key, in their order. */
function keyOf(table: PgTable): string[] {
  const { columns, primaryKeys } = getTableConfig(table);
  const [composed] = primaryKeys;
  return (composed?.columns ?? columns.filter((column) => column.primary)).map((column) => column.name);
}

const configs = tables.map((table) => ({ ...getTableConfig(table), key: keyOf(table) }));
const ofUsers = configs.filter(({ columns }) => columns.some((column) => column.name === 'user_id'));
const byUser = ofUsers.filter(({ name }) => !BY_OTHER_KEY.includes(name));

describe('the tables with rows of users', () => {
  it('have user_id as the first column of their primary key', () => {
    expect(byUser.map(({ name, key }) => [name, key[0]])).toEqual(byUser.map(({ name }) => [name, 'user_id']));
    expect(byUser.length).toBeGreaterThan(0);
  });

  it('have user_id as the first column of each unique index', () => {
    const unique = byUser.flatMap(({ name, indexes }) =>
      indexes
        .filter((index) => index.config.unique)
        .map((index) => `${name}: ${(index.config.columns[0] as { name: string }).name}`),
    );
    expect(unique).not.toEqual([]);
    expect(unique.filter((one) => !one.endsWith(': user_id'))).toEqual([]);
  });

  it('refer to each other with user_id as the first column', () => {
    const names = new Set(byUser.map(({ name }) => name));
    const references = byUser.flatMap(({ foreignKeys }) => foreignKeys.map((key) => key.reference()));
    const among = references.filter(({ foreignTable }) => names.has(getTableConfig(foreignTable).name));
    expect(among.map(({ columns, foreignColumns }) => [columns[0]!.name, foreignColumns[0]!.name])).toEqual([
      ['user_id', 'user_id'],
    ]);
  });

  it('are listed on the page about scaling, with all other tables', () => {
    const page = readFileSync('docs/operate/scaling.md', 'utf8');
    const listed = Array.from(
      page.matchAll(/^\| `(\w+)` \| ([^|]+) \|/gm),
      ([, name, key]) => `${name}: ${key!.trim()}`,
    );
    const expected = configs.map(({ name, key }) => `${name}: ${key.map((column) => `\`${column}\``).join(', ')}`);
    expect(listed.toSorted()).toEqual(expected.toSorted());
  });
});
