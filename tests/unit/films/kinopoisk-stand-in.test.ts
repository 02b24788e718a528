import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { recordedRateLimits } from '../../kinopoisk-stand-in/call-limits.ts';
import { builtInFilms, quirkFilms } from '../../kinopoisk-stand-in/films.ts';
import { generateFilms } from '../../kinopoisk-stand-in/generate-films.ts';
import {
  type KinopoiskStandIn,
  type KinopoiskStandInSettings,
  startKinopoiskStandIn,
} from '../../kinopoisk-stand-in/kinopoisk-stand-in.ts';
import { profileIds } from '../../kinopoisk-stand-in/profiles.ts';

type Film = { kinopoiskId: number; nameRu: string | null };
type Search = { films: Record<string, unknown>[]; pagesCount: number; searchFilmsCountResult: number };

const { ordinary } = quirkFilms;
let standIn: KinopoiskStandIn;

beforeEach(async () => {
  standIn = await startKinopoiskStandIn();
});
afterEach(() => standIn.close());

async function restart(options: Partial<KinopoiskStandInSettings>): Promise<void> {
  await standIn.close();
  standIn = await startKinopoiskStandIn(options);
}

function call(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(standIn.baseUrl + path, { headers: { 'X-API-KEY': standIn.apiKey }, ...init });
}

async function read<T = unknown>(path: string): Promise<T> {
  return (await (await call(path)).json()) as T;
}

function search(keyword: string, page = 1): Promise<Search> {
  return read(`/api/v2.1/films/search-by-keyword?keyword=${encodeURIComponent(keyword)}&page=${page}`);
}

async function foundFilm(film: Film): Promise<Record<string, unknown> | undefined> {
  return (await search(film.nameRu ?? '')).films.find(({ filmId }) => filmId === film.kinopoiskId);
}

const cardOf = (film: Film) => read<Record<string, unknown>>(`/api/v2.2/films/${film.kinopoiskId}`);
const videosOf = (film: Film) => read(`/api/v2.2/films/${film.kinopoiskId}/videos`);
const staffOf = (film: Film) => read<Record<string, unknown>[]>(`/api/v1/staff?filmId=${film.kinopoiskId}`);

describe('the search of the Kinopoisk stand-in', () => {
  it('returns numbers as texts, and a single result as no page', async () => {
    expect(await search('бумажных морей')).toEqual({
      keyword: 'бумажных морей',
      pagesCount: 0,
      searchFilmsCountResult: 1,
      films: [
        {
          filmId: 901_001,
          nameRu: 'Капитан бумажных морей',
          nameEn: 'The Paper Sea Captain',
          type: 'FILM',
          year: '2012',
          description: ordinary.description,
          filmLength: '02:17',
          countries: [{ country: 'США' }, { country: 'Канада' }],
          genres: [{ genre: 'приключения' }, { genre: 'фэнтези' }],
          rating: '7.9',
          ratingVoteCount: ordinary.voteCount,
          posterUrl: 'https://kinopoiskapiunofficial.tech/images/posters/kp/901001.jpg',
          posterUrlPreview: 'https://kinopoiskapiunofficial.tech/images/posters/kp_small/901001.jpg',
        },
      ],
    });
  });

  it('has pages of twenty, and an empty last page', async () => {
    const pages = await Promise.all([1, 2, 3, 4].map((page) => search('хроники станции', page)));
    expect(pages.map(({ films }) => films.length)).toEqual([20, 20, 5, 0]);
    expect(pages[0]).toMatchObject({ pagesCount: 3, searchFilmsCountResult: 45 });
  });

  it.each([
    [quirkFilms.ratingWordNull, { rating: 'null' }],
    [quirkFilms.ratingPercent, { rating: '99%' }],
    [quirkFilms.yearWordNull, { year: 'null' }],
    [quirkFilms.yearRange, { year: '2010-2015' }],
    [quirkFilms.lengthUnpadded, { filmLength: '2:22' }],
    [quirkFilms.lengthNull, { filmLength: null }],
  ])('keeps the odd value of $nameRu', async (film, expected) => {
    expect(await foundFilm(film)).toMatchObject(expected);
  });

  it('leaves unknown keys out', async () => {
    expect(await foundFilm(quirkFilms.russian)).not.toHaveProperty('nameEn');
    expect(await foundFilm(quirkFilms.yearLeftOut)).not.toHaveProperty('year');
    expect(Object.keys((await foundFilm(quirkFilms.barest)) ?? {})).toEqual(['filmId', 'nameRu']);
  });

  it('answers an empty search with 404, or with an empty list if configured', async () => {
    expect((await call('/api/v2.1/films/search-by-keyword?keyword=zzz')).status).toBe(404);
    await restart({ noResults: 'empty-list' });
    expect(await search('zzz')).toMatchObject({ films: [], searchFilmsCountResult: 0 });
  });

  it('finds films by key words with commas, including genres and countries', async () => {
    expect((await search('фэнтези,канада')).films).toMatchObject([{ filmId: 901_001 }]);
  });
});

describe('the films of the Kinopoisk stand-in', () => {
  it('have every key in a card, nameEn null and lastSync with six digits', async () => {
    const card = await cardOf(ordinary);
    expect(card).toMatchObject({
      kinopoiskId: 901_001,
      nameEn: null,
      nameOriginal: 'The Paper Sea Captain',
      filmLength: 137,
      year: 2012,
      ratingKinopoisk: 7.9,
      ratingAgeLimits: 'age16',
      productionStatus: null,
    });
    expect(card['lastSync']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/);
    expect(Object.keys(card)).toHaveLength(45);
  });

  it('have empty names, no-break spaces and an ended series', async () => {
    expect(await cardOf(quirkFilms.emptyOriginalName)).toMatchObject({ nameOriginal: '' });
    expect(await cardOf(quirkFilms.noBreakSpaces)).toMatchObject({ nameRu: 'Дом\u00a0у\u00a0переправы' });
    expect(await cardOf(quirkFilms.yearRange)).toMatchObject({ endYear: 2015, completed: false, type: 'TV_SERIES' });
  });

  it('have unusual videos or none', async () => {
    expect(await videosOf(quirkFilms.youtuBeUnknown)).toEqual({
      total: 1,
      items: [{ url: 'https://youtu.be/kp901020___', name: 'Трейлер', site: 'UNKNOWN' }],
    });
    expect(await videosOf(quirkFilms.noVideos)).toEqual({ total: 0, items: [] });
    expect((await call('/api/v2.2/films/901024/videos')).status).toBe(404);
  });

  it('have a crew of 82 by profession, with the writing director twice', async () => {
    const rows = await staffOf(ordinary);
    expect(rows).toHaveLength(82);
    expect([...new Set(rows.map(({ professionKey }) => professionKey))]).toEqual(
      'DIRECTOR ACTOR PRODUCER WRITER OPERATOR COMPOSER DESIGN EDITOR'.split(' '),
    );
    expect(rows.filter(({ staffId }) => staffId === rows[0]?.['staffId'])).toMatchObject([
      { professionKey: 'DIRECTOR', description: null },
      { professionKey: 'WRITER', description: 'роль 1' },
    ]);
    const names = (await staffOf(quirkFilms.russian)).map(({ nameEn }) => nameEn);
    expect([names.length > 0, new Set(names)]).toEqual([true, new Set([''])]);
  });

  it('have votes with ratings in pages of twenty', async () => {
    const votes = `/api/v1/kp_users/${profileIds.threePages}/votes`;
    expect(await read(`${votes}?page=3`)).toMatchObject({ total: 45, totalPages: 3, items: { length: 5 } });
    expect(await read(votes)).toMatchObject({ items: { 0: { kinopoiskId: 901_001, userRating: 1, nameEn: null } } });
    expect((await call(`${votes}?page=101`)).status).toBe(400);
    expect(await read(`/api/v1/kp_users/${profileIds.empty}/votes`)).toEqual({ total: 0, totalPages: 0, items: [] });
  });

  it('have collections in pages of twenty, the most rated films first, up to a thousand', async () => {
    await restart({ films: generateFilms(1_500) });
    const popular = '/api/v2.2/films/collections?type=TOP_POPULAR_ALL&page=';
    expect(await read(`${popular}50`)).toMatchObject({ total: 1_000, totalPages: 50, items: { length: 20 } });
    expect((await call(`${popular}51`)).status).toBe(400);
    expect((await call('/api/v2.2/films/collections?type=NO_SUCH_LIST')).status).toBe(400);
    expect(await read('/api/v2.2/films/collections?type=ZOMBIE_THEME')).toEqual({ total: 0, totalPages: 0, items: [] });
    const { items } = await read<{ items: Record<string, unknown>[] }>(`${popular}1`);
    expect(Object.keys(items[0] ?? {})).toEqual(expect.arrayContaining(['kinopoiskId', 'ratingImdb', 'description']));
    expect(Object.keys(items[1] ?? {})).toContain('ratingImbd');
    expect(items[2]?.['year']).toEqual(expect.any(String));
  });

  it('have premieres of a month without pages, with an unknown year as 0 and unknown names empty', async () => {
    const released = { ...quirkFilms.barest, kinopoiskId: 1, nameOriginal: null, year: null, lengthMinutes: 95 };
    await restart({
      films: [
        { ...released, kinopoiskId: 2, premiereRu: '2025-08-21' },
        { ...released, premiereRu: '2025-08-07' },
      ],
    });
    const month = (query: string) => call(`/api/v2.2/films/premieres?${query}`);
    expect(await (await month('year=2025&month=AUGUST')).json()).toMatchObject({
      total: 2,
      items: [
        { kinopoiskId: 1, nameEn: '', year: 0, duration: 95, premiereRu: '2025-08-07' },
        { kinopoiskId: 2, nameEn: '', year: 0, duration: null, premiereRu: '2025-08-21' },
      ],
    });
    expect(await (await month('year=2025&month=JULY')).json()).toEqual({ total: 0, items: [] });
    expect((await month('year=2025&month=8')).status).toBe(400);
  });

  it('have different ids, and generated films are the same on every run', () => {
    expect(new Set(builtInFilms.map(({ kinopoiskId }) => kinopoiskId)).size).toBe(builtInFilms.length);
    expect(generateFilms(500)).toEqual(generateFilms(500));
  });
});

describe('the limits of the Kinopoisk stand-in', () => {
  it('refuse a wrong key with the recorded text and without counting', async () => {
    const refused = await call('/api/v2.2/films/901001', { headers: { 'X-API-KEY': 'wrong' } });
    expect([refused.status, await refused.json()]).toEqual([
      401,
      { message: "You don't have permissions. See https://kinopoiskapiunofficial.tech" },
    ]);
    expect(standIn.quotaUsed).toBe(0);
  });

  it('count refused calls beyond the quota', async () => {
    await restart({ dailyQuota: 500 });
    standIn.spendQuota();
    await cardOf(ordinary);
    expect(await cardOf(ordinary)).toEqual({
      message: 'You exceeded the quota. You have sent 502 request, but available 500 per day',
    });
    expect(await read(`/api/v1/api_keys/${standIn.apiKey}`)).toEqual({
      totalQuota: { value: -1, used: 502 },
      dailyQuota: { value: 500, used: 502 },
      accountType: 'FREE',
    });
    standIn.renewQuota();
    expect(await cardOf(ordinary)).toMatchObject({ kinopoiskId: 901_001 });
  });

  it('allow 5 searches, 2 pages of votes and 20 calls in all per second', async () => {
    await restart({ rateLimits: recordedRateLimits });
    // A slow machine takes longer than a second for these calls.
    vi.useFakeTimers({ toFake: ['Date', 'performance'] });
    onTestFinished(() => void vi.useRealTimers());
    const accepted = async (path: string) => {
      const answers = await Promise.all(Array.from({ length: 20 }, () => call(path)));
      return answers.filter(({ ok }) => ok).length;
    };
    expect(await accepted('/api/v2.1/films/search-by-keyword?keyword=маяк')).toBe(5);
    expect(await accepted('/api/v1/kp_users/700001/votes')).toBe(2);
    expect(await accepted('/api/v2.2/films/901001')).toBe(13);
    expect(await read('/api/v2.2/films/901001')).toEqual({ message: 'Rate limit exceeded' });
    expect(standIn.busiestSecond('search')).toBe(20);
  });

  it('record the calls', async () => {
    await search('маяк', 2);
    expect(standIn.callsOf('search')).toMatchObject([
      {
        path: '/api/v2.1/films/search-by-keyword',
        query: { keyword: 'маяк', page: '2' },
        headers: { 'x-api-key': standIn.apiKey },
      },
    ]);
    expect(Math.abs(Date.now() - (standIn.calls[0]?.at ?? 0))).toBeLessThan(5_000);
  });
});
