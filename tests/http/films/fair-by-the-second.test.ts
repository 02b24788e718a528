import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, inject, it } from 'vitest';
import { PrometheusMetrics } from '../../../src/adapters/observability/prometheus-metrics.ts';
import { recordedRateLimits } from '../../kinopoisk-stand-in/call-limits.ts';
import { generateFilms } from '../../kinopoisk-stand-in/generate-films.ts';
import type { KinopoiskStandIn } from '../../kinopoisk-stand-in/kinopoisk-stand-in.ts';
import { startKinopoiskStandIn } from '../../kinopoisk-stand-in/kinopoisk-stand-in.ts';
import type { TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

const FIRST = 9_600_001;
/** More than are asked for, on slow machines too. */
const FILMS = 3_000;

const films = generateFilms(FILMS, { firstId: FIRST });

let opened: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const each of opened.toReversed()) await each.close();
  opened = [];
});

async function standIn(): Promise<KinopoiskStandIn> {
  const kinopoisk = await startKinopoiskStandIn({ films, rateLimits: recordedRateLimits, latencyMs: 150 });
  opened.push(kinopoisk);
  return kinopoisk;
}

async function instance(kinopoisk: KinopoiskStandIn, besides?: TestApp): Promise<TestApp> {
  const app = await startTestApp({
    ...(besides && { besides }),
    settings: {
      KINOPOISK_API_KEY: kinopoisk.apiKey,
      KINOPOISK_BASE_URL: kinopoisk.baseUrl,
      KINOPOISK_DAILY_QUOTA: '500000',
    },
  });
  opened.push(app);
  return app;
}

/** Ids that were not requested before. */
function unknownFilms(): () => string {
  let next = FIRST;
  return () => `/movies/${next++}`;
}

/** Many more than can be answered in the time that a question may wait. */
const AT_ONCE = 60;

/**
 * Keeps this many questions running or about to be repeated until it is stopped. These are many more than Kinopoisk
 * allows.
 */
function flood(app: TestApp, token: string, path: () => string): () => Promise<number[]> {
  const statuses: number[] = [];
  const over = new AbortController();
  const asking = Array.from({ length: AT_ONCE }, async () => {
    while (!over.signal.aborted) {
      const { status } = await app.call('GET', path(), { token });
      statuses.push(status);
      // Refused questions are answered at once, and each answer takes a few milliseconds of a core.
      await pause(2_000, undefined, { signal: over.signal }).catch(() => undefined);
    }
  });
  return async () => {
    over.abort();
    await Promise.all(asking);
    return statuses;
  };
}

/** Five films, one after the other. */
async function five(app: TestApp, token: string, path: () => string): Promise<number[]> {
  const answers: number[] = [];
  while (answers.length < 5) answers.push((await app.call('GET', path(), { token })).status);
  return answers;
}

const come = (answers: readonly number[]) => answers.filter((status) => status === 200);

async function refusedByKinopoisk(app: TestApp): Promise<string[]> {
  const text = await app.service.container.get(PrometheusMetrics).text();
  return text.split('\n').filter((line) => /^kinopoisk_requests_total\{.*status="429"/.test(line));
}

it('searches of one person do not delay films of another', async () => {
  const kinopoisk = await standIn();
  const app = await instance(kinopoisk);
  const [greedy, modest] = [await app.logIn(), await app.logIn()];
  let searches = 0;
  const stop = flood(app, greedy.token, () => `/movies/search?query=${encodeURIComponent(`маяк ${searches++}`)}`);
  const answers = await five(app, modest.token, unknownFilms());
  await stop();
  expect(come(answers)).toHaveLength(5);
  expect(kinopoisk.busiestSecond('search')).toBeLessThanOrEqual(recordedRateLimits.search ?? 0);
  expect(await refusedByKinopoisk(app)).toEqual([]);
});

it('another person gets films while one person requests more unknown films than there are turns', async () => {
  const kinopoisk = await standIn();
  const first = await instance(kinopoisk);
  // An embedded database belongs to one process.
  const second = inject('postgres') ? await instance(kinopoisk, first) : first;
  const [greedy, modest] = [await first.logIn(), await first.logIn()];
  const path = unknownFilms();
  const stop = flood(first, greedy.token, path);
  const answers = await five(second, modest.token, path);
  const statuses = await stop();
  expect(come(answers).length).toBeGreaterThanOrEqual(4);
  // The remaining calls go to the person who asks, and all other questions are refused with an answer.
  expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(10);
  expect(statuses.filter((status) => ![200, 503, 504].includes(status))).toEqual([]);
  expect(kinopoisk.busiestSecond()).toBeLessThanOrEqual(recordedRateLimits.overall);
});

it.each(['staff', 'videos'] as const)('a film whose %s always fails does not affect other films', async (operation) => {
  const kinopoisk = await standIn();
  const app = await instance(kinopoisk);
  const { token } = await app.logIn();
  kinopoisk.failWith('500', { operation });
  const path = unknownFilms();
  const answers: number[] = [];
  for (let film = 0; film < 9; film += 1) answers.push((await app.call('GET', path(), { token })).status);
  expect(come(answers)).toHaveLength(9);
  // When the operation is known to fail, it is no longer called.
  expect(kinopoisk.callsOf(operation).length).toBeLessThanOrEqual(6);
  expect(kinopoisk.callsOf('film')).toHaveLength(9);
});
