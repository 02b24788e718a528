import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { GetMovie } from '../../../src/application/films/get-movie.ts';
import { SearchMovies } from '../../../src/application/films/search-movies.ts';
import { tokens } from '../../../src/bootstrap/tokens.ts';
import type { Actor } from '../../../src/domain/access/actor.ts';
import { DomainError } from '../../../src/domain/shared/errors.ts';
import { aUserActor, permissionsOf } from '../../builders/actor.ts';
import { clientAt } from '../../builders/session.ts';
import { generateFilms } from '../../kinopoisk-stand-in/generate-films.ts';
import type { KinopoiskStandIn } from '../../kinopoisk-stand-in/kinopoisk-stand-in.ts';
import { startKinopoiskStandIn } from '../../kinopoisk-stand-in/kinopoisk-stand-in.ts';
import type { TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

const FIRST = 9_600_001;
const FILMS = 1_000;
const QUOTA = 200;
const DAY_MS = 24 * 3600 * 1000;
/** A longer interval than calls need, so that no call waits for its turn. */
const BETWEEN_MS = 1_000;

type Question = { film: number } | { words: string };

/** The defaults of all settings. */
const DEFAULTS = {
  KINOPOISK_DAILY_QUOTA: String(QUOTA),
  LIMIT_KINOPOISK_PER_DAY: '',
  LIMIT_KINOPOISK_UNKNOWN_PER_DAY: '',
  LIMIT_KINOPOISK_NEW_FOR_DAYS: '',
  KINOPOISK_LARGEST_ID: '',
};

/** On one engine, because the contracts of the rate limiter and the quota, which count the shares, run on all. */
describe('a day of attacks', () => {
  let kinopoisk: KinopoiskStandIn;
  let app: TestApp;
  /** The next film that was not requested yet, and the next id that belongs to no film. */
  let [film, nothing, words] = [FIRST, 15_000_001, 0];
  let nowMs = Math.ceil(Date.now() / DAY_MS) * DAY_MS;

  beforeAll(async () => {
    kinopoisk = await startKinopoiskStandIn({ films: generateFilms(FILMS, { firstId: FIRST }), dailyQuota: QUOTA });
    app = await startTestApp({
      settings: { KINOPOISK_API_KEY: kinopoisk.apiKey, KINOPOISK_BASE_URL: kinopoisk.baseUrl, ...DEFAULTS },
      rebind: (container) =>
        container.rebind(tokens.clock).toConstantValue({ now: () => new Date(nowMs), monotonicMs: () => nowMs }),
    });
  });
  afterAll(async () => {
    await app.close();
    await kinopoisk.close();
  });
  beforeEach(async () => {
    nowMs = Math.ceil((nowMs + 1) / DAY_MS) * DAY_MS + DAY_MS / 2;
    kinopoisk.renewQuota();
    kinopoisk.forgetCalls();
    await app.service.database.query('delete from rate_limits', []);
    // The limiter remembers a used-up key for some seconds. Each test has its own addresses.
    await app.service.container.get(tokens.rateLimiter).reset('kinopoisk-newcomers', 'questions');
  });

  /** An account of this age. */
  const account = (number: number, days: number): Actor => {
    const made = (nowMs - days * DAY_MS).toString(16).padStart(12, '0');
    const userId = `${made.slice(0, 8)}-${made.slice(8)}-7000-8000-${String(number).padStart(12, '0')}`;
    return aUserActor({ userId });
  };

  /** @returns `ok`, or the code of the problem */
  async function put(actor: Actor, address: string, question: Question): Promise<string> {
    nowMs += BETWEEN_MS;
    const client = clientAt(address);
    try {
      if ('film' in question)
        await app.service.container.get(GetMovie).execute(actor, { kinopoiskId: question.film, client });
      else await app.service.container.get(SearchMovies).execute(actor, { query: question.words, page: 1, client });
      return 'ok';
    } catch (failure) {
      if (failure instanceof DomainError) return failure.code;
      throw failure;
    }
  }

  const aFilm = (): Question => ({ film: film++ });
  const noFilm = (): Question => ({ film: nothing++ });
  const gibberish = (): Question => ({ words: `щъы ${(words++).toString(36)} ьэю` });

  /** All ask in turn, each this many times. @returns the number of each outcome */
  async function attack(
    people: readonly (readonly [Actor, string])[],
    times: number,
    questions: readonly (() => Question)[],
  ): Promise<Map<string, number>> {
    const outcomes = new Map<string, number>();
    for (let round = 0; round < times; round += 1)
      for (const [actor, address] of people) {
        const outcome = await put(actor, address, questions[round % questions.length]!());
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      }
    return outcomes;
  }

  const used = async () => (await app.service.container.get(tokens.apiQuota).quota(new Date(nowMs))).used;
  const people = (count: number, days: number, address: (number: number) => string) =>
    Array.from({ length: count }, (_, number) => [account(number, days), address(number)] as const);

  it('five new accounts at one address with invented ids cause twenty calls', async () => {
    const outcomes = await attack(
      people(5, 0, () => '203.0.113.1'),
      12,
      [noFilm],
    );
    expect(Object.fromEntries(outcomes)).toEqual({ 'movie-not-found': 20, 'too-many-requests': 40 });
    expect([await used(), kinopoisk.calls.length]).toEqual([20, 20]);
  });

  it('fifty new accounts at one address leave nine tenths of the day’s calls, whatever they ask', async () => {
    const strangers = { kind: 'anonymous', permissions: permissionsOf('user') } as const;
    const crowd = [...people(50, 0, () => '203.0.113.11'), [strangers, '203.0.113.11'] as const];
    await attack(crowd, 2, [noFilm, gibberish]);
    expect(await used()).toBeLessThanOrEqual(QUOTA * 0.1);
    expect(await put(account(1000, 0), '203.0.113.12', noFilm())).toBe('movie-not-found');
  });

  it('old accounts at one address leave more than half', async () => {
    await attack(
      people(5, 30, () => '203.0.113.21'),
      18,
      [gibberish],
    );
    expect(await used()).toBe(QUOTA * 0.4);
  });

  it('new accounts at forty addresses leave seven tenths, and users find their share', async () => {
    await attack(
      people(40, 0, (number) => `198.51.100.${number}`),
      2,
      [gibberish, noFilm],
    );
    expect(await used()).toBe(QUOTA * 0.3);
    const outcomes = await attack(
      people(3, 30, (number) => `203.0.113.${30 + number}`),
      40,
      [gibberish],
    );
    expect(Object.fromEntries(outcomes)).toEqual({ ok: 120 });
  });

  it('newcomers and background work leave users two fifths of the calls of the rest of the day', async () => {
    const budget = app.service.container.get(tokens.apiQuota);
    await budget.learn({ limit: QUOTA, used: QUOTA / 2 }, new Date(nowMs));
    await attack(
      people(40, 0, (number) => `2001:db8:${number.toString(16)}::1`),
      2,
      [aFilm, gibberish],
    );
    expect(QUOTA - (await used())).toBeGreaterThanOrEqual(QUOTA * 0.5 * 0.4 - 1);
    expect(await put(account(1, 0), '192.0.2.1', gibberish())).toMatch(/quota-spent|too-many-requests/);
    const outcomes = await attack(
      people(3, 30, (number) => `203.0.113.${40 + number}`),
      12,
      [gibberish],
    );
    expect(Object.fromEntries(outcomes)).toEqual({ ok: 36 });
  });

  it('a refusal names the limit, the remaining calls and the time to try again', async () => {
    const known = film++;
    expect(await put(account(1, 30), '203.0.113.51', { film: known })).toBe('ok');
    const { token } = await app.logIn();
    for (let times = 0; times < 20; times += 1) {
      nowMs += BETWEEN_MS;
      expect((await app.call('GET', `/movies/${nothing++}`, { token })).status).toBe(404);
    }
    const refused = await app.call('GET', `/movies/${nothing++}`, { token });
    expect([refused.status, (refused.body as { code: string }).code]).toEqual([429, 'too-many-requests']);
    expect(refused.headers.get('ratelimit-policy')).toBe('"kinopoisk-guess";q=20;w=86400');
    expect(refused.headers.get('ratelimit')).toMatch(/^"kinopoisk-guess";r=0;t=8\d{4}$/);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(86_000);
    expect((await app.call('GET', '/movies/2147483647', { token })).status).toBe(404);
    nowMs += BETWEEN_MS;
    expect((await app.call('GET', `/movies/${known}`, { token })).status).toBe(200);
  });
});
