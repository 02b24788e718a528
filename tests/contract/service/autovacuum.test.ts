import { AsyncLocalStorage } from 'node:async_hooks';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Owner } from '../../../src/application/shared/fair-queue.ts';
import type { TestDatabase } from '../../support/database.ts';
import { openTestDatabase } from '../../support/database.ts';

const service: Owner = { address: '', person: '' };
const anna: Owner = { address: '192.0.2.1', person: '192.0.2.1' };

const owners = new AsyncLocalStorage<Owner>();
let database: TestDatabase;

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  database = await openTestDatabase('pglite', { whose: () => owners.getStore() ?? service });
  // After a start, larger tables are vacuumed once; here only those of the tests should need it.
  await run('vacuum');
});
beforeEach(async () => {
  await run('truncate unknown_films');
});
afterAll(async () => {
  vi.useRealTimers();
  await database.close();
});

const run = (text: string, values: unknown[] = []) => database.query(text, values);

async function number(expression: string): Promise<number> {
  return Number((await run(`select ${expression} as it`))[0]?.['it']);
}

const sizeOf = (table: string) => number(`pg_total_relation_size('${table}')`);
const vacuumsOf = (table: string) => number(`pg_stat_get_vacuum_count('${table}'::regclass)`);

const allVacuums = () => number('(select sum(pg_stat_get_vacuum_count(oid)) from pg_class)');

/** Until no table needs it: others, such as those of PostgreSQL, may need it more than the table of the test. */
async function upkeep(): Promise<void> {
  for (let vacuums = -1; vacuums !== (await allVacuums());) {
    vacuums = await allVacuums();
    await database.upkeep();
  }
}

/** Replaces all rows with 5,000 others, so that the file cannot become shorter. */
async function replaceFilms(round: number): Promise<void> {
  await run('insert into unknown_films select $1 + film, now() from generate_series(1, 5000) as film', [round * 5_000]);
  await run('delete from unknown_films where kinopoisk_id <= $1', [round * 5_000]);
}

async function sizesOfRounds(rounds: number, afterEachRound: () => Promise<void>): Promise<number[]> {
  const sizes: number[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    await replaceFilms(round);
    await afterEachRound();
    sizes.push(await sizeOf('unknown_films'));
  }
  return sizes;
}

describe('the embedded database', () => {
  it('uses the space of deleted rows again', async () => {
    const [first, ...later] = await sizesOfRounds(6, upkeep);
    expect(Math.max(...later)).toBeLessThan(3 * (first ?? 0));
  });

  it('uses it again even if the counters of deleted rows are lost, as by a restart', async () => {
    const [first, ...later] = await sizesOfRounds(6, async () => {
      await run('select pg_stat_force_next_flush()');
      await run(`select pg_stat_reset_single_table_counters('unknown_films'::regclass)`);
      await upkeep();
    });
    expect(Math.max(...later)).toBeLessThan(3 * (first ?? 0));
  });

  it('vacuums nothing again that has not changed', async () => {
    await replaceFilms(1);
    await upkeep();
    const vacuums = await vacuumsOf('unknown_films');
    await upkeep();
    expect([vacuums, await vacuumsOf('unknown_films')]).toEqual([vacuums, vacuums]);
    expect(vacuums).toBeGreaterThan(0);
  });

  it('vacuums a large table while nobody uses the service, or if most of it is dead', async () => {
    await run('alter table searches alter kinopoisk_ids set storage external');
    await run(`insert into searches select 'large', 1, array_fill(1, array[4500000]), 0, now()`);
    await run('alter table searches alter kinopoisk_ids set storage extended');
    await run(`insert into searches select 'small ' || n, 1, '{}', 0, now() from generate_series(1, 400) as n`);
    await run('vacuum searches');
    const before = await vacuumsOf('searches');
    const upkeepAfter = async (statement: string) => {
      await owners.run(anna, () => run(statement));
      await upkeep();
      return (await vacuumsOf('searches')) - before;
    };
    const deleteSmall = (most: number) =>
      `delete from searches where query in (select query from searches where query like 'small%' limit ${most})`;

    expect(await upkeepAfter(deleteSmall(150))).toBe(0);
    vi.advanceTimersByTime(6_000);
    await upkeep();
    expect((await vacuumsOf('searches')) - before).toBe(1);
    expect(await upkeepAfter(`update searches set total = 1 where query like 'small%'`)).toBe(1);
    expect(await upkeepAfter(`update searches set total = 2 where query like 'small%'`)).toBe(2);
  });
});
