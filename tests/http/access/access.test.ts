import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { CreateSuperuser } from '../../../src/application/accounts/create-superuser.ts';
import { seedBundledFilms } from '../../../src/bootstrap/service.ts';
import type { TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

type Person = { token: string; id: string; username: string; password: string };
type Film = { kinopoisk_id: number; viewable: boolean; labels: string[] };

const MATRIX = 301;

/** The fields that a restricted film still has. */
const TEASER = {
  id: MATRIX,
  kinopoisk_id: MATRIX,
  title: 'Матрица',
  original_title: null,
  description: null,
  trailer: 'https://www.kinopoisk.ru/film/301/',
  year: 1999,
  rating: null,
  rating_imdb: null,
  genre: { id: 6, name: 'фантастика' },
  director: { id: expect.any(Number) as number, name: 'Лана Вачовски' },
  countries: [],
  length_minutes: null,
  age_limit: null,
  type: 'FILM',
  imdb_id: null,
  poster_url: null,
  poster_preview_url: null,
  web_url: 'https://www.kinopoisk.ru/film/301/',
  labels: ['classics'],
  viewable: false,
  fetched_at: null,
};

describe('access', () => {
  let app: TestApp;
  let root: Person;
  beforeAll(async () => {
    app = await startTestApp();
    await seedBundledFilms(app.service, { kind: 'system', name: 'cli' });
    const [username, password] = ['root', 'correct horse battery staple'];
    await app.service.container.get(CreateSuperuser).execute({ kind: 'system', name: 'cli' }, { username, password });
    root = await somebody('root');
  });
  afterAll(() => app.close());

  async function somebody(name?: string): Promise<Person> {
    const person = await app.logIn(name);
    const { id } = (await app.call('GET', '/user', person)).body as { id: string };
    return { ...person, id };
  }
  const asRoot = (method: string, path: string, body?: unknown) =>
    app.call(method, path, { token: root.token, ...(body !== undefined && { body }) });
  /** A person with a role of exactly these permissions, besides those of every user. */
  async function somebodyWith(...permissions: string[]): Promise<Person> {
    const person = await somebody();
    await asRoot('POST', '/roles', { name: `role-of-${person.username}`, permissions });
    await asRoot('PUT', `/users/${person.id}/roles/role-of-${person.username}`);
    return person;
  }
  const statusOf = async (method: string, path: string, token?: string) =>
    (await app.call(method, path, { token })).status;
  const codeOf = async (person: Person, method: string, path: string, body?: unknown) =>
    (
      (await app.call(method, path, { token: person.token, ...(body !== undefined && { body }) })).body as {
        code?: string;
      }
    ).code;

  it('describes built-in roles in the language of the reader, until somebody changes the description', async () => {
    const descriptionsIn = async (language: string) => {
      const answer = await app.call('GET', '/roles', { token: root.token, headers: { 'Accept-Language': language } });
      const roles = answer.body as { name: string; description: string; built_in: boolean }[];
      return Object.fromEntries(roles.filter((role) => role.built_in).map((role) => [role.name, role.description]));
    };
    const [english, russian] = [await descriptionsIn('en'), await descriptionsIn('ru')];
    expect(Object.keys(russian).toSorted()).toEqual(['admin', 'anonymous', 'subscribers', 'user']);
    for (const text of Object.values(russian)) expect(text).toMatch(/^[^a-z]+$/i);
    // A client that changes the permissions sends the description along that it has read.
    await asRoot('PATCH', '/roles/subscribers', { description: russian['subscribers'] });
    expect(await descriptionsIn('en')).toEqual(english);
    await asRoot('PATCH', '/roles/subscribers', { description: 'Платные' });
    for (const language of ['en', 'ru']) expect((await descriptionsIn(language))['subscribers']).toBe('Платные');
    await asRoot('PATCH', '/roles/subscribers', { description: english['subscribers'] });
    expect(await descriptionsIn('ru')).toEqual(russian);
  });

  it('opens the films to everybody by one permission of the role anonymous, and by nothing else', async () => {
    expect(await statusOf('GET', '/movies')).toBe(401);
    await asRoot('PATCH', '/roles/anonymous', { permissions: ['catalogue:read', 'movies:read'] });
    expect([await statusOf('GET', '/movies'), await statusOf('GET', `/movies/${MATRIX}`)]).toEqual([200, 200]);
    expect(await statusOf('GET', '/movies/favorites')).toBe(401);
    await asRoot('PATCH', '/roles/anonymous', { permissions: [] });
    expect([await statusOf('GET', '/movies'), await statusOf('GET', '/genres')]).toEqual([401, 401]);
    await asRoot('PATCH', '/roles/anonymous', { permissions: ['catalogue:read'] });
    expect(await statusOf('GET', '/genres')).toBe(200);
  });

  it('tells nginx and Traefik whether a caller has a permission', async () => {
    const person = await somebodyWith('users:read');
    const check = (query: string, token?: string) => statusOf('GET', `/auth/check${query}`, token);
    expect(await check('?permission=movies:read', person.token)).toBe(204);
    expect(await check('?permission=movies:read&permission=users:read', person.token)).toBe(204);
    expect(await check('?permission=movies:read&permission=users:manage', person.token)).toBe(403);
    expect(await check('?permission=users:manage&permission=movies:label:x', root.token)).toBe(204);
    expect(await check('?permission=catalogue:read')).toBe(204);
    expect(await check('?permission=catalogue:read&permission=movies:read')).toBe(401);
    expect([await check(''), await check('', person.token), await check('', 'undefined')]).toEqual([401, 204, 401]);
    for (const unfit of [
      '?permission=',
      '?permission=films:read',
      '?permissions=users:manage',
      '?Permission=users:read',
    ]) {
      expect(await check(unfit, person.token)).toBe(422);
    }
  });

  it('tells a gateway the current name and roles of a caller, and nothing about one without a token', async () => {
    const person = await somebodyWith('users:read');
    const identity = async (token?: string, path = '/auth/check?permission=catalogue:read') => {
      const { headers } = await app.call('GET', path, { token });
      return ['remote-user', 'x-auth-user-id', 'x-auth-roles'].map((name) => headers.get(name));
    };
    const roles = `user,role-of-${person.username}`;
    expect(await identity(person.token)).toEqual([person.username, person.id, roles]);
    expect(await identity()).toEqual([null, null, null]);
    expect(await identity(person.token, '/auth/check?permission=users:manage')).toEqual([null, null, null]);

    const rename = { username: `тринити${person.username.length}`, password: person.password };
    expect((await app.call('PUT', '/user/login', { token: person.token, body: rename })).status).toBe(200);
    await asRoot('PUT', `/users/${person.id}/roles/subscribers`);
    const renamed = encodeURIComponent(rename.username);
    expect(await identity(person.token)).toEqual([renamed, person.id, `${roles},subscribers`]);

    const form = { grant_type: 'password', username: rename.username, password: person.password, scope: 'movies:read' };
    const { body } = await app.call('POST', '/oauth/token', { form });
    const { access_token: narrowed } = body as { access_token: string };
    expect(await identity(narrowed, '/auth/check?permission=movies:read')).toEqual([renamed, person.id, '']);
  });

  it('gives and takes a role, even for tokens that were issued before', async () => {
    const person = await somebody();
    expect(await statusOf('GET', '/users', person.token)).toBe(403);
    expect((await asRoot('PUT', `/users/${person.id}/roles/admin`)).status).toBe(204);
    expect((await asRoot('PUT', `/users/${person.id}/roles/admin/`)).status).toBe(204);
    expect(await statusOf('GET', '/users', person.token)).toBe(200);
    expect((await app.call('GET', '/user', person)).body).toMatchObject({ roles: ['user', 'admin'] });
    const [permissions] = (await asRoot('GET', `/users/${person.id}/permissions`)).body as { name: string }[];
    expect(permissions).toMatchObject({ name: 'account:own' });
    expect((await asRoot('DELETE', `/users/${person.id}/roles/admin`)).status).toBe(204);
    expect(await statusOf('GET', '/users', person.token)).toBe(403);
    expect((await asRoot('DELETE', `/users/${person.id}/roles/admin`)).body).toMatchObject({ code: 'role-not-held' });
  });

  it('decides by the current permissions of the roles', async () => {
    const person = await somebodyWith('users:read');
    const role = `/roles/role-of-${person.username}`;
    await asRoot('PATCH', role, { permissions: [] });
    expect(await statusOf('GET', '/users', person.token)).toBe(403);
    await asRoot('PATCH', role, { permissions: ['users:read'], name: `new-${person.username}` });
    expect(await statusOf('GET', '/users', person.token)).toBe(200);
    await asRoot('DELETE', `/roles/new-${person.username}`);
    expect(await statusOf('GET', '/users', person.token)).toBe(403);
    // A new role of the same name is another role.
    await asRoot('POST', '/roles', { name: `new-${person.username}`, permissions: ['users:read'] });
    expect(await statusOf('GET', '/users', person.token)).toBe(403);
  });

  it('lets nobody give or take away a permission that they lack, by any route', async () => {
    const roleMaker = await somebodyWith('roles:manage');
    const denied = 'permission-denied';
    expect(await codeOf(roleMaker, 'POST', '/roles', { name: 'mine', permissions: ['users:manage'] })).toBe(denied);
    expect(await codeOf(roleMaker, 'POST', '/roles', { name: 'mine', permissions: ['movies:label:x'] })).toBe(denied);
    const own = `/roles/role-of-${roleMaker.username}`;
    expect(await codeOf(roleMaker, 'PATCH', own, { permissions: ['roles:manage', 'users:manage'] })).toBe(denied);
    expect(await codeOf(roleMaker, 'PATCH', '/roles/admin', { permissions: [] })).toBe(denied);
    expect(await codeOf(roleMaker, 'PATCH', '/roles/user', { permissions: ['users:manage'] })).toBe(denied);
    expect(await codeOf(roleMaker, 'PATCH', '/roles/admin', { name: 'user2' })).toBe('built-in-role');
    expect(await codeOf(roleMaker, 'DELETE', '/roles/admin')).toBe('built-in-role');
    expect(await codeOf(roleMaker, 'POST', '/roles', { name: 'admin', permissions: [] })).toBe('role-name-taken');

    const userManager = await somebodyWith('users:manage');
    const second = await somebody();
    expect(await codeOf(userManager, 'PUT', `/users/${second.id}/roles/admin`)).toBe(denied);
    expect(await codeOf(userManager, 'PUT', `/users/${userManager.id}/roles/admin`)).toBe(denied);
    expect(await codeOf(userManager, 'PUT', `/users/${second.id}/roles/user`)).toBe('built-in-role');
    const admin = await somebody();
    await asRoot('PUT', `/users/${admin.id}/roles/admin`);
    expect(await codeOf(userManager, 'DELETE', `/users/${admin.id}/roles/admin`)).toBe(denied);
    expect(await codeOf(userManager, 'PATCH', `/users/${admin.id}`, { is_active: false })).toBe(denied);
    expect(await codeOf(admin, 'PATCH', `/users/${root.id}`, { is_active: false })).toBe(denied);
    expect((await app.call('PUT', `/users/${second.id}/roles/subscribers`, userManager)).status).toBe(204);
    expect((await app.call('PUT', `/users/${second.id}/roles/admin`, admin)).status).toBe(204);
  });

  it('ends all sessions and tokens of a deactivated user at once', async () => {
    const person = await somebody();
    const credentials = { login: person.username, password: person.password };
    const { refresh_token } = (await app.call('POST', '/login', { body: credentials })).body as {
      refresh_token: string;
    };
    expect((await asRoot('PATCH', `/users/${person.id}`, { is_active: false })).body).toMatchObject({
      is_active: false,
    });
    expect(await statusOf('GET', '/user', person.token)).toBe(401);
    expect((await app.call('PUT', '/auth/login', { body: { refresh_token } })).status).toBe(401);
    expect((await app.call('POST', '/login', { body: credentials })).status).toBe(401);
    await asRoot('PATCH', `/users/${person.id}`, { is_active: true });
    expect(await statusOf('GET', '/user', person.token)).toBe(401);
    expect((await app.call('POST', '/login', { body: credentials })).status).toBe(200);
  });

  it('keeps one active superuser in any case', async () => {
    expect((await asRoot('PATCH', `/users/${root.id}`, { is_active: false })).body).toMatchObject({
      code: 'last-superuser',
    });
    const { password } = root;
    expect((await asRoot('POST', '/user/deletion', { password })).body).toMatchObject({ code: 'last-superuser' });
    expect((await asRoot('GET', '/user')).body).toMatchObject({ username: 'root' });
  });

  it('finds users by part of their names, newest first, without secrets', async () => {
    const [first, second] = [await somebody('findme.one'), await somebody('findme.two')];
    const { body, text } = await asRoot('GET', '/users?query=FINDME');
    expect((body as { id: string }[]).map(({ id }) => id)).toEqual([second.id, first.id]);
    expect(text).not.toMatch(/password|hash|token/);
    const page = await asRoot('GET', '/users?query=findme&page=2&per_page=1');
    expect([page.body, page.headers.get('x-total-count')]).toMatchObject([[{ id: first.id }], '2']);
  });

  it('logs who changed what for whom', async () => {
    const person = await somebody();
    app.log.length = 0;
    await asRoot('PUT', `/users/${person.id}/roles/subscribers`);
    await asRoot('PATCH', `/users/${person.id}`, { is_active: false });
    await asRoot('PATCH', '/roles/subscribers', { permissions: ['movies:label:new'] });
    await asRoot('PUT', '/restrictions/some', { rule: { kinopoisk_ids: [5, 6] } });
    await asRoot('DELETE', '/restrictions/some');
    await asRoot('PATCH', '/roles/subscribers', { permissions: [] });
    const told = app.log.map(({ operation, status, actor, details }) => [operation, status, actor, details]);
    expect(told).toEqual([
      ['giveRole', 'ok', root.id, { user: person.id, role: 'subscribers' }],
      ['changeUser', 'ok', root.id, { user: person.id, is_active: false }],
      ['changeRole', 'ok', root.id, { role: 'subscribers', permissions: ['movies:label:new'] }],
      ['putRestriction', 'ok', root.id, { label: 'some', rule: { kinopoisk_ids: 2 } }],
      ['deleteRestriction', 'ok', root.id, { label: 'some' }],
      ['changeRole', 'ok', root.id, { role: 'subscribers', permissions: [] }],
    ]);
  });

  describe('to restricted films', () => {
    let viewer: Person;
    let stranger: Person;
    beforeAll(async () => {
      viewer = await somebodyWith('movies:label:classics');
      stranger = await somebody();
      await app.call('POST', `/favorites/movies/${MATRIX}`, stranger);
      await asRoot('PUT', '/restrictions/classics', { rule: { kinopoisk_ids: [MATRIX, 326] } });
    });
    afterAll(() => asRoot('DELETE', '/restrictions/classics'));

    const filmsAt = async (path: string, person: Person) => (await app.call('GET', path, person)).body as Film[];
    const matrixAt = async (path: string, person: Person) =>
      (await filmsAt(path, person)).find(({ kinopoisk_id: id }) => id === MATRIX);

    it.each(['/movies', '/movies?page=1&year=1999', '/movies/favorites', '/movies/favorites?page=1'])(
      'shows a teaser at %s, and the whole film to callers with the permission',
      async (path) => {
        expect(await matrixAt(path, stranger)).toMatchObject(TEASER);
        if (path.includes('favorites')) return;
        for (const person of [viewer, root]) {
          expect(await matrixAt(path, person)).toMatchObject({ viewable: true, labels: ['classics'], rating: 8.498 });
        }
      },
    );

    it('shows a teaser in search', async () => {
      const { trailer: _t, rating_imdb: _r, age_limit: _a, imdb_id: _i, fetched_at: _f, ...preview } = TEASER;
      expect(await matrixAt('/movies/search?query=матрица', stranger)).toMatchObject(preview);
      expect(await matrixAt('/movies/search?query=матрица', viewer)).toMatchObject({ viewable: true });
    });

    it('refuses to show or add the film, shows a teaser, and keeps it on shelves that have it', async () => {
      expect(await codeOf(stranger, 'GET', `/movies/${MATRIX}`)).toBe('movie-restricted');
      expect((await app.call('GET', `/movies/${MATRIX}?teaser=true`, stranger)).body).toMatchObject(TEASER);
      expect(await codeOf(stranger, 'POST', '/favorites/movies/326')).toBe('movie-restricted');
      expect((await filmsAt('/movies/favorites', stranger)).map(({ kinopoisk_id: id }) => id)).toEqual([MATRIX]);
      expect((await app.call('POST', '/favorites/movies/326', viewer)).status).toBe(201);
      expect((await app.call('GET', `/movies/${MATRIX}`, viewer)).status).toBe(200);
    });

    it('reveals no more by a conditional request than by the answer', async () => {
      for (const path of [`/movies/${MATRIX}`, `/movies/${MATRIX}?teaser=true`, '/movies']) {
        const { headers } = await app.call('GET', path, viewer);
        const condition = { headers: { 'If-None-Match': headers.get('etag') ?? '' } };
        expect((await app.call('GET', path, { ...viewer, ...condition })).status).toBe(304);
        expect((await app.call('GET', path, { ...stranger, ...condition })).status).not.toBe(304);
      }
    });

    it.each([
      [{ released_within_years: 3 }, 'new'],
      [{ age_limit_from: 18 }, 'adult'],
      [{ genre_id: 2 }, 'drama'],
    ])('covers films by %j', async (rule, label) => {
      expect((await asRoot('PUT', `/restrictions/${label}`, { rule })).status).toBe(201);
      expect((await asRoot('PUT', `/restrictions/${label}`, { rule })).status).toBe(200);
      expect((await asRoot('GET', '/restrictions')).body).toContainEqual({ label, rule });
      const all = (await filmsAt('/movies', stranger)).filter(({ labels }) => labels.includes(label));
      expect(all.length).toBeGreaterThan(0);
      expect(all.filter(({ viewable }) => viewable)).toEqual([]);
      expect((await asRoot('DELETE', `/restrictions/${label}`)).status).toBe(204);
      expect((await filmsAt('/movies', stranger)).some(({ labels }) => labels.includes(label))).toBe(false);
    });

    it.each([
      {},
      { released_within_years: 0 },
      { genre_id: '2' },
      { kinopoisk_ids: [] },
      { genre_id: 2, age_limit_from: 18 },
      'all',
    ])('refuses the rule %j', async (rule) => {
      expect((await asRoot('PUT', '/restrictions/bad', { rule })).status).toBe(422);
    });
  });
});

describe.runIf(inject('postgres'))('access at two instances of one PostgreSQL', () => {
  it('applies changes at the other one within moments, in both directions', async () => {
    const here = await startTestApp({ engine: 'postgresql' });
    const there = await startTestApp({ engine: 'postgresql', besides: here });
    const [username, password] = ['root', 'correct horse battery staple'];
    await here.service.container.get(CreateSuperuser).execute({ kind: 'system', name: 'cli' }, { username, password });
    const root = await here.logIn('root');
    const person = await here.logIn();
    const { id } = (await here.call('GET', '/user', person)).body as { id: string };
    await seedBundledFilms(here.service, { kind: 'system', name: 'cli' });
    const soon = (path: string, status: number) =>
      expect
        .poll(async () => (await there.call('GET', path, person)).status, { timeout: 5000, interval: 5 })
        .toBe(status);

    expect((await there.call('GET', '/users', person)).status).toBe(403);
    await here.call('PUT', `/users/${id}/roles/admin`, root);
    await soon('/users', 200);
    await here.call('DELETE', `/users/${id}/roles/admin`, root);
    await soon('/users', 403);
    await here.call('PATCH', '/roles/user', { ...root, body: { permissions: ['account:own'] } });
    await soon('/movies/301', 403);
    await here.call('PATCH', '/roles/user', { ...root, body: { permissions: ['account:own', 'movies:read'] } });
    await soon('/movies/301', 200);
    await here.call('PUT', '/restrictions/classics', { ...root, body: { rule: { kinopoisk_ids: [301] } } });
    await soon('/movies/301', 403);
    await here.call('DELETE', '/restrictions/classics', root);
    await soon('/movies/301', 200);
    await here.call('POST', '/roles', { ...root, body: { name: 'readers', permissions: ['users:read'] } });
    await here.call('PUT', `/users/${id}/roles/readers`, root);
    await soon('/users', 200);
    await here.call('PATCH', '/roles/readers', { ...root, body: { name: 'watchers' } });
    expect((await here.call('GET', '/users', person)).status).toBe(200);
    await here.call('DELETE', '/roles/watchers', root);
    await soon('/users', 403);
    await here.call('PATCH', `/users/${id}`, { ...root, body: { is_active: false } });
    await soon('/user', 401);
    await there.close();
    await here.close();
  });
});
