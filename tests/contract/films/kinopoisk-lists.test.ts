import nock from 'nock';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { KinopoiskCalls } from '../../../src/adapters/kinopoisk/kinopoisk-calls.ts';
import { KinopoiskFilmSource } from '../../../src/adapters/kinopoisk/kinopoisk-film-source.ts';
import { FilmSourceBadAnswer, FilmSourceQuotaSpent } from '../../../src/application/films/ports/film-source.ts';
import { COLLECTIONS } from '../../../src/domain/films/film-lists.ts';
import { unknownFilm } from '../../../src/domain/films/movie.ts';
import { CountingMetrics } from '../../fakes/counting-metrics.ts';
import { UnlimitedApiQuota } from '../../fakes/unlimited-api-quota.ts';

const baseUrl = 'https://kinopoisk.test';
const noon = new Date('2026-11-20T12:00:00.000Z');
const clock = { now: () => noon, monotonicMs: () => performance.now() };
const source = new KinopoiskFilmSource(
  { baseUrl, apiKey: 'key', timeoutMs: 3000, retryPauseMs: 5 },
  new KinopoiskCalls(new UnlimitedApiQuota(), new CountingMetrics(), clock, { callMs: 0, searchMs: 0, votesMs: 0 }),
  clock,
);

const collection = (type = 'TOP_POPULAR_ALL', page = 1) =>
  nock(baseUrl)
    .get('/api/v2.2/films/collections')
    .query({ type, page: String(page) });
const premieres = (year: number, month: string) =>
  nock(baseUrl)
    .get('/api/v2.2/films/premieres')
    .query({ year: String(year), month });

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

/** A recorded item, with the fields that no document names. */
const item = {
  kinopoiskId: 301,
  imdbId: 'tt0133093',
  nameRu: 'Матрица',
  nameEn: null,
  nameOriginal: 'The Matrix',
  countries: [{ country: 'США' }],
  genres: [{ genre: 'фантастика' }],
  ratingKinopoisk: 8.5,
  ratingImdb: 8.7,
  year: 1999,
  type: 'FILM',
  posterUrl: 'https://kinopoiskapiunofficial.tech/images/posters/kp/301.jpg',
  posterUrlPreview: 'https://kinopoiskapiunofficial.tech/images/posters/kp_small/301.jpg',
  coverUrl: null,
  logoUrl: null,
  description: 'Жизнь Томаса\u00A0Андерсона',
  ratingAgeLimits: 'age16',
};

describe('KinopoiskFilmSource.listed', () => {
  it('reads a page of a collection as records that only add missing values', async () => {
    collection().reply(200, { total: 45, totalPages: 3, items: [item] });
    expect(await source.listed('popular', 1)).toEqual({
      pages: 3,
      films: [
        {
          ...unknownFilm(301),
          nameRu: 'Матрица',
          nameOriginal: 'The Matrix',
          imdbId: 'tt0133093',
          description: 'Жизнь Томаса Андерсона',
          year: 1999,
          rating: 8.5,
          ratingImdb: 8.7,
          genres: ['фантастика'],
          countries: ['США'],
          ageLimit: 16,
          type: 'FILM',
          posterUrl: item.posterUrl,
          posterPreviewUrl: item.posterUrlPreview,
        },
      ],
    });
  });

  it('reads the documented forms, which differ from real answers: the year as text, a misspelt rating', async () => {
    const { ratingImdb, ...documented } = item;
    collection().reply(200, {
      total: 1,
      totalPages: 1,
      items: [{ ...documented, year: '1999', ratingImbd: ratingImdb }],
    });
    expect((await source.listed('popular', 1)).films).toMatchObject([{ year: 1999, ratingImdb: 8.7 }]);
  });

  it('requests every collection by its name', async () => {
    const types: string[] = [];
    nock(baseUrl)
      .get('/api/v2.2/films/collections')
      .query(({ type }) => types.push(String(type)) > 0)
      .times(COLLECTIONS.length)
      .reply(200, { total: 0, totalPages: 0, items: [] });
    for (const list of COLLECTIONS) expect(await source.listed(list, 1)).toEqual({ films: [], pages: 0 });
    // nock calls the matcher more than once for each request.
    expect(new Set(types).size).toBe(COLLECTIONS.length);
  });

  it('reads the premieres of a month, with unknown values as 0 or empty', async () => {
    const { posterUrl, posterUrlPreview, countries, genres } = item;
    const images = { posterUrl, posterUrlPreview, countries, genres };
    const film = { kinopoiskId: 7_302_978, nameRu: 'Премьера', nameEn: '', year: 0, duration: 95, ...images };
    const items = [film, { ...film, kinopoiskId: 2, nameRu: '', nameEn: 'Old One', year: 2008, duration: null }];
    premieres(2025, 'AUGUST').reply(200, {
      total: 2,
      items: items.map((each) => ({ ...each, premiereRu: '2025-08-07' })),
    });
    const { films, pages } = await source.listed('premieres_2025_8', 1);
    expect(pages).toBe(1);
    expect(films).toMatchObject([
      { kinopoiskId: 7_302_978, nameRu: 'Премьера', nameEn: null, year: null, lengthMinutes: 95, rating: null },
      { kinopoiskId: 2, nameRu: null, nameEn: 'Old One', year: 2008, lengthMinutes: null, ageLimit: null },
    ]);
  });

  it.each([
    ['the total', { total: 41, totalPages: 9, items: [item] }, 3],
    ['its own count of pages', { totalPages: 9, items: [item] }, 9],
    ['the bound of the pages', { total: 99_999, items: [item] }, 50],
    ['a page that is not empty', { items: [item] }, 8],
    ['an empty page', { total: 0 }, 0],
  ])('counts the pages by %s', async (_, body, pages) => {
    collection('TOP_250_MOVIES', 7).reply(200, body);
    expect((await source.listed('best_films', 7)).pages).toBe(pages);
  });

  it('skips rows without an id, and returns a film once', async () => {
    collection().reply(200, { total: 4, items: [item, { ...item, nameRu: 'Другая' }, { nameRu: 'Ничья' }, null] });
    expect((await source.listed('popular', 1)).films).toMatchObject([{ kinopoiskId: 301, nameRu: 'Матрица' }]);
  });

  it.each([
    ['a body that is no list', 200, { items: 'none' }],
    ['rows that are no films', 200, { total: 2, items: [{ id: 1 }, { id: 2 }] }],
    ['a list that does not exist any more', 404, {}],
    ['a refused name', 400, {}],
  ])('finds no usable answer in %s', async (_, status, body) => {
    collection().reply(status, body);
    await expect(source.listed('popular', 1)).rejects.toBeInstanceOf(FilmSourceBadAnswer);
  });

  it('reports that the daily quota is used up', async () => {
    collection().reply(402, { message: 'You exceeded the quota.' });
    await expect(source.listed('popular', 1)).rejects.toBeInstanceOf(FilmSourceQuotaSpent);
  });
});
