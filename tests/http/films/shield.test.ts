import { afterEach, describe, expect, inject, it } from 'vitest';
import { PrometheusMetrics } from '../../../src/adapters/observability/prometheus-metrics.ts';
import { BackgroundRevalidation } from '../../../src/application/films/upstream/background-revalidation.ts';
import { LearnQuota } from '../../../src/application/films/upstream/learn-quota.ts';
import { tokens } from '../../../src/bootstrap/tokens.ts';
import { THE_SERVICE } from '../../../src/domain/access/actor.ts';
import { generateFilms } from '../../kinopoisk-stand-in/generate-films.ts';
import type { KinopoiskStandIn } from '../../kinopoisk-stand-in/kinopoisk-stand-in.ts';
import { startKinopoiskStandIn } from '../../kinopoisk-stand-in/kinopoisk-stand-in.ts';
import { quickestEngine } from '../../support/database.ts';
import type { TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

const FIRST = 9_600_001;
const DAY_MS = 24 * 3600 * 1000;

let opened: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const each of opened.toReversed()) await each.close();
  opened = [];
});

async function standIn(options: Parameters<typeof startKinopoiskStandIn>[0] = {}): Promise<KinopoiskStandIn> {
  const kinopoisk = await startKinopoiskStandIn({ films: generateFilms(200, { firstId: FIRST }), ...options });
  opened.push(kinopoisk);
  return kinopoisk;
}

/** Until a noon. Late in the day, background calls use up what is left of the quota, and at midnight it begins again. */
const TO_NOON_MS = 1.5 * DAY_MS - (Date.now() % DAY_MS);

/** `clockAheadMs`: how far the clock of the instance is ahead of a noon; it is called each time. */
async function instance(
  kinopoisk: KinopoiskStandIn,
  options: {
    besides?: TestApp;
    settings?: Record<string, string>;
    clockAheadMs?: () => number;
  } = {},
): Promise<TestApp> {
  const { besides, settings = {}, clockAheadMs = () => 0 } = options;
  const app = await startTestApp({
    ...(besides && { besides }),
    settings: { KINOPOISK_API_KEY: kinopoisk.apiKey, KINOPOISK_BASE_URL: kinopoisk.baseUrl, ...settings },
    rebind: (container) =>
      container.rebind(tokens.clock).toConstantValue({
        now: () => new Date(Date.now() + TO_NOON_MS + clockAheadMs()),
        monotonicMs: () => performance.now() + clockAheadMs(),
      }),
  });
  opened.push(app);
  return app;
}

const search = (words: string) => `/movies/search?query=${encodeURIComponent(words)}`;

async function ask(app: TestApp, token: string, path: string) {
  const { status, body, headers } = await app.call('GET', path, { token });
  const code = (body as { code?: string }).code ?? 'ok';
  return { status, code, body, source: headers.get('film-source'), retryAfter: Number(headers.get('retry-after')) };
}

describe.runIf(inject('postgres'))('two instances on one PostgreSQL', () => {
  it('together use exactly one quota, even after a restart', async () => {
    const kinopoisk = await standIn({ dailyQuota: 24 });
    const settings = { KINOPOISK_DAILY_QUOTA: '24' };
    const first = await instance(kinopoisk, { settings });
    const second = await instance(kinopoisk, { settings, besides: first });
    const { token } = await first.logIn();
    for (let film = 0; film < 24; film++) await ask(film % 2 ? first : second, token, `/movies/${FIRST + film}`);
    const third = await instance(kinopoisk, { settings, besides: first });
    const refused = await ask(third, token, `/movies/${FIRST + 100}`);
    expect([refused.status, refused.code]).toEqual([503, 'kinopoisk-quota-spent']);
    const restOfDay = Math.ceil((DAY_MS - ((Date.now() + TO_NOON_MS) % DAY_MS)) / 1000);
    expect(Math.abs(refused.retryAfter - restOfDay)).toBeLessThan(5);
    expect(kinopoisk.quotaUsed).toBe(24);
  });
});

describe('one instance', () => {
  it('a 402 ends the calls of the day, even for instances that start later, until the next day', async () => {
    const kinopoisk = await standIn();
    let aheadMs = 0;
    const app = await instance(kinopoisk, { clockAheadMs: () => aheadMs });
    await app.call('GET', `/movies/${FIRST}`, { token: (await app.logIn()).token });
    kinopoisk.spendQuota();
    kinopoisk.forgetCalls();
    for (const path of [`/movies/${FIRST + 1}`, search('неведомое'), `/movies/${FIRST + 2}`]) {
      expect(await ask(app, (await app.logIn()).token, path)).toMatchObject({
        status: 503,
        code: 'kinopoisk-quota-spent',
      });
    }
    if (quickestEngine() === 'postgresql') {
      const other = await instance(kinopoisk, { besides: app });
      await other.service.container
        .get(LearnQuota)
        .execute(THE_SERVICE)
        .catch(() => undefined);
      expect(await ask(other, (await app.logIn()).token, `/movies/${FIRST + 3}`)).toMatchObject({ status: 503 });
    }
    expect(kinopoisk.calls).toHaveLength(1);

    const { token } = await app.logIn();
    expect(await ask(app, token, `/movies/${FIRST}`)).toMatchObject({ status: 200, source: 'cache' });
    expect(await ask(app, token, search('маяк'))).toMatchObject({ status: 200, source: 'catalogue' });
    expect((await app.call('POST', '/movies/favorites', { token, body: { kinopoisk_id: FIRST } })).status).toBe(201);
    expect((await app.call('GET', '/movies/favorites', { token })).status).toBe(200);
    expect((await app.call('GET', '/health/ready')).status).toBe(200);

    kinopoisk.renewQuota();
    aheadMs = DAY_MS;
    expect(await ask(app, (await app.logIn()).token, `/movies/${FIRST + 1}`)).toMatchObject({ status: 200 });
  });

  it('the limit of Kinopoisk counts if it is smaller, and its count if it is larger', async () => {
    const kinopoisk = await standIn({ dailyQuota: 40 });
    const app = await instance(kinopoisk);
    for (let call = 0; call < 37; call++)
      await fetch(`${kinopoisk.baseUrl}/api/v2.2/films/${FIRST}`, { headers: { 'x-api-key': kinopoisk.apiKey } });
    await app.service.container.get(LearnQuota).execute(THE_SERVICE);
    const { token } = await app.logIn();
    const outcomes = [];
    for (let film = 0; film < 5; film++) outcomes.push((await ask(app, token, `/movies/${FIRST + film}`)).code);
    expect(outcomes.filter((code) => code === 'ok')).toHaveLength(3);
    expect(outcomes.at(-1)).toBe('kinopoisk-quota-spent');
    expect(JSON.stringify(app.log)).not.toContain(kinopoisk.apiKey);
    expect(await app.service.container.get(PrometheusMetrics).text()).not.toContain(kinopoisk.apiKey);
  });

  it('one user cannot use up the share of the others', async () => {
    const kinopoisk = await standIn();
    const app = await instance(kinopoisk, {
      settings: { KINOPOISK_DAILY_QUOTA: '100', LIMIT_KINOPOISK_PER_DAY: '' },
    });
    const [greedy, modest] = [await app.logIn(), await app.logIn()];
    const outcomes = [];
    for (let film = 0; film < 25; film++) outcomes.push(await ask(app, greedy.token, `/movies/${FIRST + film}`));
    expect(outcomes.filter(({ status }) => status === 200)).toHaveLength(20);
    expect(outcomes.at(-1)).toMatchObject({ status: 429, code: 'too-many-requests' });
    expect(await ask(app, greedy.token, `/movies/${FIRST}`)).toMatchObject({ status: 200, source: 'cache' });
    expect(await ask(app, greedy.token, search('полярный маяк'))).toMatchObject({ status: 200, source: 'catalogue' });
    expect(await ask(app, modest.token, `/movies/${FIRST + 60}`)).toMatchObject({ status: 200, source: 'kinopoisk' });
    expect(await ask(app, modest.token, search('сугробы'))).toMatchObject({ status: 200, source: 'kinopoisk' });
  });

  it('old answers are returned at once and refreshed in the background', async () => {
    const kinopoisk = await standIn();
    let aheadMs = 0;
    const app = await instance(kinopoisk, { clockAheadMs: () => aheadMs });
    const tokenNow = async () => (await app.logIn()).token;
    await ask(app, await tokenNow(), `/movies/${FIRST}`);
    await ask(app, await tokenNow(), search('стеклянный'));
    aheadMs = 31 * DAY_MS;
    kinopoisk.addFilm({ kinopoiskId: FIRST, nameRu: 'Новое имя', shows: 'a film that was renamed' });
    kinopoisk.forgetCalls();
    kinopoisk.setLatency(300);
    const token = await tokenNow();
    for (const path of [`/movies/${FIRST}`, search('стеклянный')])
      expect(await ask(app, token, path)).toMatchObject({ status: 200, source: 'cache' });
    const calls = () => kinopoisk.calls.map(({ operation }) => operation).toSorted();
    await expect.poll(calls).toEqual(['film', 'search']);
    await expect
      .poll(async () => (await ask(app, token, `/movies/${FIRST}`)).body)
      .toMatchObject({ title: 'Новое имя' });
    await app.service.container.get(BackgroundRevalidation).stop();
    const refreshed = app.log.filter(({ actor }) => actor === 'system');
    const messages = new Set(refreshed.map(({ message }) => String(message)));
    expect([...messages].toSorted()).toEqual(['refreshMovie ok', 'refreshSearch ok']);
    // A request that had read the old film may begin a second refresh, which makes no second call.
    expect(calls()).toEqual(['film', 'search']);
  });

  it('the metrics show the requests, the sources of the answers, and the remaining calls', async () => {
    const kinopoisk = await standIn();
    const app = await instance(kinopoisk);
    const { token } = await app.logIn();
    await ask(app, token, `/movies/${FIRST}`);
    await ask(app, token, `/movies/${FIRST}`);
    await ask(app, token, `/movies/${FIRST + 999}`);
    const text = await app.service.container.get(PrometheusMetrics).text();
    for (const line of [
      'film_source_answers_total{operation="film",from="kinopoisk"} 1',
      'film_source_answers_total{operation="film",from="cache"} 1',
      'film_source_answers_total{operation="film",from="nowhere"} 1',
      'kinopoisk_requests_total{operation="find",status="200"} 1',
      'kinopoisk_requests_total{operation="find",status="404"} 1',
      'kinopoisk_request_duration_seconds_count{operation="directors"} 1',
      'kinopoisk_circuit_state{operation="find",state="closed"} 1',
      'kinopoisk_circuit_state{operation="directors",state="open"} 0',
      'kinopoisk_quota_limit 500',
      'kinopoisk_quota_used 4',
      'kinopoisk_quota_left 496',
    ])
      expect(text).toContain(`${line}\n`);
  });
});
