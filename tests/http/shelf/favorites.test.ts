import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedBundledFilms } from '../../../src/bootstrap/service.ts';
import { countsOf } from '../../support/counts.ts';
import type { TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

type Favorite = { kinopoisk_id: number; title: string; year: number; rating: number; added_at: string };

describe('the shelf', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
    await seedBundledFilms(app.service, { kind: 'system', name: 'cli' });
  });
  afterAll(() => app.close());

  it('shows films with genres and directors, those added last first', async () => {
    const { token } = await app.logIn();
    for (const id of [301, 326]) {
      expect((await app.call('POST', '/movies/favorites', { token, body: { kinopoisk_id: id } })).status).toBe(201);
    }
    const { body } = await app.call('GET', '/movies/favorites', { token });
    expect((body as Favorite[]).map((film) => film.kinopoisk_id)).toEqual([326, 301]);
    expect((body as Favorite[])[1]).toMatchObject({
      title: 'Матрица',
      genre: { id: 6, name: 'фантастика' },
      director: { name: 'Лана Вачовски' },
      added_at: expect.stringMatching(/Z$/) as string,
    });
  });

  it('has the same operations under both paths', async () => {
    const { token } = await app.logIn();
    expect((await app.call('POST', '/favorites/movies/301/', { token })).status).toBe(201);
    expect((await app.call('POST', '/favorites/movies/301', { token })).status).toBe(200);
    expect((await app.call('GET', '/favorites/movies/', { token })).body).toHaveLength(1);
    expect((await app.call('DELETE', '/favorites/movies/301/', { token })).status).toBe(204);
    expect((await app.call('DELETE', '/movies/favorites/301', { token })).body).toMatchObject({
      code: 'favorite-not-found',
    });
    expect((await app.call('GET', '/movies/favorites/', { token })).body).toEqual([]);
  });

  it('returns the first addition when a film is added again', async () => {
    const { token } = await app.logIn();
    const keep = () => app.call('POST', '/movies/favorites', { token, body: { kinopoisk_id: 301 } });
    const [first, second] = [await keep(), await keep()];
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body).toEqual(first.body);
  });

  it.each([1, 2, 3])('makes one row when a film is added a hundred times at once (round %i)', async (round) => {
    const { token } = await app.logIn();
    const body = { kinopoisk_id: [301, 326, 328][round - 1] };
    await Promise.all(Array.from({ length: 20 }, () => app.call('GET', '/movies/favorites', { token })));
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => app.call('POST', '/movies/favorites', { token, body })),
    );
    expect(countsOf(answers.map(({ status }) => status))).toEqual({ 201: 1, 200: 99 });
    expect((await app.call('GET', '/movies/favorites', { token })).body).toHaveLength(1);
  });

  it('belongs to one person', async () => {
    const [mine, yours] = [await app.logIn(), await app.logIn()];
    await app.call('POST', '/movies/favorites', { token: mine.token, body: { kinopoisk_id: 301 } });
    expect((await app.call('GET', '/movies/favorites', { token: yours.token })).body).toEqual([]);
    expect((await app.call('DELETE', '/movies/favorites/301', { token: yours.token })).status).toBe(404);
    expect((await app.call('GET', '/movies/favorites', { token: mine.token })).body).toHaveLength(1);
  });

  describe('with thirty films', () => {
    let token: string;
    beforeAll(async () => {
      ({ token } = await app.logIn());
      const { body } = await app.call('GET', '/movies/search?query=a', { token });
      const { body: more } = await app.call('GET', '/movies/search?query=a&page=2', { token });
      for (const { kinopoisk_id } of [...(body as Favorite[]), ...(more as Favorite[])].slice(0, 30)) {
        await app.call('POST', '/movies/favorites', { token, body: { kinopoisk_id } });
      }
    });

    const shelf = async (query: string) =>
      (await app.call('GET', `/movies/favorites${query}`, { token })).body as Favorite[];

    it('has pages with headers that lead to the others', async () => {
      const answer = await app.call('GET', '/movies/favorites?page=2', { token });
      expect(answer.body).toHaveLength(12);
      expect(answer.headers.get('x-total-count')).toBe('30');
      expect(answer.headers.get('link')).toBe(
        ['<?page=1>; rel="first"', '<?page=1>; rel="prev"', '<?page=3>; rel="next"', '<?page=3>; rel="last"'].join(
          ', ',
        ),
      );
      expect(await shelf('?page=4')).toEqual([]);
      expect(await shelf('?page=1000000&per_page=100')).toEqual([]);
    });

    it.each(['added_at', 'title', 'year', 'rating'])(
      'has the same order in pages and in one piece by %s',
      async (sort) => {
        const whole = await shelf(`?sort=${sort}`);
        const pages = [1, 2, 3].map((page) => shelf(`?sort=${sort}&page=${page}`));
        expect(whole).toHaveLength(30);
        expect((await Promise.all(pages)).flat()).toEqual(whole);
      },
    );

    it('shows which of the given films are on it', async () => {
      const [first, second] = await shelf('');
      const asked = [first, second].map((film) => `kinopoisk_id=${film?.kinopoisk_id}`).join('&');
      expect(await shelf(`?${asked}&kinopoisk_id=2147483647`)).toEqual([first, second]);
      expect(await shelf('?kinopoisk_id=2147483647&page=1')).toEqual([]);
    });

    it('is filtered by genre and by words', async () => {
      const [first] = await shelf('');
      const word = encodeURIComponent(first?.title.split(' ')[0] ?? '');
      expect((await shelf(`?query=${word}`)).map((film) => film.kinopoisk_id)).toContain(first?.kinopoisk_id);
      const ofGenre = (await shelf('?genre_id=2')) as unknown as { genres: { id: number }[] }[];
      const all = (await shelf('')) as unknown as typeof ofGenre;
      expect(ofGenre.length).toBeGreaterThan(0);
      expect(ofGenre).toEqual(all.filter(({ genres }) => genres.some(({ id }) => id === 2)));
      expect(await shelf('?genre_id=2147483647')).toEqual([]);
    });
  });
});
