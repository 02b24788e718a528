import { afterEach, describe, expect, inject, it } from 'vitest';
import { ImportWorker } from '../../../src/application/imports/import-worker.ts';
import type { Clock } from '../../../src/application/shared/ports/clock.ts';
import { tokens } from '../../../src/bootstrap/tokens.ts';
import { recordedRateLimits } from '../../kinopoisk-stand-in/call-limits.ts';
import { quirkFilms } from '../../kinopoisk-stand-in/films.ts';
import type { KinopoiskStandIn } from '../../kinopoisk-stand-in/kinopoisk-stand-in.ts';
import { startKinopoiskStandIn } from '../../kinopoisk-stand-in/kinopoisk-stand-in.ts';
import { profileIds } from '../../kinopoisk-stand-in/profiles.ts';
import type { TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

type Report = {
  id: string;
  status: string;
  failure: string | null;
  continues_at: string | null;
  rows: Record<string, number>;
};

const going = { aborted: false };

/** A clock that a test can set ahead, so that paused imports are due at once. */
class HurriedClock implements Clock {
  aheadMs = 0;
  now(): Date {
    return new Date(Date.now() + this.aheadMs);
  }
  monotonicMs(): number {
    return performance.now() + this.aheadMs;
  }
}

const apps: TestApp[] = [];
const standIns: KinopoiskStandIn[] = [];
afterEach(async () => {
  for (const app of apps.splice(0).toReversed()) await app.close();
  for (const standIn of standIns.splice(0)) await standIn.close();
});

async function startBoth(
  options: Parameters<typeof startTestApp>[0] = {},
  standIn: Parameters<typeof startKinopoiskStandIn>[0] = {},
): Promise<{ app: TestApp; kinopoisk: KinopoiskStandIn; clock: HurriedClock; settings: Record<string, string> }> {
  const kinopoisk = await startKinopoiskStandIn(standIn);
  standIns.push(kinopoisk);
  const clock = new HurriedClock();
  const settings = { KINOPOISK_API_KEY: kinopoisk.apiKey, KINOPOISK_BASE_URL: kinopoisk.baseUrl, ...options.settings };
  const app = await startTestApp({
    ...options,
    settings,
    rebind: (container) => container.rebind(tokens.clock).toConstantValue(clock),
  });
  apps.push(app);
  return { app, kinopoisk, clock, settings };
}

/** Tokens expire when the clock is set ahead. */
async function logInAgain(app: TestApp, username: string): Promise<string> {
  const { body } = await app.call('POST', '/login', { body: { username, password: 'correct horse battery staple' } });
  return (body as { access_token: string }).access_token;
}

const startVotes = (app: TestApp, token: string, kinopoisk_user_id: number) =>
  app.call('POST', '/imports', { token, body: { source: 'kinopoisk', kinopoisk_user_id } });
const work = (app: TestApp) => app.service.container.get(ImportWorker).run(going);
const reportOf = async (app: TestApp, token: string) =>
  ((await app.call('GET', '/imports', { token })).body as Report[])[0];
const ratingsOf = async (app: TestApp, token: string) =>
  ((await app.call('GET', '/movies/favorites', { token })).body as { kinopoisk_id: number; user_rating: number }[]).map(
    ({ kinopoisk_id, user_rating }) => [kinopoisk_id, user_rating],
  );

describe('votes of a profile', () => {
  it('are added to the shelf with their ratings, within Kinopoisk’s limits, with one call per page', async () => {
    const { app, kinopoisk } = await startBoth({}, { rateLimits: recordedRateLimits });
    const { token } = await app.logIn();
    await startVotes(app, token, profileIds.threePages);
    await work(app);
    expect(await reportOf(app, token)).toMatchObject({ status: 'done', rows: { total: 45, matched: 45 } });
    const ratings = await ratingsOf(app, token);
    expect(ratings).toHaveLength(45);
    expect(new Map(ratings as [number, number][]).get(quirkFilms.ordinary.kinopoiskId)).toBe(1);
    expect(kinopoisk.calls).toHaveLength(3);
    expect(kinopoisk.busiestSecond('votes')).toBeLessThanOrEqual(2);
  });

  it.each([
    [profileIds.empty, 'profile_empty'],
    [profileIds.private, 'profile_not_found'],
  ])('of profile %i end with %s', async (profile, failure) => {
    const { app } = await startBoth();
    const { token } = await app.logIn();
    await startVotes(app, token, profile);
    await work(app);
    expect(await reportOf(app, token)).toMatchObject({ status: 'failed', failure });
    expect((await startVotes(app, token, profile)).status).toBe(202);
  });

  it('wait when the day’s calls are used up, and continue the next day', async () => {
    const { app, kinopoisk, clock } = await startBoth();
    const { token, username } = await app.logIn();
    kinopoisk.spendQuota();
    await startVotes(app, token, profileIds.threePages);
    await work(app);
    const resting = await reportOf(app, token);
    expect(resting).toMatchObject({ status: 'waiting', rows: { total: 0 } });
    kinopoisk.forgetCalls();
    await work(app);
    expect(kinopoisk.calls).toHaveLength(0);
    kinopoisk.renewQuota();
    clock.aheadMs += 24 * 3600 * 1000;
    await work(app);
    expect(await reportOf(app, await logInAgain(app, username))).toMatchObject({
      status: 'done',
      rows: { matched: 45 },
    });
  });

  it('leave the last of the day’s calls to people', async () => {
    const { app, kinopoisk, clock } = await startBoth({ settings: { KINOPOISK_DAILY_QUOTA: '25' } });
    clock.aheadMs = Date.parse('2099-11-20T01:00:00Z') - Date.now();
    const { token } = await app.logIn();
    await startVotes(app, token, profileIds.threePages);
    await work(app);
    expect(await reportOf(app, token)).toMatchObject({ status: 'waiting', rows: { total: 45, matched: 40 } });
    expect(kinopoisk.callsOf('votes')).toHaveLength(2);
  });
});

describe('a list of films that are not stored', () => {
  it('is matched with one call to Kinopoisk for each row', async () => {
    const { app, kinopoisk } = await startBoth();
    const { token } = await app.logIn();
    const { ordinary, russian } = quirkFilms;
    const body = [
      { kinopoisk_id: ordinary.kinopoiskId },
      { title: russian.nameRu, year: russian.year },
      { title: 'Совсем другой фильм', year: 1999 },
      { imdb_id: 'tt0000001', title: 'Никакой фильм', year: 1999 },
      { kinopoisk_id: 999_999_999 },
    ];
    await app.call('POST', '/imports', { token, body });
    await work(app);
    const report = await reportOf(app, token);
    expect(report).toMatchObject({ status: 'done', rows: { matched: 2, not_found: 3 } });
    expect(new Set((await ratingsOf(app, token)).map(([id]) => id))).toEqual(
      new Set([ordinary.kinopoiskId, russian.kinopoiskId]),
    );
    expect(kinopoisk.calls).toHaveLength(6);
  });

  it('leaves a row without a usable answer to its owner, and continues with the others', async () => {
    const { app, kinopoisk, clock } = await startBoth();
    const { token, username } = await app.logIn();
    const { russian } = quirkFilms;
    kinopoisk.failWith('html', { operation: 'film' });
    const body = [{ kinopoisk_id: 901_001 }, { title: russian.nameRu, year: russian.year }];
    await app.call('POST', '/imports', { token, body });
    for (let runs = 0; runs < 6; runs += 1) {
      await work(app);
      clock.aheadMs += 3600 * 1000;
    }
    const later = await logInAgain(app, username);
    expect(await reportOf(app, later)).toMatchObject({ status: 'done', rows: { matched: 1, not_found: 1 } });
  });
});

describe.runIf(inject('postgres'))('two instances on one PostgreSQL', () => {
  it('process an import one at a time, and take it over from a killed one', async () => {
    const { app, kinopoisk, clock, settings } = await startBoth();
    const second = await startTestApp({
      settings,
      besides: app,
      rebind: (container) => container.rebind(tokens.clock).toConstantValue(clock),
    });
    apps.push(second);
    const { token } = await app.logIn();
    await startVotes(app, token, profileIds.threePages);
    await Promise.all([work(app), work(second), work(app), work(second)]);
    expect(await reportOf(app, token)).toMatchObject({ status: 'done', rows: { total: 45, matched: 45 } });
    expect(kinopoisk.callsOf('votes')).toHaveLength(3);

    await startVotes(app, token, profileIds.onePage);
    // This worker takes the import over, and then does nothing more.
    const dead = await app.service.container.get(tokens.importQueue).take('dead', clock.now());
    expect(dead).toBeDefined();
    await work(second);
    expect(await reportOf(app, token)).toMatchObject({ status: 'running' });
    clock.aheadMs += 61_000;
    await work(second);
    expect(await reportOf(app, token)).toMatchObject({ status: 'done', rows: { total: 3, matched: 3 } });
    const isStillIts = await app.service.container
      .get(tokens.importQueue)
      .settle(dead!, 'dead', { decisions: [], waiting: [] }, clock.now());
    expect(isStillIts).toBe(false);
  });
});
