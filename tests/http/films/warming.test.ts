import type { Container } from 'inversify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PrometheusMetrics } from '../../../src/adapters/observability/prometheus-metrics.ts';
import { WarmingJob } from '../../../src/application/films/upstream/warming-job.ts';
import { tokens } from '../../../src/bootstrap/tokens.ts';
import { generateFilms } from '../../kinopoisk-stand-in/generate-films.ts';
import type { KinopoiskStandIn } from '../../kinopoisk-stand-in/kinopoisk-stand-in.ts';
import { startKinopoiskStandIn } from '../../kinopoisk-stand-in/kinopoisk-stand-in.ts';
import { quickestEngine } from '../../support/database.ts';
import type { TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

const FIRST = 9_700_001;
const QUOTA = 60;
const going = { aborted: false };
/** Shortly after midnight, seven tenths of the day's calls are reserved for people. */
const midnightMs = Date.parse('2026-11-20T00:00:10.000Z') - performance.now();
const clock = { now: () => new Date(midnightMs + performance.now()), monotonicMs: () => performance.now() };
const rebind = (container: Container) => container.rebind(tokens.clock).toConstantValue(clock);

describe('the warmed catalogue', () => {
  let kinopoisk: KinopoiskStandIn;
  let apps: TestApp[];
  let token: string;

  beforeAll(async () => {
    const films = generateFilms(1000, { firstId: FIRST }).map((film, at) => ({
      ...film,
      voteCount: 1_000_000 - at,
      ratingAgeLimits: at === 1 ? 'age18' : 'age12',
    }));
    kinopoisk = await startKinopoiskStandIn({ films });
    const settings = {
      KINOPOISK_API_KEY: kinopoisk.apiKey,
      KINOPOISK_BASE_URL: kinopoisk.baseUrl,
      KINOPOISK_DAILY_QUOTA: String(QUOTA),
    };
    const engine = quickestEngine();
    const first = await startTestApp({ engine, settings, rebind });
    apps = [first];
    if (engine === 'postgresql') apps.push(await startTestApp({ engine, settings, rebind, besides: first }));
    ({ token } = await first.logIn());
    for (let run = 0; run < 10; run += 1)
      await Promise.all(apps.map(({ service }) => service.container.get(WarmingJob).run(going)));
  });
  afterAll(async () => {
    for (const app of apps.toReversed()) await app.close();
    await kinopoisk.close();
  });

  const get = (path: string) => (apps[0] as TestApp).call('GET', path, { token });

  it('has the most popular films, each page read once, for three tenths of the daily calls', async () => {
    const pages = kinopoisk.callsOf('collections').map(({ query }) => `${query['type']} ${query['page']}`);
    expect(pages).toEqual(Array.from({ length: 0.3 * QUOTA }, (_, at) => `TOP_POPULAR_ALL ${at + 1}`));
    expect(kinopoisk.calls).toHaveLength(pages.length);
    const lines = apps.flatMap(({ log }) => log).filter(({ operation }) => operation === 'warmCatalogue');
    expect(lines).toHaveLength(pages.length);
    expect(lines[0]).toMatchObject({
      status: 'ok',
      actor: 'system',
      details: { list: 'popular', page: 1, films: 20, added: 20 },
    });
    const text = await (apps[0] as TestApp).service.container.get(PrometheusMetrics).text();
    expect(text).toContain('catalogue_warming_lists{state="partly_read"} 1');
  });

  it('returns a film from the catalogue when no call is left, and restricts it like any other', async () => {
    const restrictions = (apps[0] as TestApp).service.container.get(tokens.restrictionRepository);
    await restrictions.put({ label: 'adults', rule: { ageLimitFrom: 18 } });
    const before = kinopoisk.calls.length;
    const { status, headers, body } = await get(`/movies/${FIRST}`);
    expect([status, headers.get('film-source')]).toEqual([200, 'catalogue']);
    expect(body).toMatchObject({ kinopoisk_id: FIRST, title: 'Полярный маяк', director: null, fetched_at: null });
    expect(await get(`/movies/${FIRST + 1}`)).toMatchObject({ status: 403, body: { code: 'movie-restricted' } });
    expect(kinopoisk.calls).toHaveLength(before);
  });

  it('makes no call for words that it can answer completely, or that are being typed', async () => {
    const before = kinopoisk.calls.length;
    for (const words of ['п', 'по', 'пол', 'полярн', 'полярный', 'полярный м', 'полярный мая', 'полярный маяк']) {
      const { status, headers, body } = await get(`/movies/search?query=${encodeURIComponent(words)}`);
      expect([words, status, headers.get('film-source')]).toEqual([words, 200, 'catalogue']);
      expect(body).toMatchObject({ 0: { title: expect.stringMatching(/^П/) as string } });
    }
    expect(kinopoisk.calls).toHaveLength(before);
  });

  it('makes a call for unknown words, and for a page beyond the first', async () => {
    kinopoisk.forgetCalls();
    await get(`/movies/search?query=${encodeURIComponent('сугробы')}`);
    expect(kinopoisk.callsOf('search').map(({ query }) => query)).toEqual([{ keyword: 'сугробы', page: '1' }]);
  });
});
