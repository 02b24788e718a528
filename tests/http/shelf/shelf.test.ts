import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ImportWorker } from '../../../src/application/imports/import-worker.ts';
import { PurgeExpired } from '../../../src/application/sessions/purge-expired.ts';
import { seedBundledFilms } from '../../../src/bootstrap/service.ts';
import { tokens } from '../../../src/bootstrap/tokens.ts';
import { THE_SERVICE } from '../../../src/domain/access/actor.ts';
import { quickestEngine } from '../../support/database.ts';
import type { Answer } from '../../support/openapi-conformance.ts';
import type { TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

type Changes = { changed: { kinopoisk_id: number }[]; removed: number[]; next_cursor: string; has_more: boolean };

const SHELF = '/movies/favorites';

describe('the personal shelf', () => {
  const engine = quickestEngine();
  let app: TestApp;
  /** Another instance, if the engine allows it. */
  let other: TestApp;
  let token: string;
  beforeAll(async () => {
    app = await startTestApp({ engine });
    await seedBundledFilms(app.service, { kind: 'system', name: 'cli' });
    other = engine === 'postgresql' ? await startTestApp({ besides: app }) : app;
  });
  afterAll(async () => {
    if (other !== app) await other.close();
    await app.close();
  });

  async function newShelf(...ids: number[]): Promise<void> {
    ({ token } = await app.logIn());
    if (ids.length > 0) await app.call('POST', `${SHELF}/bulk`, { token, body: { add: ids } });
  }
  const patch = (id: number, body: unknown) => app.call('PATCH', `${SHELF}/${id}`, { token, body });
  async function changes(since?: string, limit = 200, on = other): Promise<Changes> {
    const query = new URLSearchParams({ ...(since !== undefined && { since }), limit: String(limit) });
    return (await on.call('GET', `${SHELF}/changes?${query}`, { token })).body as Changes;
  }

  it('keeps a note, a rating and a day, and sorts and filters by them', async () => {
    await newShelf(301, 326, 328);
    const said = { note: 'Не «ложка» 🥄', user_rating: 10, watched_at: '2026-02-28' };
    expect((await patch(301, said)).body).toMatchObject({ kinopoisk_id: 301, ...said });
    expect((await patch(326, { user_rating: 3 })).body).toMatchObject({ note: null, user_rating: 3 });
    expect((await patch(301, {})).body).toMatchObject(said);
    const ids = async (query: string) =>
      ((await other.call('GET', `${SHELF}?${query}`, { token })).body as { kinopoisk_id: number }[]).map(
        (film) => film.kinopoisk_id,
      );
    expect(await ids('sort=user_rating')).toEqual([301, 326, 328]);
    expect(await ids('sort=watched_at&page=1&per_page=2')).toEqual([301, 326]);
    expect(await ids('watched=true')).toEqual([301]);
    expect(await ids('watched=false&sort=title')).toHaveLength(2);
    expect((await patch(301, { note: null, user_rating: null, watched_at: null })).body).toMatchObject({ note: null });
  });

  it('shows statistics of the shelf', async () => {
    await newShelf(301, 326, 328);
    await patch(301, { user_rating: 9, watched_at: '2026-02-28' });
    await patch(326, { user_rating: 8 });
    const { status, headers, body } = await other.call('GET', '/user/stats', { token });
    expect(status).toBe(200);
    expect(headers.get('Cache-Control')).toBe('no-store');
    expect(body).toMatchObject({ films: 3, watched: 1, rated: 2, average_rating: 8.5 });
    const { by_genre: genres, by_decade: decades } = body as { by_genre: unknown[]; by_decade: unknown[] };
    expect(genres).toContainEqual({ genre: { id: 6, name: 'фантастика' }, films: 1 });
    expect(decades).toEqual([
      { decade: 1990, films: 2 },
      { decade: 2000, films: 1 },
    ]);
  });

  it('reports which field of a change is wrong', async () => {
    await newShelf(301);
    const { status, body } = await patch(301, { note: 'x'.repeat(1001), watched_at: '2026-02-30' });
    expect(status).toBe(422);
    expect(body).toMatchObject({
      errors: [
        { in: 'body', field: 'note', code: 'too-long' },
        { in: 'body', field: 'watched_at', code: 'invalid-format' },
      ],
    });
    for (const wrong of [
      { user_rating: 11 },
      { user_rating: '9' },
      { user_rating: 7.5 },
      { watched_at: 5 },
      { note: 1 },
    ])
      expect((await patch(301, wrong)).status).toBe(422);
    expect((await patch(328, { note: 'x' })).body).toMatchObject({ code: 'favorite-not-found' });
  });

  it('adds and removes many films at once, each with its outcome', async () => {
    await newShelf(301);
    const body = { add: [301, 326, 2_147_483_647], remove: [328] };
    const answer = await app.call('POST', `${SHELF}/bulk`, { token, body });
    expect(answer.body).toEqual([
      { kinopoisk_id: 301, outcome: 'existing' },
      { kinopoisk_id: 326, outcome: 'added' },
      { kinopoisk_id: 2_147_483_647, outcome: 'not_found' },
      { kinopoisk_id: 328, outcome: 'not_found' },
    ]);
  });

  it.each([
    [{ add: [301, 301] }, 'add', 'repeated'],
    [{ remove: [301, 301] }, 'remove', 'repeated'],
    [{ add: [301], remove: [301] }, 'remove', 'repeated'],
    [{ add: Array.from({ length: 201 }, (_, n) => n + 1) }, 'add', 'too-many'],
    [
      { add: Array.from({ length: 101 }, (_, n) => n + 1), remove: Array.from({ length: 100 }, (_, n) => n + 500) },
      'add',
      'too-many',
    ],
    [{ add: ['301'] }, 'add.0', 'invalid-type'],
  ])('refuses an invalid list of films, case %#', async (body, field, code) => {
    await newShelf();
    const answer = await app.call('POST', `${SHELF}/bulk`, { token, body });
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ errors: [{ in: 'body', field, code }] });
  });

  it('lists its changes on another instance, in parts', async () => {
    await newShelf(301, 326, 328);
    const first = await changes(undefined, 2);
    expect([first.changed.length, first.has_more]).toEqual([2, true]);
    const second = await changes(first.next_cursor, 2);
    expect([second.changed.length, second.has_more]).toEqual([1, false]);
    await patch(301, { note: 'ещё' });
    await app.call('DELETE', `${SHELF}/326`, { token });
    expect(await changes(second.next_cursor)).toMatchObject({
      changed: [{ kinopoisk_id: 301, note: 'ещё' }],
      removed: [326],
      has_more: false,
    });
  });

  it('refuses an invalid cursor, and that of another user', async () => {
    await newShelf(301);
    const { next_cursor } = await changes();
    for (const since of ['', 'x', `${next_cursor.slice(0, -1)}${next_cursor.endsWith('A') ? 'B' : 'A'}`]) {
      const answer = await app.call('GET', `${SHELF}/changes?since=${since}`, { token });
      expect(answer.status).toBe(422);
      expect(answer.body).toMatchObject({ errors: [{ in: 'query', field: 'since' }] });
    }
    await newShelf();
    expect((await app.call('GET', `${SHELF}/changes?since=${next_cursor}`, { token })).status).toBe(422);
  });

  it('reports that a cursor has expired after a removal was purged', async () => {
    await newShelf(301, 326);
    const { next_cursor } = await changes();
    await app.call('DELETE', `${SHELF}/326`, { token });
    const { container } = app.service;
    const in91Days = { now: () => new Date(Date.now() + 91 * 24 * 3600 * 1000), monotonicMs: () => 0 };
    const purge = new PurgeExpired(
      container.get(tokens.sessionRepository),
      container.get(tokens.personalTokenRepository),
      container.get(tokens.loginHistory),
      container.get(tokens.favoriteMovieRepository),
      in91Days,
    );
    // It also ends the sessions of this test. People stay logged in until their access tokens expire.
    expect(await purge.execute(THE_SERVICE, { stopping: { aborted: false } })).toMatchObject({
      removals: expect.any(Number) as number,
    });
    const answer = await other.call('GET', `${SHELF}/changes?since=${next_cursor}`, { token });
    expect([answer.status, (answer.body as { code: string }).code]).toEqual([410, 'cursor-expired']);
    expect(await changes()).toMatchObject({ changed: [{ kinopoisk_id: 301 }], removed: [] });
  });

  describe('as a file', () => {
    it.each([
      ['json', 'application/json; charset=utf-8', 'kinopolka-shelf.json'],
      ['csv', 'text/csv; charset=utf-8', 'kinopolka-shelf.csv'],
      ['letterboxd', 'text/csv; charset=utf-8', 'kinopolka-letterboxd.csv'],
    ])('has the format %s and a name, and may not be cached', async (format, type, name) => {
      await newShelf(301, 326);
      await patch(301, { note: '=HYPERLINK("x")', user_rating: 9 });
      const { status, headers, text } = await app.call('GET', `${SHELF}/export?format=${format}`, { token });
      expect(status).toBe(200);
      expect(headers.get('content-type')).toBe(type);
      expect(headers.get('content-disposition')).toBe(`attachment; filename="${name}"`);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(text).toContain(format === 'json' ? '"note":"=HYPERLINK' : `"'=HYPERLINK`);
      const head = { method: 'HEAD', headers: { Authorization: `Bearer ${token}` } };
      expect((await fetch(`${app.url}${SHELF}/export?format=${format}`, head)).headers.get('content-type')).toBe(type);
    });

    const named = (suffix: string) => `attachment; filename="kinopolka-letterboxd${suffix}.csv"`;

    it('has parts that Letterboxd accepts, or is complete with a link to the first part', async () => {
      await newShelf();
      const films = (await app.call('GET', '/movies', { token })).body as { kinopoisk_id: number }[];
      const get = async (query: string) => app.call('GET', `${SHELF}/export?format=letterboxd${query}`, { token });
      const leadsTo = ({ headers }: Answer) => {
        const [, reference = ''] = /<([^>]+)>/.exec(headers.get('link') ?? '') ?? [];
        const { pathname, search } = new URL(reference, `${app.url}${SHELF}/export`);
        return pathname + search;
      };
      const links = ({ headers }: Answer) => [headers.get('link'), headers.get('content-disposition')];
      const path = `<../..${SHELF}/export?format=letterboxd&part`;
      const list = ['kinopoisk_id,note', ...films.map(({ kinopoisk_id: id }) => `${id},${'🎬'.repeat(1000)}`)].join(
        '\n',
      );
      await app.call('POST', '/imports', { token, rawBody: list, headers: { 'Content-Type': 'text/csv' } });
      await app.service.container.get(ImportWorker).run({ aborted: false });
      const [whole, first, second] = [await get(''), await get('&part=1'), await get('&part=2')];
      expect(links(whole)).toEqual([`${path}=1>; rel="first"`, named('-over-1-MB')]);
      expect(leadsTo(whole)).toBe(`${SHELF}/export?format=letterboxd&part=1`);
      expect(links(first)).toEqual([`${path}=2>; rel="next"`, named('-1')]);
      expect(links(second)).toEqual([null, named('-2')]);
      const lines = [first, second].flatMap(({ text }) => text.split('\r\n').slice(1, -1));
      expect(lines).toEqual(whole.text.split('\r\n').slice(1, -1));
    });

    it.each(['json', 'csv'])('has no parts in the format %s', async (format) => {
      await newShelf(301);
      const { status, body } = await app.call('GET', `${SHELF}/export?format=${format}&part=1`, { token });
      expect([status, body]).toMatchObject([422, { errors: [{ in: 'query', field: 'part' }] }]);
    });

    it('is complete even if it is longer than the part that is written at once', async () => {
      await newShelf();
      const films = (await app.call('GET', '/movies', { token })).body as { kinopoisk_id: number }[];
      const add = films.slice(0, 200).map((film) => film.kinopoisk_id);
      await app.call('POST', `${SHELF}/bulk`, { token, body: { add } });
      for (const id of add.slice(0, 20)) await patch(id, { note: 'ы'.repeat(1000) });
      const json = (await app.call('GET', `${SHELF}/export`, { token })).body as { kinopoisk_id: number }[];
      expect(new Set(json.map((film) => film.kinopoisk_id))).toEqual(new Set(add));
      const { text } = await app.call('GET', `${SHELF}/export?format=csv`, { token });
      expect(text.split('\r\n')).toHaveLength(202);
    });
  });

  it('is a part of the export of all stored data, which contains no secrets', async () => {
    const { username } = await app.logIn();
    const body = { login: username, password: 'correct horse battery staple' };
    const pair = (await app.call('POST', '/login', { body })).body as Record<string, string>;
    token = pair['access_token'] ?? '';
    await app.call('POST', SHELF, { token, body: { kinopoisk_id: 301 } });
    await patch(301, { note: 'моё' });
    const list = { headers: { 'Content-Type': 'text/csv' }, rawBody: 'Title,Year\nThe Matrix,1999\n' };
    expect((await app.call('POST', '/imports?dry_run=true', { token, ...list })).status).toBe(202);
    const answer = await other.call('GET', '/user/export', { token });
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="kinopolka-account.json"');
    expect(answer.body).toMatchObject({
      profile: { username, roles: ['user'] },
      favorites: [{ kinopoisk_id: 301, note: 'моё' }],
      sessions: [{ current: true }, { current: false }],
      logins: [{ outcome: 'success' }, { outcome: 'success' }, { outcome: 'registered' }],
      imports: [{ source: 'file', dry_run: true, rows: { total: 1 } }],
      import_rows: [{ row: 1, said: { title: 'The Matrix', year: 1999 } }],
    });
    // A session that is narrowed to the account does not get the shelf in this way either.
    const form = { grant_type: 'password', username, password: body.password, scope: 'account:own' };
    const narrowed = (await app.call('POST', '/oauth/token', { form })).body as Record<string, string>;
    const part = await other.call('GET', '/user/export', { token: narrowed['access_token'] ?? '' });
    expect(part.body).toMatchObject({ profile: { username }, favorites: [], imports: [], import_rows: [] });
    const [hashed] = await app.service.database.query('select password_hash as hash from users where username = $1', [
      username,
    ]);
    for (const secret of [token, pair['refresh_token']!, String(hashed!['hash']), body.password]) {
      expect(answer.text).not.toContain(secret);
    }
  });

  it('is deleted with the account', async () => {
    await newShelf(301, 326);
    await app.call('DELETE', `${SHELF}/326`, { token });
    await app.call('POST', '/user/deletion', { token, body: { password: 'correct horse battery staple' } });
    const orphans = `select count(*)::int as rows from
      (select user_id from shelves union all select user_id from shelf_changes union all select user_id from favorite_movies) s
      where user_id not in (select id from users)`;
    expect(await app.service.database.query(orphans, [])).toEqual([{ rows: 0 }]);
  });

  it.each(['bulk', 'changes', 'export'])('has no film called %s', async (name) => {
    await newShelf();
    for (const method of ['DELETE', 'PATCH']) {
      const answer = await app.call(method, `${SHELF}/${name}`, { token });
      expect([answer.status, answer.headers.get('allow')?.includes(method)]).toEqual([405, false]);
    }
  });
});
