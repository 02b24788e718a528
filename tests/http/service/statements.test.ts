import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KinopoiskStandIn } from '../../kinopoisk-stand-in/kinopoisk-stand-in.ts';
import { startKinopoiskStandIn } from '../../kinopoisk-stand-in/kinopoisk-stand-in.ts';
import { availableEngines } from '../../support/database.ts';
import type { Counts } from '../../support/statement-counter.ts';
import { StatementCounter } from '../../support/statement-counter.ts';
import type { TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

const FILM = '/movies/9400001';
const SEARCH = `/movies/search?query=${encodeURIComponent('Хроники полярной станции')}`;

/** Each round trip costs a message to PostgreSQL and back, so nobody should add a statement by accident. */
const EXPECTED: Readonly<Record<string, Counts>> = {
  '/auth/check?permission=movies%3Aread': { statements: 0, roundTrips: 0 },
  '/user': { statements: 1, roundTrips: 1 },
  '/movies/favorites': { statements: 1, roundTrips: 1 },
  [FILM]: { statements: 1, roundTrips: 1 },
  [SEARCH]: { statements: 2, roundTrips: 2 },
  // The total of the list, and both lists, come from memory.
  '/movies?page=1': { statements: 1, roundTrips: 1 },
  '/genres': { statements: 0, roundTrips: 0 },
  '/directors': { statements: 0, roundTrips: 0 },
};
/** Some statements are sent together over several connections, so the number of round trips depends on their order. */
const LOG_IN: Counts = { statements: 15, roundTrips: 13 };
const RENEWAL: Counts = { statements: 1, roundTrips: 1 };

describe.runIf(availableEngines().includes('postgresql'))('statements of one request', () => {
  let kinopoisk: KinopoiskStandIn;
  let app: TestApp;
  let counter: StatementCounter;
  /** The application on the same database, but through the counter. */
  let counted: TestApp;

  beforeAll(async () => {
    kinopoisk = await startKinopoiskStandIn();
    const settings = { KINOPOISK_API_KEY: kinopoisk.apiKey, KINOPOISK_BASE_URL: kinopoisk.baseUrl };
    app = await startTestApp({ engine: 'postgresql', settings });
    counter = await StatementCounter.before(app.databaseUrl ?? '');
    counted = await startTestApp({ besides: { ...app, databaseUrl: counter.url }, settings });
  });
  afterAll(async () => {
    await counted.close();
    await counter.close();
    await app.close();
    await kinopoisk.close();
  });

  /**
   * The counts of the last of a few requests, because the first ones fill caches. Background work may add statements,
   * so the counts are taken again if they differ.
   */
  async function countsOf(request: () => Promise<unknown>): Promise<Counts> {
    for (let warming = 0; warming < 2; warming += 1) await request();
    await untilQuiet();
    counter.take();
    await request();
    await untilQuiet();
    return counter.take();
  }

  /** Waits for statements that run after the answer. */
  async function untilQuiet(): Promise<void> {
    await expect.poll(() => counter.isQuiet).toBe(true);
    await sleep(0);
    await expect.poll(() => counter.isQuiet).toBe(true);
  }

  it.each(Object.entries(EXPECTED))('GET %s sends %o', async (path, expected) => {
    const { token } = await app.logIn();
    await app.call('POST', '/movies/favorites', { token, body: { kinopoisk_id: 9_400_001 } });
    await expect.poll(() => countsOf(() => counted.call('GET', path, { token }))).toEqual(expected);
  });

  it('a known personal token sends none, and neither does a mistyped one', async () => {
    const { token: access } = await app.logIn();
    const body = { name: 'a script', permissions: ['movies:read'] };
    const { token } = (await app.call('POST', '/user/tokens', { token: access, body })).body as { token: string };
    const check = (text: string) => counted.call('GET', '/auth/check?permission=movies:read', { token: text });
    for (const text of [token, `kpat_${'0'.repeat(40)}`])
      await expect.poll(() => countsOf(() => check(text))).toEqual({ statements: 0, roundTrips: 0 });
    expect((await check(token)).status).toBe(204);
  });

  it(`a log-in sends ${LOG_IN.statements} statements in at most ${LOG_IN.roundTrips} round trips`, async () => {
    const { username, password } = await app.logIn();
    const body = { login: username, password };
    const counts = () => countsOf(() => counted.call('POST', '/auth/login', { body }));
    await expect.poll(counts).toSatisfy(({ statements, roundTrips }: Counts) => {
      return statements === LOG_IN.statements && roundTrips <= LOG_IN.roundTrips;
    });
  });

  it('a renewal sends one statement', async () => {
    const { username, password } = await app.logIn();
    const { body } = await app.call('POST', '/auth/login', { body: { login: username, password } });
    let live = body as { refresh_token: string };
    const renew = async () => {
      const renewed = await counted.call('PUT', '/auth/login', { body: { refresh_token: live.refresh_token } });
      live = renewed.body as typeof live;
    };
    await expect.poll(() => countsOf(renew)).toEqual(RENEWAL);
  });
});
