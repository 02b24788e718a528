import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { callsInTime, KINOPOISK_PACING } from '../../../src/adapters/kinopoisk/kinopoisk-pacing.ts';
import type { WantedTurn } from '../../../src/adapters/kinopoisk/kinopoisk-turns.ts';
import { KinopoiskTurns } from '../../../src/adapters/kinopoisk/kinopoisk-turns.ts';
import { FilmSourceQuotaSpent, FilmSourceRateLimited } from '../../../src/application/films/ports/film-source.ts';
import { InMemoryApiQuota } from '../../fakes/in-memory-api-quota.ts';

const START_MS = Date.parse('2026-11-20T12:00:00.000Z');
const clock = { now: () => new Date(), monotonicMs: () => Date.now() };

let budget: InMemoryApiQuota;
let turns: KinopoiskTurns;
/** The turns that were given, in milliseconds since the start. */
let taken: { name: string; atMs: number }[];
let refused: { name: string; error: unknown }[];

beforeEach(() => {
  vi.useFakeTimers({ now: START_MS });
  budget = new InMemoryApiQuota(1_000_000);
  turns = new KinopoiskTurns(budget, KINOPOISK_PACING, clock);
  taken = [];
  refused = [];
});
afterEach(() => {
  vi.useRealTimers();
});

function want(name: string, wanted: Partial<WantedTurn> = {}, on = turns): void {
  const owner = { address: name, person: name };
  const full = {
    kind: 'other',
    purpose: 'asked',
    owner,
    withinMs: 3000,
    aheadMs: 0,
    signal: new AbortController().signal,
  };
  on.take({ ...full, ...wanted } as WantedTurn).then(
    (turn) => taken.push({ name, atMs: turn.getTime() - START_MS }),
    (error: unknown) => refused.push({ name, error }),
  );
}

const of = (name: string) => taken.filter((one) => one.name === name);

describe('KinopoiskTurns', () => {
  it('gives the first turn at once, and the next ones at the minimum intervals', async () => {
    for (let call = 0; call < 4; call++) want('a');
    await vi.advanceTimersByTimeAsync(1000);
    expect(taken.map(({ atMs }) => atMs)).toEqual([0, 60, 120, 180]);
  });

  it('gives turns to people one after another, however many calls one of them has', async () => {
    for (let call = 0; call < 40; call++) want('greedy');
    await vi.advanceTimersByTimeAsync(500);
    for (let call = 0; call < 8; call++) want('modest');
    await vi.advanceTimersByTimeAsync(2500);
    expect(of('modest')).toHaveLength(8);
    expect(of('modest')[0]!.atMs).toBeLessThanOrEqual(500 + 4 * 60);
    expect(of('modest')[7]!.atMs).toBeLessThanOrEqual(500 + 18 * 60);
    expect(of('greedy').length).toBeGreaterThan(30);
  });

  it('gives the people of one address one share of the turns', async () => {
    for (let person = 0; person < 10; person++)
      for (let call = 0; call < 10; call++) want('many', { owner: { address: 'office', person: `person ${person}` } });
    for (let call = 0; call < 8; call++) want('modest');
    await vi.advanceTimersByTimeAsync(1200);
    expect(of('modest')).toHaveLength(8);
  });

  it('refuses calls of the address with the most waiting calls when the queue is full, and no call of others', async () => {
    for (let call = 0; call < 1_100; call++)
      want('flood', { owner: { address: 'flood', person: `person ${call}` }, withinMs: 60_000 });
    for (let call = 0; call < 5; call++) want('modest');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(of('modest')).toHaveLength(5);
    expect(new Set(refused.map(({ name }) => name))).toEqual(new Set(['flood']));
  });

  it('makes no film wait for searches', async () => {
    for (let call = 0; call < 10; call++) want('searching', { kind: 'search' });
    await vi.advanceTimersByTimeAsync(10);
    for (let call = 0; call < 10; call++) want('looking');
    await vi.advanceTimersByTimeAsync(2900);
    expect(of('looking').at(-1)!.atMs).toBeLessThan(900);
    expect(of('searching').map(({ atMs }) => atMs)).toHaveLength(10);
    const gaps = of('searching').map(({ atMs }, at, all) => (at === 0 ? Infinity : atMs - all[at - 1]!.atMs));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(250);
  });

  it('makes background calls when nobody waits', async () => {
    for (let call = 0; call < 5; call++) want('background', { purpose: 'extra' });
    for (let call = 0; call < 5; call++) want('person');
    await vi.advanceTimersByTimeAsync(1000);
    const names = taken.map(({ name }) => name);
    expect(names).toHaveLength(10);
    // Turns that are already booked are not taken back when people ask.
    expect(names.slice(3, 8)).toEqual(Array.from({ length: 5 }, () => 'person'));
  });

  it('refuses calls that would be too late, and too many calls of one person', async () => {
    for (let call = 0; call < 60; call++) want('greedy', { withinMs: 600 });
    await vi.advanceTimersByTimeAsync(0);
    expect(refused).toHaveLength(60 - callsInTime(KINOPOISK_PACING));
    await vi.advanceTimersByTimeAsync(600);
    expect(taken.length + refused.length).toBe(60);
    expect(refused.every(({ error }) => error instanceof FilmSourceRateLimited)).toBe(true);
    expect(taken.every(({ atMs }) => atMs <= 600 + 120)).toBe(true);
    // Nothing is left behind.
    want('modest');
    await vi.advanceTimersByTimeAsync(200);
    expect(of('modest')).toHaveLength(1);
  });

  it('books nothing for a client that has disconnected', async () => {
    const left = new AbortController();
    for (let call = 0; call < 10; call++) want('a');
    want('b', { signal: left.signal });
    want('b', { signal: left.signal, kind: 'search' });
    left.abort(new Error('gone'));
    await vi.advanceTimersByTimeAsync(2000);
    expect([of('b').length, refused.map(({ name }) => name)]).toEqual([0, ['b', 'b']]);
    expect((await budget.quota(new Date())).used).toBe(10);
  });

  it('delays nobody by calls that were given up', async () => {
    const left = new AbortController();
    for (let call = 0; call < 20; call++) want(`gone ${call}`, { signal: left.signal });
    await vi.advanceTimersByTimeAsync(0);
    left.abort(new Error('gone'));
    want('a');
    await vi.advanceTimersByTimeAsync(1000);
    expect(of('a')[0]!.atMs).toBeLessThanOrEqual(4 * 60);
  });

  it('passes on the refusal of the quota, and continues with the next call', async () => {
    vi.spyOn(budget, 'book').mockRejectedValueOnce(new FilmSourceQuotaSpent({ retryAfterSeconds: 600 }));
    want('a', { purpose: 'newcomer' });
    want('b');
    await vi.advanceTimersByTimeAsync(100);
    expect(refused.map(({ name }) => name)).toEqual(['a']);
    expect(refused[0]?.error).toBeInstanceOf(FilmSourceQuotaSpent);
    expect(of('b')).toHaveLength(1);
  });

  it.each([
    [1, 1],
    [30, 0],
  ])('waits for the end of a pause of %i s if its turn still comes in time', async (seconds, calls) => {
    await budget.heed(new FilmSourceRateLimited({ retryAfterSeconds: seconds }), new Date());
    want('a');
    await vi.advanceTimersByTimeAsync(100);
    expect(refused).toHaveLength(1 - calls);
    await vi.advanceTimersByTimeAsync(2900);
    expect(taken).toHaveLength(calls);
  });

  it('shares the turns with other instances', async () => {
    const other = new KinopoiskTurns(budget, KINOPOISK_PACING, clock);
    for (let call = 0; call < 48; call++) want('here');
    for (let call = 0; call < 48; call++) want('there', {}, other);
    await vi.advanceTimersByTimeAsync(3000);
    expect(of('here').length).toBeGreaterThan(12);
    expect(of('there').length).toBeGreaterThan(12);
    expect(new Set(taken.map(({ atMs }) => atMs)).size).toBe(taken.length);
  });
});
