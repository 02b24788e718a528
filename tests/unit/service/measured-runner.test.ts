import { describe, expect, it } from 'vitest';
import { measured } from '../../../src/adapters/persistence/engine/measured-runner.ts';
import type { SqlRunner } from '../../../src/adapters/persistence/engine/sql-runner.ts';
import { CountingMetrics } from '../../fakes/counting-metrics.ts';

/** Answers every statement with itself. */
const echo: SqlRunner = {
  run: async (text, values = [], how = {}) => [text, values, how],
  transaction: (work) => work({ run: async (text) => [text] }),
};

describe('a measured runner', () => {
  it.each([
    ['select 1', 'select'],
    ['  \n UPDATE "rate_limits" SET points = 1', 'update'],
    ['insert into users values ($1)', 'insert'],
    ['delete from users', 'delete'],
    ['with known as (select 1) select * from known', 'with'],
    ['selection', 'other'],
    ['(select 1) union (select 2)', 'other'],
    ['listen nobody_knows_what', 'other'],
    ['', 'other'],
  ])('times %j as %s', async (text, operation) => {
    const metrics = new CountingMetrics();
    await measured(echo, metrics).run(text);
    expect(metrics.times).toEqual([`db_query_duration_seconds ${operation}`]);
  });

  it('passes everything on unchanged', async () => {
    const how = { prepare: true, rowsAs: 'arrays' } as const;
    const rows = await measured(echo, new CountingMetrics()).run('select $1', [1], how);
    expect(rows).toEqual(['select $1', [1], how]);
  });

  it('times a transaction and each statement within', async () => {
    const metrics = new CountingMetrics();
    const result = await measured(echo, metrics).transaction(async (inside) => [
      ...(await inside.run('select 1')),
      ...(await inside.run('delete from users')),
    ]);
    expect(result).toEqual(['select 1', 'delete from users']);
    expect(metrics.times.map((time) => time.split(' ')[1])).toEqual(['select', 'delete', 'transaction']);
  });

  it('measures failures, too, and throws them again', async () => {
    const metrics = new CountingMetrics();
    const failing: SqlRunner = { ...echo, run: () => Promise.reject(new RangeError('on purpose')) };
    await expect(measured(failing, metrics).run('select 1')).rejects.toThrow(new RangeError('on purpose'));
    expect(metrics.times).toEqual(['db_query_duration_seconds select']);
  });

  it('is the runner itself without metrics', () => {
    expect(measured(echo, undefined)).toBe(echo);
  });
});
