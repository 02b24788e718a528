import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedBundledFilms } from '../../../src/bootstrap/service.ts';
import { tokens } from '../../../src/bootstrap/tokens.ts';
import { aCard } from '../../builders/film.ts';
import { COMPLETE_FILMS } from '../../support/bundled-films.ts';
import type { TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

type Named = { id: number; name: string };
type Film = {
  kinopoisk_id: number;
  title: string;
  year: number;
  rating: number | null;
  genre: Named;
  genres: Named[];
  director: Named;
  directors: Named[];
  trailer: string;
};

describe('the catalogue', () => {
  let app: TestApp;
  let token: string;
  beforeAll(async () => {
    app = await startTestApp();
    await seedBundledFilms(app.service, { kind: 'system', name: 'cli' });
    ({ token } = await app.logIn());
  });
  afterAll(() => app.close());

  const films = async (query = ''): Promise<Film[]> =>
    (await app.call('GET', `/movies/${query}`, { token })).body as Film[];

  it('lists all films as a bare array, each complete', async () => {
    const all = await films();
    expect(all).toHaveLength(COMPLETE_FILMS);
    expect(all.filter(({ title, year, genre, director }) => !(title && year && genre.id && director.id))).toEqual([]);
    expect(all.filter(({ trailer }) => !trailer.startsWith('https://'))).toEqual([]);
    expect(await films()).toEqual(all);
  });

  it('lists the newest first if requested', async () => {
    const all = await films('?status=new');
    const keys = all.map(({ year, rating, kinopoisk_id: id }) => [-year, -(rating ?? -1), id] as const);
    expect(keys).toEqual(keys.toSorted((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]));
    expect(all).toHaveLength(COMPLETE_FILMS);
  });

  it('filters by genre, director and year, even combined', async () => {
    const all = await films();
    const matrix = all.find(({ kinopoisk_id: id }) => id === 301)!;
    const has = (list: Named[], id: number) => list.some((named) => named.id === id);
    expect(await films('?genre_id=6')).toEqual(all.filter(({ genres }) => has(genres, 6)));
    const ofDirector = all.filter(({ directors }) => has(directors, matrix.director.id));
    expect(await films(`?director_id=${matrix.director.id}`)).toEqual(ofDirector);
    expect(ofDirector).toContainEqual(matrix);
    expect(await films('?year=1999')).toEqual(all.filter(({ year }) => year === 1999));
    expect(await films(`?year=1999&genre_id=6&director_id=${matrix.director.id}`)).toEqual([matrix]);
    expect(await films('?genre_id=2147483647')).toEqual([]);
  });

  it('has pages with a count and links, and an empty page after the end', async () => {
    const all = await films('?status=new');
    const page = await app.call('GET', '/movies?status=new&page=3', { token });
    expect(page.body).toEqual(all.slice(24, 36));
    expect(page.headers.get('x-total-count')).toBe(String(COMPLETE_FILMS));
    expect(page.headers.get('link')).toBe(
      [
        '<?page=1&status=new>; rel="first"',
        '<?page=2&status=new>; rel="prev"',
        '<?page=4&status=new>; rel="next"',
        `<?page=${Math.ceil(COMPLETE_FILMS / 12)}&status=new>; rel="last"`,
      ].join(', '),
    );
    expect(await films('?page=1&per_page=100')).toHaveLength(100);
    expect(await films(`?page=${Math.ceil(COMPLETE_FILMS / 12) + 1}`)).toEqual([]);
  });

  it.each([
    'status=old',
    'status=',
    'genre_id=0',
    'genre_id=x',
    'director_id=2147483648',
    'year=',
    'page=0',
    'per_page=101',
  ])('refuses %s', async (query) => {
    const answer = await app.call('GET', `/movies?${query}`, { token });
    expect([answer.status, (answer.body as { errors: { field: string }[] }).errors.length]).toEqual([422, 1]);
  });

  it('leaves out films with incomplete cards, which can still be found by id', async () => {
    const movies = app.service.container.get(tokens.movieRepository);
    await movies.save([aCard({ kinopoiskId: 2_000_000_001, directors: undefined, year: 3000 })]);
    expect(await films('?year=3000')).toEqual([]);
    expect((await app.call('GET', '/movies/2000000001', { token })).status).toBe(200);
  });

  it('shows genres and directors to everybody', async () => {
    const genres = (await app.call('GET', '/genres/')).body as Named[];
    expect(genres).toContainEqual({ id: 6, name: 'фантастика' });
    expect(genres.map(({ id }) => id)).toEqual(genres.map(({ id }) => id).toSorted((a, b) => a - b));
    expect((await app.call('GET', '/genres/6')).body).toEqual({ id: 6, name: 'фантастика' });
    const [director] = (await app.call('GET', '/directors/?page=1&per_page=1')).body as [Named];
    expect((await app.call('GET', `/directors/${director.id}/`)).body).toEqual(director);
  });

  it.each(['/genres', '/directors'])('pages %s', async (path) => {
    const all = (await app.call('GET', path)).body as Named[];
    const page = await app.call('GET', `${path}?page=2`);
    expect(page.body).toEqual(all.slice(12, 24));
    expect(page.headers.get('x-total-count')).toBe(String(all.length));
  });

  it.each([
    ['/genres/2147483647', 404, 'genre-not-found'],
    ['/directors/2147483647', 404, 'director-not-found'],
    ['/genres/0', 422, 'validation-failed'],
    ['/directors/x', 422, 'validation-failed'],
  ])('answers %s with %i %s', async (path, status, code) => {
    expect(await app.call('GET', path)).toMatchObject({ status, body: { code } });
  });

  describe('a conditional request', () => {
    it.each(['/movies/301', '/movies', '/movies?page=2', '/genres', '/genres/6', '/genres?page=1', '/directors'])(
      'reports that %s has not changed',
      async (path) => {
        const first = await app.call('GET', path, { token });
        const etag = first.headers.get('etag') ?? '';
        expect(etag).toMatch(/^"[\w-]{27}(-gzip)?"$/);
        for (const condition of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
          const again = await app.call('GET', path, { token, headers: { 'If-None-Match': condition } });
          expect([again.status, again.text, again.headers.get('etag')]).toEqual([304, '', etag]);
          expect(again.headers.get('x-total-count')).toBe(first.headers.get('x-total-count'));
          expect(again.headers.get('vary')).toContain('Authorization');
          expect(again.headers.get('cache-control')).toBe('private, no-cache');
        }
        const other = await app.call('GET', path, { token, headers: { 'If-None-Match': '"x"' } });
        expect([other.status, other.text]).toEqual([200, first.text]);
      },
    );

    it('returns what has changed', async () => {
      const movies = app.service.container.get(tokens.movieRepository);
      const path = '/movies/2000000002';
      const [fetchedAt, later] = [new Date('2026-11-20T12:00:00Z'), new Date('2026-11-20T12:00:01Z')];
      await movies.save([aCard({ kinopoiskId: 2_000_000_002, fetchedAt })]);
      const etag = (await app.call('GET', path, { token })).headers.get('etag') ?? '';
      await movies.save([aCard({ kinopoiskId: 2_000_000_002, rating: 1, fetchedAt: later })]);
      const again = await app.call('GET', path, { token, headers: { 'If-None-Match': etag } });
      expect([again.status, (again.body as Film).rating]).toEqual([200, 1]);
    });

    it.each([
      ['/movies/301', undefined, 401],
      ['/movies/2147483646', 'mine', 404],
      ['/genres/2147483646', 'mine', 404],
    ])('never reveals more about %s than the answer itself', async (path, who, status) => {
      const headers = { 'If-None-Match': '*' };
      expect((await app.call('GET', path, { token: who && token, headers })).status).toBe(status);
    });

    it('ignores conditions for answers without an ETag', async () => {
      const headers = { 'If-None-Match': '*' };
      const answer = await app.call('GET', '/user', { token, headers });
      expect([answer.status, answer.headers.get('etag')]).toEqual([200, null]);
    });

    it('answers HEAD like GET', async () => {
      const get = await fetch(`${app.url}/movies`, { headers: { Authorization: `Bearer ${token}` } });
      const head = await fetch(`${app.url}/movies`, { method: 'HEAD', headers: { Authorization: `Bearer ${token}` } });
      await get.text();
      expect([head.status, head.headers.get('etag'), await head.text()]).toEqual([200, get.headers.get('etag'), '']);
    });
  });
});

describe('a long list', () => {
  it('is complete, without an ETag', async () => {
    const app = await startTestApp();
    const { token } = await app.logIn();
    const many = Array.from({ length: 800 }, (_, at) => aCard({ kinopoiskId: at + 1 }));
    await app.service.container.get(tokens.movieRepository).save(many);
    const { body, text, headers } = await app.call('GET', '/movies', { token });
    expect(text.length).toBeGreaterThan(600_000);
    expect((body as Film[]).map(({ kinopoisk_id: id }) => id)).toEqual(many.map(({ kinopoiskId }) => kinopoiskId));
    expect(headers.get('etag')).toBeNull();
    const head = await fetch(`${app.url}/movies`, { method: 'HEAD', headers: { Authorization: `Bearer ${token}` } });
    expect([head.status, head.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
    await app.close();
  });
});
