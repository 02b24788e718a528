import { inspect } from 'node:util';
import nock from 'nock';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { KinopoiskCalls } from '../../../src/adapters/kinopoisk/kinopoisk-calls.ts';
import { KinopoiskFilmSource } from '../../../src/adapters/kinopoisk/kinopoisk-film-source.ts';
import type { FilmSource } from '../../../src/application/films/ports/film-source.ts';
import {
  FilmSourceBadAnswer,
  FilmSourceKeyRefused,
  FilmSourceQuotaSpent,
  FilmSourceRateLimited,
  isFilmSourceFailure,
} from '../../../src/application/films/ports/film-source.ts';
import { unknownFilm } from '../../../src/domain/films/movie.ts';
import { CountingMetrics } from '../../fakes/counting-metrics.ts';
import { UnlimitedApiQuota } from '../../fakes/unlimited-api-quota.ts';

const baseUrl = 'https://kinopoisk.test';
const apiKey = '00000000-secret-0000-key-000000000000';
const noon = new Date('2026-11-20T12:00:00.000Z');
const clock = { now: () => noon, monotonicMs: () => performance.now() };
const json = { 'Content-Type': 'application/json' };

/** A source whose calls are limited only by the test itself. */
const sourceWith = (settings: object = {}, time = clock): FilmSource =>
  new KinopoiskFilmSource(
    { baseUrl, apiKey, timeoutMs: 3000, retryPauseMs: 5, ...settings },
    new KinopoiskCalls(new UnlimitedApiQuota(), new CountingMetrics(), time),
    time,
  );

let source: FilmSource;
beforeEach(() => {
  source = sourceWith();
});

/** Every error that a test causes is also searched for text that it must not contain. */
async function failureOf(call: Promise<unknown>) {
  const error = await call.then(
    () => expect.unreachable('the call succeeded'),
    (thrown: unknown) => thrown,
  );
  if (!isFilmSourceFailure(error)) throw error;
  const printed = inspect(error, { depth: 20, showHidden: true });
  expect(printed).not.toMatch(/secret|x-api-key|upstream words/i);
  const reason = error.cause instanceof Error ? error.cause.message : error.cause;
  return { type: error.constructor, retryAfterSeconds: error.retryAfterSeconds, reason };
}

const card = () => nock(baseUrl).get('/api/v2.2/films/301');
const staff = () => nock(baseUrl).get('/api/v1/staff').query({ filmId: '301' });
const videos = () => nock(baseUrl).get('/api/v2.2/films/301/videos');
const search = (keyword = 'мстители', page = 1) =>
  nock(baseUrl)
    .get('/api/v2.1/films/search-by-keyword')
    .query({ keyword, page: String(page) });

beforeAll(() => {
  if (!nock.isActive()) nock.activate();
  nock.disableNetConnect();
});
afterEach(() => {
  const unasked = nock.pendingMocks();
  nock.cleanAll();
  expect(unasked).toEqual([]);
});
// The next files of this worker use the sockets of Node again.
afterAll(() => {
  nock.enableNetConnect();
  nock.restore();
});

describe('KinopoiskFilmSource.search', () => {
  it('reads a page of results as records that only add missing values', async () => {
    search().reply(
      200,
      {
        keyword: 'мстители',
        pagesCount: 3,
        searchFilmsCountResult: 45,
        films: [
          {
            filmId: 263531,
            nameRu: 'Мстители',
            nameEn: 'The Avengers',
            type: 'FILM',
            year: '2012',
            description: 'США, Джосс\u00A0Уидон',
            filmLength: '2:17',
            countries: [{ country: 'США' }],
            genres: [{ genre: 'фантастика' }, { genre: 'боевик' }],
            rating: '7.9',
            ratingVoteCount: 284245,
            posterUrl: 'https://kinopoiskapiunofficial.tech/images/posters/kp/263531.jpg',
            posterUrlPreview: 'https://kinopoiskapiunofficial.tech/images/posters/kp_small/263531.jpg',
          },
        ],
      },
      json,
    );
    expect(await source.search('мстители', 1)).toEqual({
      total: 45,
      films: [
        {
          kinopoiskId: 263531,
          nameRu: 'Мстители',
          nameOriginal: null,
          nameEn: 'The Avengers',
          description: 'США, Джосс Уидон',
          year: 2012,
          rating: 7.9,
          ratingImdb: null,
          genres: ['фантастика', 'боевик'],
          directors: undefined,
          trailerUrl: undefined,
          countries: ['США'],
          lengthMinutes: 137,
          ageLimit: null,
          type: 'FILM',
          imdbId: null,
          posterUrl: 'https://kinopoiskapiunofficial.tech/images/posters/kp/263531.jpg',
          posterPreviewUrl: 'https://kinopoiskapiunofficial.tech/images/posters/kp_small/263531.jpg',
          webUrl: null,
          fetchedAt: null,
        },
      ],
    });
  });

  it.each(['сто % & один=два?', 'a+b', 'первый,второй', 'кот/../пёс#1', '%D0%BC', '😀'])(
    'sends the words %s encoded once',
    async (words) => {
      search(words, 7).reply(404, '');
      expect(await source.search(words, 7)).toEqual({ films: [], total: 0 });
    },
  );

  it('sends the key and the content type that Kinopoisk requires', async () => {
    nock(baseUrl, { reqheaders: { 'x-api-key': apiKey, 'content-type': 'application/json' } })
      .get(/.*/)
      .reply(404, '');
    expect(await source.search('матрица', 1)).toEqual({ films: [], total: 0 });
  });

  const rows = (...ids: unknown[]) => ids.map((filmId) => ({ filmId }));

  it.each([
    {
      title: 'the count of results, whatever pagesCount says',
      page: 1,
      answer: { pagesCount: 0, searchFilmsCountResult: 21, films: rows(1) },
      total: 21,
    },
    {
      title: 'the films returned so far when the count is too small',
      page: 3,
      answer: { searchFilmsCountResult: 1, films: rows(1, 2) },
      total: 42,
    },
    {
      title: 'the films returned so far when there is no count',
      page: 1,
      answer: { searchFilmsCountResult: null, films: rows(1, 2) },
      total: 2,
    },
    {
      title: '400 when there are more than can be reached',
      page: 20,
      answer: { searchFilmsCountResult: 1234, films: rows(1) },
      total: 400,
    },
  ])('gives as total $title', async ({ page, answer, total }) => {
    search('а', page).reply(200, answer, json);
    expect(await source.search('а', page)).toMatchObject({ total });
  });

  it.each([
    { title: 'a 404', status: 404, answer: { message: 'nothing' } },
    { title: 'an empty list', status: 200, answer: { searchFilmsCountResult: 0, films: [] } },
    { title: 'an empty list with a count', status: 200, answer: { searchFilmsCountResult: 45, films: [] } },
    { title: 'a list left out beside the count 0', status: 200, answer: { keyword: 'а', searchFilmsCountResult: 0 } },
    { title: 'a null list beside the count 0', status: 200, answer: { films: null, searchFilmsCountResult: 0 } },
  ])('reads $title as nothing found', async ({ status, answer }) => {
    search('а').reply(status, answer, json);
    expect(await source.search('а', 1)).toEqual({ films: [], total: 0 });
  });

  it('drops films without a usable id and repeated ones', async () => {
    const films = [null, 'film', {}, ...rows(null, 0, -1, 1.5, '301', 2 ** 31, 301, 301), { kinopoiskId: 302 }];
    search('а').reply(200, { searchFilmsCountResult: 9, films }, json);
    expect(await source.search('а', 1)).toEqual({ films: [unknownFilm(301), unknownFilm(302)], total: 9 });
  });

  it.for([{}, { films: {} }, { films: null }, { message: 'upstream words' }, [], null, 'films', 7])(
    'refuses %j, which is not a result of a search',
    async (answer) => {
      search('а').reply(200, JSON.stringify(answer), json);
      expect(await failureOf(source.search('а', 1))).toEqual({
        type: FilmSourceBadAnswer,
        retryAfterSeconds: undefined,
        reason: 'search: not a search result',
      });
    },
  );
});

describe('KinopoiskFilmSource.find', () => {
  it('reads a card, stamped with the time', async () => {
    card().reply(
      200,
      {
        kinopoiskId: 301,
        kinopoiskHDId: '4824a95e60a7db7e86f14137516ba590',
        imdbId: 'tt0133093',
        nameRu: 'Матрица',
        nameEn: null,
        nameOriginal: 'The Matrix',
        posterUrl: 'https://kinopoiskapiunofficial.tech/images/posters/kp/301.jpg',
        posterUrlPreview: 'https://kinopoiskapiunofficial.tech/images/posters/kp_small/301.jpg',
        coverUrl: null,
        reviewsCount: 293,
        ratingGoodReview: 88.9,
        ratingKinopoisk: 8.5,
        ratingImdb: 8.7,
        ratingAwait: 99,
        webUrl: 'https://www.kinopoisk.ru/film/301/',
        year: 1999,
        filmLength: 136,
        description: 'Жизнь Томаса Андерсона разделена на две части.',
        productionStatus: null,
        type: 'FILM',
        ratingMpaa: 'r',
        ratingAgeLimits: 'age16',
        lastSync: '2021-07-29T20:07:49.109817',
        countries: [{ country: 'США' }, { country: 'Австралия' }],
        genres: [{ genre: 'фантастика' }, { genre: 'боевик' }],
        startYear: null,
        completed: false,
      },
      { 'Content-Type': 'Application/JSON; charset=UTF-8' },
    );
    expect(await source.find(301)).toEqual({
      kinopoiskId: 301,
      nameRu: 'Матрица',
      nameOriginal: 'The Matrix',
      nameEn: null,
      description: 'Жизнь Томаса Андерсона разделена на две части.',
      year: 1999,
      rating: 8.5,
      ratingImdb: 8.7,
      genres: ['фантастика', 'боевик'],
      directors: undefined,
      trailerUrl: undefined,
      countries: ['США', 'Австралия'],
      lengthMinutes: 136,
      ageLimit: 16,
      type: 'FILM',
      imdbId: 'tt0133093',
      posterUrl: 'https://kinopoiskapiunofficial.tech/images/posters/kp/301.jpg',
      posterPreviewUrl: 'https://kinopoiskapiunofficial.tech/images/posters/kp_small/301.jpg',
      webUrl: 'https://www.kinopoisk.ru/film/301/',
      fetchedAt: noon,
    });
  });

  it('reads a card that has only an id', async () => {
    card().reply(200, { kinopoiskId: 301 }, json);
    expect(await source.find(301)).toEqual({ ...unknownFilm(301), fetchedAt: noon });
  });

  it('finds no film if Kinopoisk answers 404', async () => {
    card().reply(404, '');
    expect(await source.find(301)).toBeUndefined();
  });

  it.for([
    {},
    { kinopoiskId: null },
    { kinopoiskId: 302 },
    { kinopoiskId: '301' },
    { message: 'upstream words' },
    [],
    null,
  ])('refuses %j, which is not the requested card', async (answer) => {
    card().reply(200, JSON.stringify(answer), json);
    expect(await failureOf(source.find(301))).toEqual({
      type: FilmSourceBadAnswer,
      retryAfterSeconds: undefined,
      reason: 'find: not the card of the requested film',
    });
  });
});

describe('KinopoiskFilmSource.directors', () => {
  it('takes the directors from the staff', async () => {
    const row = (staffId: number, nameRu: string, professionKey: string) => ({
      staffId,
      nameRu,
      nameEn: '',
      professionKey,
    });
    const rows = [
      row(23330, 'Лана Вачовски', 'DIRECTOR'),
      row(7836, 'Киану Ривз', 'ACTOR'),
      row(23330, 'Лана Вачовски', 'WRITER'),
    ];
    staff().reply(200, rows, json);
    expect(await source.directors(301)).toEqual([{ id: 23330, name: 'Лана Вачовски' }]);
  });

  it('finds none if Kinopoisk answers 404', async () => {
    staff().reply(404, '');
    expect(await source.directors(301)).toEqual([]);
  });

  it.for([{}, { items: [] }, null, 'staff'])('refuses %j, which is not a list of staff', async (answer) => {
    staff().reply(200, JSON.stringify(answer), json);
    expect(await failureOf(source.directors(301))).toEqual({
      type: FilmSourceBadAnswer,
      retryAfterSeconds: undefined,
      reason: 'directors: not a list of staff',
    });
  });
});

describe('KinopoiskFilmSource.trailer', () => {
  it('returns the address of the trailer at YouTube', async () => {
    videos().reply(
      200,
      { total: 1, items: [{ url: 'https://youtu.be/nUEQNVV3Gfs', name: 'Трейлер', site: 'UNKNOWN' }] },
      json,
    );
    expect(await source.trailer(301)).toBe('https://www.youtube.com/watch?v=nUEQNVV3Gfs');
  });

  it.each([
    { title: 'there are no videos', status: 200, answer: { total: 0, items: [] } },
    { title: 'the list is left out beside the count 0', status: 200, answer: { total: 0 } },
    { title: 'Kinopoisk answers 404', status: 404, answer: {} },
  ])('finds none if $title', async ({ status, answer }) => {
    videos().reply(status, answer, json);
    expect(await source.trailer(301)).toBeNull();
  });

  it.for([{}, { total: 1 }, { items: 'none' }, [], null])(
    'refuses %j, which is not a list of videos',
    async (answer) => {
      videos().reply(200, JSON.stringify(answer), json);
      expect(await failureOf(source.trailer(301))).toEqual({
        type: FilmSourceBadAnswer,
        retryAfterSeconds: undefined,
        reason: 'trailer: not a list of videos',
      });
    },
  );
});

describe('KinopoiskFilmSource: refusals', () => {
  const hours = (count: number) => count * 3600;

  it.each([
    { status: 401, type: FilmSourceKeyRefused, retryAfterSeconds: 60 },
    { status: 402, type: FilmSourceQuotaSpent, retryAfterSeconds: hours(12) },
    { status: 403, type: FilmSourceKeyRefused, retryAfterSeconds: 60 },
    { status: 400, type: FilmSourceBadAnswer, retryAfterSeconds: undefined },
    { status: 408, type: FilmSourceBadAnswer, retryAfterSeconds: undefined },
    { status: 413, type: FilmSourceBadAnswer, retryAfterSeconds: undefined },
    { status: 500, type: FilmSourceBadAnswer, retryAfterSeconds: undefined },
    { status: 501, type: FilmSourceBadAnswer, retryAfterSeconds: undefined },
  ])('reads $status once and gives up', async ({ status, type, retryAfterSeconds }) => {
    card()
      .once()
      .reply(status, { message: 'upstream words' }, { ...json, 'Retry-After': '0' });
    expect(await failureOf(source.find(301))).toEqual({ type, retryAfterSeconds, reason: `find: status ${status}` });
  });

  it.each([
    { status: 429, type: FilmSourceRateLimited, retryAfterSeconds: 2 },
    { status: 502, type: FilmSourceBadAnswer, retryAfterSeconds: undefined },
    { status: 503, type: FilmSourceBadAnswer, retryAfterSeconds: undefined },
    { status: 504, type: FilmSourceBadAnswer, retryAfterSeconds: undefined },
  ])('reads $status three times and gives up', async ({ status, type, retryAfterSeconds }) => {
    card().times(3).reply(status, { message: 'upstream words' }, json);
    expect(await failureOf(source.find(301))).toEqual({ type, retryAfterSeconds, reason: `find: status ${status}` });
  });

  it.each([429, 502, 503, 504])('succeeds after two answers %i', async (status) => {
    card().times(2).reply(status, '');
    card().reply(200, { kinopoiskId: 301 }, json);
    expect(await source.find(301)).toMatchObject({ kinopoiskId: 301 });
  });

  it('handles every operation in the same way', async () => {
    for (const question of [search('а'), card(), staff(), videos()]) question.reply(401, '');
    const calls = [source.search('а', 1), source.find(301), source.directors(301), source.trailer(301)];
    expect(await Promise.all(calls.map(failureOf))).toEqual(
      ['search', 'find', 'directors', 'trailer'].map((operation) => ({
        type: FilmSourceKeyRefused,
        retryAfterSeconds: 60,
        reason: `${operation}: status 401`,
      })),
    );
  });

  it.each([
    { at: '2026-11-20T23:59:59.500Z', seconds: 1 },
    { at: '2026-11-20T00:00:00.000Z', seconds: hours(24) },
  ])('makes no calls for $seconds s when the quota is used up at $at', async ({ at, seconds }) => {
    card().reply(402, '');
    const late = sourceWith({}, { ...clock, now: () => new Date(at) });
    expect(await failureOf(late.find(301))).toEqual({
      type: FilmSourceQuotaSpent,
      retryAfterSeconds: seconds,
      reason: 'find: status 402',
    });
  });
});

describe('KinopoiskFilmSource: Retry-After', () => {
  const limited = { type: FilmSourceRateLimited, reason: 'find: status 429' };

  it.each([
    { value: '7', seconds: 7 },
    { value: '3600', seconds: 60 },
    { value: '999999999', seconds: 60 },
    { value: 'Fri, 20 Nov 2026 12:00:30 GMT', seconds: 30 },
  ])(
    'passes on "$value" as $seconds s without waiting when it does not fit into the deadline',
    async ({ value, seconds }) => {
      card().once().reply(429, '', { 'Retry-After': value });
      expect(await failureOf(source.find(301))).toEqual({ ...limited, retryAfterSeconds: seconds });
    },
  );

  it.each(['-1', 'soon', '1e3', '0x10', ''])('reads "%s" as no value', async (value) => {
    card().times(3).reply(429, '', { 'Retry-After': value });
    expect(await failureOf(source.find(301))).toEqual({ ...limited, retryAfterSeconds: 2 });
  });

  it.each(['0', 'Fri, 20 Nov 2026 11:00:00 GMT'])(
    'never requests a retry at once, even if the header does: "%s"',
    async (value) => {
      card().times(3).reply(429, '', { 'Retry-After': value });
      expect(await failureOf(source.find(301))).toEqual({ ...limited, retryAfterSeconds: 1 });
    },
  );

  it('is followed if the pause fits into the deadline', async () => {
    card().reply(503, '', { 'Retry-After': '1' });
    card().reply(200, { kinopoiskId: 301 }, json);
    const startedMs = performance.now();
    expect(await source.find(301)).toMatchObject({ kinopoiskId: 301 });
    expect(performance.now() - startedMs).toBeGreaterThan(990);
  });

  it('reports a 503 that requests too long a pause as a bad answer', async () => {
    card().once().reply(503, '', { 'Retry-After': '5' });
    expect(await failureOf(source.find(301))).toMatchObject({ type: FilmSourceBadAnswer, reason: 'find: status 503' });
  });

  it.each(['RateLimit-Reset', 'X-RateLimit-Reset'])('is not read from %s', async (header) => {
    card()
      .times(3)
      .reply(429, '', { [header]: '30' });
    expect(await failureOf(source.find(301))).toEqual({ ...limited, retryAfterSeconds: 2 });
  });
});

describe('KinopoiskFilmSource: answers that cannot be used', () => {
  const contentType = 'find: content type is not application/json';
  const notJson = 'find: body is not JSON in UTF-8';

  it.each([
    { title: 'HTML', body: '<html>upstream words</html>', type: 'text/html', reason: contentType },
    { title: 'JSON that calls itself text', body: '{"kinopoiskId":301}', type: 'text/plain', reason: contentType },
    { title: 'another kind of JSON', body: '{"kinopoiskId":301}', type: 'application/json5', reason: contentType },
    {
      title: 'truncated JSON',
      body: '{"kinopoiskId":301,"nameRu":"upstream words',
      type: 'application/json',
      reason: notJson,
    },
    { title: 'an empty body', body: '', type: 'application/json', reason: notJson },
    { title: 'HTML that calls itself JSON', body: '<html>upstream words', type: 'application/json', reason: notJson },
    { title: 'broken UTF-8', body: Buffer.from([0x22, 0xff, 0x22]), type: 'application/json', reason: notJson },
  ])('refuses $title', async ({ body, type, reason }) => {
    card().reply(200, body, { 'Content-Type': type });
    expect(await failureOf(source.find(301))).toEqual({
      type: FilmSourceBadAnswer,
      retryAfterSeconds: undefined,
      reason,
    });
  });

  it('refuses a body without a content type', async () => {
    card().reply(200, Buffer.from('{"kinopoiskId":301}'));
    expect(await failureOf(source.find(301))).toMatchObject({ type: FilmSourceBadAnswer, reason: contentType });
  });

  it('refuses success without content', async () => {
    card().reply(204);
    expect(await failureOf(source.find(301))).toMatchObject({ type: FilmSourceBadAnswer });
  });

  const cardOfBytes = (bytes: number) => `{"kinopoiskId":301,"x":"${'x'.repeat(bytes - 26)}"}`;

  it('reads a body of exactly 1 MiB', async () => {
    card().reply(200, cardOfBytes(1_048_576), json);
    expect(await source.find(301)).toMatchObject({ kinopoiskId: 301 });
  });

  it('refuses a body of one byte more', async () => {
    card().once().reply(200, cardOfBytes(1_048_577), json);
    expect(await failureOf(source.find(301))).toEqual({
      type: FilmSourceBadAnswer,
      retryAfterSeconds: undefined,
      reason: 'find: body of more than 1048576 bytes',
    });
  });
});

describe('KinopoiskFilmSource and its key', () => {
  it('does not show the key when it is printed', () => {
    expect(inspect(source, { depth: 20 })).not.toContain(apiKey);
    expect(JSON.stringify(source)).not.toContain(apiKey);
  });

  it('does not show a key that cannot be sent', async () => {
    const unsendable = sourceWith({ apiKey: `${apiKey}\nключ` });
    expect(await failureOf(unsendable.find(301))).toMatchObject({
      type: FilmSourceBadAnswer,
      reason: 'find: TypeError',
    });
  });
});
