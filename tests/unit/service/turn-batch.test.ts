import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { TurnBatch } from '../../../src/adapters/persistence/engine/turn-batch.ts';
import type { SharedWork } from '../../../src/application/shared/ports/as-service.ts';

type Film = { readonly id: number; readonly title: string };

/** `pending`: number of statements that wait for a connection; `none` for the embedded database. */
function store(pending: number | 'none' = 0) {
  const titles = new Map(Array.from({ length: 100 }, (_, id) => [id, `film ${id}`]));
  const sent: (readonly number[])[] = [];
  const asking = { address: '192.0.2.1' };
  const shared: SharedWork[] = [];
  const state = { used: 1, idle: 1, opening: 0, max: 2, longestWaitMs: 0 };
  const films = new TurnBatch<number, Film>(
    {
      asService: (work, run) => {
        shared.push(work);
        return run();
      },
      whose: () => ({ ...asking, person: 'anna' }),
      pool: () => (pending === 'none' ? undefined : { ...state, pending }),
    },
    {
      read: async (ids) => {
        sent.push(ids);
        if (ids.includes(-1)) throw new Error('the connection is lost');
        return ids.flatMap((id) => (titles.has(id) ? [{ id, title: titles.get(id) ?? '' }] : [])).toReversed();
      },
      keyOf: ({ id }) => id,
    },
  );
  return { films, sent, shared, titles, asking };
}

describe('TurnBatch', () => {
  it('reads the records of one turn of the event loop with one statement', async () => {
    const { films, sent, shared } = store();
    const found = await Promise.all([7, 3, 7, 404].map((id) => films.find(id)));
    expect(found.map((film) => film?.title)).toEqual(['film 7', 'film 3', 'film 7', undefined]);
    expect(sent).toEqual([[7, 3, 404]]);
    expect(shared).toEqual(['records']);
  });

  it('answers with the record as it is after the request', async () => {
    const { films, sent, titles } = store();
    const before = films.find(7);
    await nextTurn();
    titles.set(7, 'renamed');
    expect((await films.find(7))?.title).toBe('renamed');
    expect((await before)?.title).toBe('film 7');
    expect(sent).toEqual([[7], [7]]);
  });

  it('passes a fault to everybody who waits for the statement, and to nobody else', async () => {
    const { films } = store();
    const outcomes = await Promise.allSettled([films.find(7), films.find(-1)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await films.find(7)).toEqual({ id: 7, title: 'film 7' });
  });

  it.each([1, 'none'] as const)('reads those of each address separately, if statements wait (%s)', async (pending) => {
    const { films, sent, shared, asking } = store(pending);
    const [first, second] = [films.find(1), films.find(2)];
    asking.address = '192.0.2.2';
    await Promise.all([first, second, films.find(1)]);
    expect(sent).toEqual([[1, 2], [1]]);
    expect(shared).toEqual([]);
  });

  it('keeps a statement short', async () => {
    const { films, sent } = store();
    const found = await Promise.all(Array.from({ length: 70 }, (_, id) => films.find(id)));
    expect(found.every((film, id) => film?.id === id)).toBe(true);
    expect(sent.map((ids) => ids.length)).toEqual([32, 32, 6]);
  });
});
