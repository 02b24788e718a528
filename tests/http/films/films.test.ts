import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GetMovie } from '../../../src/application/films/get-movie.ts';
import { seedBundledFilms } from '../../../src/bootstrap/service.ts';
import { aUserActor } from '../../builders/actor.ts';
import { aClient } from '../../builders/session.ts';
import type { FaultName } from '../../kinopoisk-stand-in/faults.ts';
import { faults, redirect } from '../../kinopoisk-stand-in/faults.ts';
import { quirkFilms } from '../../kinopoisk-stand-in/films.ts';
import type { KinopoiskStandIn } from '../../kinopoisk-stand-in/kinopoisk-stand-in.ts';
import { startKinopoiskStandIn } from '../../kinopoisk-stand-in/kinopoisk-stand-in.ts';
import type { TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

type Film = { kinopoisk_id: number; title: string; year: number };

const MATRIX = 301;

describe('films without an API key', () => {
  let app: TestApp;
  let token: string;
  beforeAll(async () => {
    app = await startTestApp();
    await seedBundledFilms(app.service, { kind: 'system', name: 'cli' });
    ({ token } = await app.logIn());
  });
  afterAll(() => app.close());

  it('are seeded once, however often the command runs', async () => {
    expect(await seedBundledFilms(app.service, { kind: 'system', name: 'cli' })).toEqual({
      added: 0,
      completed: 0,
      known: 300,
    });
  });

  it.each(['матрица', 'МАТРИЦА', 'the matrix', 'матрца', 'matrica', 'матриц'])(
    'finds Матрица (1999) by "%s"',
    async (query) => {
      const answer = await app.call('GET', `/movies/search?query=${encodeURIComponent(query)}`, { token });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('film-source')).toBe('catalogue');
      expect((answer.body as Film[])[0]).toMatchObject({ kinopoisk_id: MATRIX, title: 'Матрица', year: 1999 });
    },
  );

  it('shows a film with all its bundled data', async () => {
    const answer = await app.call('GET', `/movies/${MATRIX}/`, { token });
    expect(answer.body).toEqual({
      id: MATRIX,
      kinopoisk_id: MATRIX,
      title: 'Матрица',
      original_title: 'The Matrix',
      description: null,
      trailer: 'https://www.youtube.com/watch?v=nUEQNVV3Gfs',
      year: 1999,
      rating: 8.498,
      rating_imdb: 8.7,
      genre: { id: 6, name: 'фантастика' },
      genres: [
        { id: 6, name: 'фантастика' },
        { id: 11, name: 'боевик' },
      ],
      director: { id: expect.any(Number) as number, name: 'Лана Вачовски' },
      directors: [
        { id: expect.any(Number) as number, name: 'Лана Вачовски' },
        { id: expect.any(Number) as number, name: 'Лилли Вачовски' },
      ],
      countries: ['США', 'Австралия'],
      length_minutes: 136,
      age_limit: 18,
      type: 'FILM',
      imdb_id: 'tt0133093',
      poster_url: null,
      poster_preview_url: null,
      web_url: 'https://www.kinopoisk.ru/film/301/',
      labels: [],
      viewable: true,
      fetched_at: null,
    });
  });

  it('has a link as the trailer of every film', async () => {
    const films = JSON.parse(readFileSync('seed/films.json', 'utf8')) as {
      kinopoisk_id: number;
      trailer_url: string | null;
    }[];
    const { kinopoisk_id: id } = films.find(({ trailer_url }) => trailer_url === null) ?? { kinopoisk_id: 0 };
    const { body } = await app.call('GET', `/movies/${id}`, { token });
    expect(body).toMatchObject({ trailer: `https://www.kinopoisk.ru/film/${id}/video/` });
  });

  it('answers 404 for an unknown film, and an empty list after the last page', async () => {
    expect((await app.call('GET', '/movies/2147483647', { token })).body).toMatchObject({ code: 'movie-not-found' });
    expect((await app.call('GET', '/movies/search?query=zzqqxx', { token })).body).toEqual([]);
    const past = await app.call('GET', '/movies/search?query=a&page=20', { token });
    expect([past.status, past.body]).toEqual([200, []]);
  });

  it('returns each found film once on its pages', async () => {
    const first = await app.call('GET', '/movies/search?query=a', { token });
    const total = Number(first.headers.get('x-total-count'));
    expect(total).toBeGreaterThan(20);
    expect(first.headers.get('link')).toContain('<?query=a&page=2>; rel="next"');
    const ids: number[] = [];
    for (let page = 1; page <= Math.ceil(Math.min(total, 400) / 20); page++) {
      const { body } = await app.call('GET', `/movies/search?query=a&page=${page}`, { token });
      ids.push(...(body as Film[]).map((film) => film.kinopoisk_id));
    }
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(Math.min(total, 400));
  });
});

describe('films with an API key', () => {
  let kinopoisk: KinopoiskStandIn;
  let app: TestApp;
  let token: string;
  beforeAll(async () => {
    kinopoisk = await startKinopoiskStandIn();
    app = await startTestApp({
      settings: { KINOPOISK_API_KEY: kinopoisk.apiKey, KINOPOISK_BASE_URL: kinopoisk.baseUrl },
    });
    ({ token } = await app.logIn());
  });
  afterAll(async () => {
    await app.close();
    await kinopoisk.close();
  });

  it('come from Kinopoisk and stay when it is unavailable', async () => {
    const query = encodeURIComponent('капитан бумажных морей');
    const found = await app.call('GET', `/movies/search?query=${query}`, { token });
    expect(found.headers.get('film-source')).toBe('kinopoisk');
    expect(found.body).toMatchObject([
      { kinopoisk_id: 901_001, title: 'Капитан бумажных морей', year: 2012, rating: 7.9 },
    ]);

    const { body: film } = await app.call('GET', '/movies/901001', { token });
    expect(film).toMatchObject({
      original_title: 'The Paper Sea Captain',
      trailer: expect.stringMatching(/^https:\/\/www\.youtube\.com\/watch\?v=.{11}$/) as string,
      director: { name: expect.any(String) as string },
      age_limit: 16,
      fetched_at: expect.any(String) as string,
    });

    kinopoisk.failWith('reset-before-head');
    for (const [words, source] of [
      [query, 'cache'],
      [encodeURIComponent('капитан бумажных'), 'catalogue'],
    ]) {
      const fallback = await app.call('GET', `/movies/search?query=${words}`, { token });
      expect([fallback.status, fallback.headers.get('film-source')]).toEqual([200, source]);
      expect(fallback.body).toMatchObject([{ kinopoisk_id: 901_001 }]);
    }
    expect((await app.call('GET', '/movies/901001', { token })).body).toEqual(film);
    kinopoisk.heal();
  });

  it('are fetched once: the second request costs no call, and both name the source of the answer', async () => {
    const path = `/movies/${quirkFilms.russian.kinopoiskId}`;
    const first = await app.call('GET', path, { token });
    expect([first.headers.get('film-source'), first.headers.get('age')]).toEqual(['kinopoisk', null]);
    kinopoisk.forgetCalls();
    const second = await app.call('GET', path, { token });
    expect([second.headers.get('film-source'), second.headers.get('age')]).toEqual([
      'cache',
      expect.stringMatching(/^\d+$/) as string,
    ]);
    expect(second.body).toEqual(first.body);
    expect(kinopoisk.calls).toEqual([]);
  });

  it('are found once: the same words cost no second call', async () => {
    const search = (query: string) =>
      app.call('GET', `/movies/search?query=${encodeURIComponent(query)}&page=1`, { token });
    const first = await search('Ёжик и Пуговица');
    expect([first.status, first.headers.get('film-source'), first.headers.get('age')]).toEqual([
      200,
      'kinopoisk',
      null,
    ]);
    kinopoisk.forgetCalls();
    const second = await search('  ёжик   и ПУГОВИЦА ');
    expect([second.headers.get('film-source'), second.headers.get('age')]).toEqual(['cache', '0']);
    expect(second.body).toEqual(first.body);
    expect(kinopoisk.calls).toEqual([]);
  });

  it('cost one call when two hundred requests ask for an unknown one', async () => {
    kinopoisk.forgetCalls();
    kinopoisk.setLatency(200);
    const getMovie = app.service.container.get(GetMovie);
    const found = await Promise.all(
      Array.from({ length: 200 }, () => getMovie.execute(aUserActor(), { kinopoiskId: 9_400_002, client: aClient })),
    );
    kinopoisk.setLatency(0);
    expect(new Set(found.map(({ movie }) => movie.title))).toEqual(new Set(['Хроники полярной станции 2']));
    for (const operation of ['film', 'staff', 'videos'] as const)
      expect(kinopoisk.callsOf(operation), operation).toHaveLength(1);
  });

  it.each(Object.values(quirkFilms).filter(({ kinopoiskId }) => kinopoiskId !== quirkFilms.cardWithoutId.kinopoiskId))(
    'read well where the film shows: $shows',
    async ({ kinopoiskId }) => {
      const answer = await app.call('GET', `/movies/${kinopoiskId}`, { token });
      expect([answer.status, (answer.body as Film).kinopoisk_id]).toEqual([200, kinopoiskId]);
    },
  );

  it('are 404 when Kinopoisk does not know them', async () => {
    expect((await app.call('GET', '/movies/4999999', { token })).body).toMatchObject({ code: 'movie-not-found' });
  });

  it('never let the API key follow a redirect', async () => {
    const elsewhere = await startKinopoiskStandIn();
    kinopoisk.failWith(redirect(elsewhere.baseUrl));
    expect((await app.call('GET', '/movies/4777778', { token })).body).toMatchObject({ code: 'kinopoisk-bad-answer' });
    expect(elsewhere.calls).toEqual([]);
    kinopoisk.heal();
    await elsewhere.close();
  });

  it('keep the API key out of every log line', () => {
    expect(JSON.stringify(app.log)).not.toContain(kinopoisk.apiKey);
  });
});

describe('films that are not stored yet', () => {
  const outcomes: [FaultName, number, string][] = [
    ['401', 503, 'kinopoisk-key-refused'],
    ['402', 503, 'kinopoisk-quota-spent'],
    ['429', 503, 'kinopoisk-rate-limited'],
    ['500', 502, 'kinopoisk-bad-answer'],
    ['503', 502, 'kinopoisk-bad-answer'],
    ['reset-before-head', 502, 'kinopoisk-bad-answer'],
    ['html', 502, 'kinopoisk-bad-answer'],
    ['truncated', 502, 'kinopoisk-bad-answer'],
    ['broken-json', 502, 'kinopoisk-bad-answer'],
    ['empty-body', 502, 'kinopoisk-bad-answer'],
    ['wrong-content-type', 502, 'kinopoisk-bad-answer'],
    ['wrong-shape', 502, 'kinopoisk-bad-answer'],
    ['gzip-bomb', 502, 'kinopoisk-bad-answer'],
    ['hang', 504, 'kinopoisk-timeout'],
  ];
  /** On PostgreSQL, the applications of all faults use the database of this one. Each key has its own quota. */
  let home: TestApp;
  beforeAll(async () => {
    home = await startTestApp();
  });
  afterAll(() => home.close());

  it.each(outcomes)('are answered, after %s of Kinopoisk, with %i %s', async (fault, status, code) => {
    const kinopoisk = await startKinopoiskStandIn({ apiKey: `secret-key-of-${fault}` });
    const app = await startTestApp({
      ...(home.databaseUrl !== undefined && { besides: home }),
      settings: { KINOPOISK_API_KEY: kinopoisk.apiKey, KINOPOISK_BASE_URL: kinopoisk.baseUrl },
    });
    const { token } = await app.logIn();
    expect(faults[fault]).toBeDefined();
    kinopoisk.failWith(fault);
    const ask = async (path: string) => {
      const startedAt = performance.now();
      const answer = await app.call('GET', path, { token });
      expect([answer.status, (answer.body as { code: string }).code]).toEqual([status, code]);
      expect(answer.text).not.toMatch(/quota\. You have|Rate limit exceeded|permissions\. See|<html/);
      if (status === 503) expect(answer.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
      expect(performance.now() - startedAt).toBeLessThan(6000);
    };
    const [byId, byWords] = [
      '/movies/9400001',
      `/movies/search?query=${encodeURIComponent('хроники полярной')}`,
    ] as const;
    // Both at once if an answer takes seconds. With the other faults, two failures at once would open the circuit.
    if (fault === 'hang' || fault === '429') await Promise.all([ask(byId), ask(byWords)]);
    else for (const path of [byId, byWords]) await ask(path);
    expect(JSON.stringify(app.log)).not.toContain(kinopoisk.apiKey);
    await app.close();
    await kinopoisk.close();
  });
});
