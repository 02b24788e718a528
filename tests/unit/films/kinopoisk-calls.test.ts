import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { KinopoiskCall } from '../../../src/adapters/kinopoisk/kinopoisk-calls.ts';
import { KinopoiskCalls } from '../../../src/adapters/kinopoisk/kinopoisk-calls.ts';
import { KINOPOISK_OPERATIONS } from '../../../src/adapters/kinopoisk/kinopoisk-endpoint.ts';
import {
  FilmSourceKeyRefused,
  FilmSourceQuotaSpent,
  FilmSourceRateLimited,
  FilmSourceTimeout,
  FilmSourceUnavailable,
  SERVICE_ITSELF,
} from '../../../src/application/films/ports/film-source.ts';
import { CountingMetrics } from '../../fakes/counting-metrics.ts';
import { UnlimitedApiQuota } from '../../fakes/unlimited-api-quota.ts';

const clock = { now: () => new Date(), monotonicMs: () => 0 };
const find: KinopoiskCall = {
  operation: 'find',
  purpose: 'asked',
  owner: SERVICE_ITSELF,
  latestMs: 4000,
  signal: new AbortController().signal,
};

let budget: UnlimitedApiQuota;
let metrics: CountingMetrics;
let calls: KinopoiskCalls;
/** The number of calls sent so far. */
let sent: number;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-20T12:00:00.000Z') });
  budget = new UnlimitedApiQuota();
  metrics = new CountingMetrics();
  calls = new KinopoiskCalls(budget, metrics, clock);
  sent = 0;
});
afterEach(() => {
  vi.useRealTimers();
});

const answering =
  (status: number, headers = {}) =>
  () => {
    sent += 1;
    return Promise.resolve(new Response(null, { status, headers }));
  };

const failing = () => {
  sent += 1;
  return Promise.reject(new TypeError('fetch failed'));
};

const run = (send: () => Promise<Response>, call: Partial<KinopoiskCall> = {}) => calls.run({ ...find, ...call }, send);

async function failTimes(times: number, send: () => Promise<Response> = failing): Promise<void> {
  for (let call = 0; call < times; call++) await run(send).catch(() => undefined);
}

describe('KinopoiskCalls', () => {
  it('books a call, sends it and counts it by its status', async () => {
    expect((await run(answering(200))).status).toBe(200);
    await run(answering(404), { operation: 'search' });
    await run(failing).catch(() => undefined);
    expect(budget.booked).toEqual([
      { isSearch: false, purpose: 'asked', withinMs: 120 },
      { isSearch: true, purpose: 'asked', withinMs: 120 },
      { isSearch: false, purpose: 'asked', withinMs: 120 },
    ]);
    expect(metrics.counts).toEqual({
      'kinopoisk_requests_total find 200': 1,
      'kinopoisk_requests_total search 404': 1,
      'kinopoisk_requests_total find fault': 1,
    });
    expect(metrics.times).toHaveLength(3);
  });

  it('lets an extra call wait for only a second', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
    vi.spyOn(budget, 'book').mockRejectedValue(new FilmSourceRateLimited({ retryAfterSeconds: 1 }));
    const outcomes: string[] = [];
    const waiting = (['asked', 'extra'] as const).map((purpose) =>
      run(answering(200), { purpose }).catch(() => outcomes.push(purpose)),
    );
    await vi.advanceTimersByTimeAsync(1000);
    expect(outcomes).toEqual(['extra']);
    await vi.advanceTimersByTimeAsync(3000);
    await Promise.all(waiting);
    expect([outcomes, sent]).toEqual([['extra', 'asked'], 0]);
  });

  it('sends no call that the quota refuses', async () => {
    const refusal = new FilmSourceQuotaSpent({ retryAfterSeconds: 60 });
    vi.spyOn(budget, 'book').mockRejectedValue(refusal);
    await expect(run(answering(200))).rejects.toBe(refusal);
    expect([sent, metrics.counts]).toEqual([0, {}]);
  });

  it('waits for its turn, and gives the call back if the deadline comes first', async () => {
    const book = vi
      .spyOn(budget, 'book')
      .mockImplementation((_, now) => Promise.resolve(new Date(now.getTime() + 60_000)));
    const deadline = new AbortController();
    const waiting = run(answering(200), { signal: deadline.signal });
    await vi.waitFor(() => expect(book).toHaveBeenCalled());
    deadline.abort();
    await expect(waiting).rejects.toThrow();
    expect([sent, budget.released]).toEqual([0, 1]);
  });

  it('books a later turn if the first one has passed, later by the time that booking took', async () => {
    const begunMs = Date.now();
    const book = vi.spyOn(budget, 'book').mockImplementation((_, now) => {
      vi.setSystemTime(Date.now() + 150);
      return Promise.resolve(now);
    });
    await run(answering(200));
    expect(book.mock.calls.map(([, now]) => now.getTime() - begunMs)).toEqual([0, 300]);
    expect([sent, budget.released]).toEqual([1, 1]);
  });

  it('makes the call anyway if it is late three times', async () => {
    const book = vi.spyOn(budget, 'book').mockImplementation((_, now) => {
      vi.setSystemTime(now.getTime() + 150);
      return Promise.resolve(now);
    });
    await run(answering(200));
    expect([book.mock.calls.length, sent, budget.released]).toEqual([3, 1, 2]);
  });

  it('books nothing if its turn would be too late in any case', async () => {
    await expect(run(answering(200), { latestMs: -1 })).rejects.toBeInstanceOf(FilmSourceTimeout);
    expect([sent, budget.booked, budget.released]).toEqual([0, [], 0]);
  });

  it('reports a timeout, and not a rate limit, if the process slept through its turn', async () => {
    vi.spyOn(budget, 'book').mockImplementation((_, now) => {
      vi.setSystemTime(now.getTime() + find.latestMs + 1);
      return Promise.resolve(now);
    });
    await expect(run(answering(200))).rejects.toBeInstanceOf(FilmSourceTimeout);
    expect([sent, budget.released]).toEqual([0, 1]);
  });

  it.each([
    [401, {}, FilmSourceKeyRefused, 60],
    [402, {}, FilmSourceQuotaSpent, 12 * 3600],
    [429, {}, FilmSourceRateLimited, 2],
    [429, { 'Retry-After': '3600' }, FilmSourceRateLimited, 60],
  ])('tells the quota about a %i: %j', async (status, headers, Refusal, retryAfterSeconds) => {
    await run(answering(status, headers));
    expect(budget.heeded).toEqual([expect.any(Refusal)]);
    expect(budget.heeded[0]).toMatchObject({ retryAfterSeconds });
  });

  it.each([200, 403, 404, 418, 500, 503])('tells the quota nothing about a %i', async (status) => {
    await run(answering(status));
    expect(budget.heeded).toEqual([]);
  });
});

describe('KinopoiskCalls in an outage', () => {
  it.each([
    ['broken connections', failing],
    ['answers of 500', answering(500)],
    ['answers of 503', answering(503)],
  ])('send nothing after five consecutive %s, and cost nothing', async (_, send) => {
    await failTimes(5, send);
    expect(calls.circuitOf('find')).toBe('open');
    await expect(run(answering(200))).rejects.toMatchObject({ code: FilmSourceUnavailable.code, retryAfterSeconds: 8 });
    expect([sent, budget.booked.length - budget.released]).toEqual([5, 5]);
  });

  it.each([200, 401, 402, 404, 429, 400])(
    'do not treat a %i as a failure, or half of the calls as an outage',
    async (status) => {
      for (let round = 0; round < 10; round++) {
        await run(answering(status));
        await failTimes(1);
      }
      expect(calls.circuitOf('find')).toBe('closed');
    },
  );

  it('notice an outage within seven calls after many answers', async () => {
    for (let call = 0; call < 100; call++) await run(answering(200));
    await failTimes(6);
    expect(calls.circuitOf('find')).toBe('closed');
    await failTimes(1);
    expect(calls.circuitOf('find')).toBe('open');
  });

  it('stop only the calls of the failing endpoint', async () => {
    for (let call = 0; call < 50; call++) await run(answering(500), { operation: 'directors' }).catch(() => undefined);
    expect(sent).toBe(5);
    expect(KINOPOISK_OPERATIONS.filter((operation) => calls.circuitOf(operation) !== 'closed')).toEqual(['directors']);
    for (const operation of KINOPOISK_OPERATIONS.filter((one) => one !== 'directors')) {
      vi.setSystemTime(Date.now() + 1000);
      expect((await run(answering(200), { operation })).status).toBe(200);
    }
  });

  it('leave room for other endpoints while one hangs', async () => {
    const silence = Promise.withResolvers<Response>();
    const hanging = Array.from({ length: 20 }, () => run(() => silence.promise, { operation: 'trailer' }));
    await vi.waitFor(async () => {
      await expect(run(answering(200), { operation: 'trailer' })).rejects.toMatchObject({ retryAfterSeconds: 2 });
    });
    expect((await run(answering(200))).status).toBe(200);
    silence.resolve(new Response(null, { status: 200 }));
    await Promise.all(hanging);
  });

  it('try again with one call after 8 s, and refuse others meanwhile', async () => {
    await failTimes(5);
    vi.setSystemTime(Date.now() + 7_999);
    await expect(run(answering(200))).rejects.toBeInstanceOf(FilmSourceUnavailable);
    vi.setSystemTime(Date.now() + 1);
    const answer = Promise.withResolvers<Response>();
    const trying = run(() => answer.promise);
    await vi.waitFor(() => expect(calls.circuitOf('find')).toBe('half-open'));
    await expect(run(answering(200))).rejects.toMatchObject({ code: FilmSourceUnavailable.code, retryAfterSeconds: 1 });
    answer.resolve(new Response(null, { status: 200 }));
    await trying;
    expect(calls.circuitOf('find')).toBe('closed');
    expect((await run(answering(200))).status).toBe(200);
  });

  it('wait for 8 s more when that call fails', async () => {
    await failTimes(5);
    vi.setSystemTime(Date.now() + 8_000);
    await failTimes(1);
    expect(calls.circuitOf('find')).toBe('open');
    await expect(run(answering(200))).rejects.toMatchObject({ retryAfterSeconds: 8 });
    expect(sent).toBe(6);
  });

  it('give back calls that were booked before the outage was noticed', async () => {
    const turns = [0, 0, 0, 0, 0, 50];
    vi.spyOn(budget, 'book').mockImplementation((_, now) =>
      Promise.resolve(new Date(now.getTime() + (turns.shift() ?? 0))),
    );
    const outcomes = await Promise.allSettled([...Array.from({ length: 5 }, () => run(failing)), run(answering(200))]);
    expect(outcomes[5]).toMatchObject({ reason: { code: FilmSourceUnavailable.code } });
    expect([sent, budget.released]).toEqual([5, 1]);
  });

  it('are refused at once while twenty others wait for answers', async () => {
    const silence = Promise.withResolvers<Response>();
    const unanswered = () => {
      sent += 1;
      return silence.promise;
    };
    const hanging = Array.from({ length: 20 }, () => run(unanswered));
    await vi.waitFor(() => expect(sent).toBe(20));
    await expect(run(answering(200))).rejects.toMatchObject({ code: FilmSourceUnavailable.code, retryAfterSeconds: 2 });
    expect(budget.booked).toHaveLength(20);
    silence.resolve(new Response(null, { status: 200 }));
    await Promise.all(hanging);
    expect((await run(answering(200))).status).toBe(200);
  });
});
