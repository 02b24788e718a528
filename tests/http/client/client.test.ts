import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createClient,
  createSession,
  type Credentials,
  items,
  type KinopolkaClient,
  type PasswordSession,
  type SessionStore,
  unwrap,
  webStore,
} from '../../../clients/typescript/src/index.ts';
import { seedBundledFilms } from '../../../src/bootstrap/service.ts';
import { COMPLETE_FILMS } from '../../support/bundled-films.ts';
import { quickestEngine } from '../../support/database.ts';
import type { TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

const PASSWORD = 'follow the white rabbit';
/** It has the form of an access token, but is not one. */
const REFUSED_TOKEN = 'e30.e30.expired';

describe('the client in TypeScript', () => {
  const engine = quickestEngine();
  let app: TestApp;
  let people = 0;
  const rounds = engine === 'postgresql' ? 5 : 1;
  beforeAll(async () => {
    app = await startTestApp({ engine });
    await seedBundledFilms(app.service, { kind: 'system', name: 'cli' });
  });
  afterAll(() => app.close());

  async function registered(options: { store?: SessionStore; onEnd?: () => void } = {}) {
    const session = createSession({ baseUrl: app.url, ...options });
    const user = await session.register({ username: `client${++people}`, password: PASSWORD });
    return { session, user, client: createClient({ baseUrl: app.url, session }) };
  }

  const renewals = () => app.log.filter(({ operation }) => operation === 'refreshSession');

  describe('calls operations', () => {
    let client: KinopolkaClient;
    beforeAll(async () => {
      ({ client } = await registered());
    });

    it('with a path, a body, and no answer', async () => {
      const params = { path: { kinopoisk_id: 301 } };
      const { data, response } = await client.POST('/movies/favorites', { body: { kinopoisk_id: 301 } });
      expect([response.status, data?.title]).toEqual([201, 'Матрица']);
      const changed = await unwrap(
        client.PATCH('/movies/favorites/{kinopoisk_id}', { params, body: { user_rating: 9 } }),
      );
      expect(changed.user_rating).toBe(9);
      const removed = await client.DELETE('/movies/favorites/{kinopoisk_id}', { params });
      expect([removed.response.status, removed.data, removed.error]).toEqual([204, undefined, undefined]);
    });

    it('with a parameter that is repeated', async () => {
      const check = async (permission: string[]) =>
        (await client.GET('/auth/check', { params: { query: { permission } } })).response.status;
      expect(await check(['movies:read', 'account:own'])).toBe(204);
      expect(await check(['movies:read', 'users:manage'])).toBe(403);
    });

    it('with a page of a list, and its length', async () => {
      const query = { status: 'new', page: 2, per_page: 3 } as const;
      const { data, response } = await client.GET('/movies', { params: { query } });
      expect(data).toHaveLength(3);
      expect(response.headers.get('X-Total-Count')).toBe(String(COMPLETE_FILMS));
    });

    it('with a file in a form, a text, or a stream', async () => {
      const list = 'Title,Year,Score\nМатрица,1999,9\n';
      const query = { dry_run: 'true' } as const;
      const headers = { 'Content-Type': 'text/csv' };
      for (const sent of [
        { body: { file: new Blob([list]) } },
        { body: list, headers },
        { body: new Blob([list]).stream(), headers },
      ]) {
        const { id, rows } = await unwrap(client.POST('/imports', { params: { query }, ...sent }));
        expect(rows.total).toBe(1);
        // One import at a time.
        await unwrap(client.POST('/imports/{id}/cancellation', { params: { path: { id } } }));
      }
    });

    it('with an answer that is a text', async () => {
      const params = { query: { format: 'letterboxd' } } as const;
      const list = await unwrap(client.GET('/movies/favorites/export', { params, parseAs: 'text' }));
      expect(list).toMatch(/^imdbID,Title,Year/);
    });

    it('with a problem whose code is known to the compiler', async () => {
      const { data, error } = await client.GET('/genres/{id}', { params: { path: { id: 999 } } });
      expect(data).toBeUndefined();
      expect(error).toMatchObject({ code: 'genre-not-found', status: 404 });
      const wrong = client.GET('/movies', { params: { query: { year: 0 } } });
      await expect(unwrap(wrong)).rejects.toMatchObject({
        code: 'validation-failed',
        problem: { errors: [{ in: 'query', field: 'year' }] },
      });
    });

    it('with a list, item by item', async () => {
      const years: unknown[] = [];
      for await (const { year } of items(client, '/movies')) years.push(year);
      expect(years).toHaveLength(COMPLETE_FILMS);
      for await (const film of items(client, '/movies', { params: { query: { status: 'new', year: 1999 } } })) {
        expect(film.year).toBe(1999);
        return;
      }
      expect.unreachable();
    });
  });

  it('logs in by user name or address, and out', async () => {
    const { session, user, client } = await registered();
    await session.logout();
    expect((await client.GET('/user')).error?.code).toBe('unauthenticated');
    await expect(session.login({ login: user.username ?? '', password: 'wrong' })).rejects.toMatchObject({
      code: 'invalid-credentials',
    });
    await session.login({ username: user.username ?? '', password: PASSWORD } satisfies Credentials);
    expect((await unwrap(client.GET('/user'))).id).toBe(user.id);
    const sessions = await unwrap(client.GET('/user/sessions'));
    expect(sessions).toHaveLength(1);
  });

  it('does with a personal token only what the token allows, until it is revoked', async () => {
    const { client: owner, session } = await registered();
    const body = { name: 'Home automation', permissions: ['favorites:own'] };
    const { id, token } = await unwrap(owner.POST('/user/tokens', { body }));
    const client = createClient({ baseUrl: app.url, token });
    await unwrap(client.POST('/movies/favorites', { body: { kinopoisk_id: 301 } }));
    expect((await client.GET('/user')).error?.code).toBe('permission-denied');
    await owner.DELETE('/user/tokens/{id}', { params: { path: { id } } });
    expect((await client.GET('/movies/favorites')).error?.code).toBe('invalid-token');
    await session.logout();
  });

  it('learns that its session was ended elsewhere', async () => {
    let ended = 0;
    const { client } = await registered({ onEnd: () => (ended += 1) });
    const [session] = await unwrap(client.GET('/user/sessions'));
    const { response } = await client.DELETE('/user/sessions/{id}', { params: { path: { id: session?.id ?? '' } } });
    expect(response.status).toBe(204);
    expect((await client.GET('/user')).error?.code).toBe('invalid-token');
    expect(ended).toBe(1);
  });

  describe('when two programs share a session and both are refused', () => {
    /** Two programs that share one storage for their session. With different `names`, they do not share a lock. */
    async function sharing(names: readonly [string, string]) {
      const values = new Map<string, string>();
      const storage = {
        getItem: (key: string) => values.get(key) ?? null,
        setItem: (key: string, value: string) => void values.set(key, value),
        removeItem: (key: string) => void values.delete(key),
      };
      const [one, other] = names.map((name) => ({ ...webStore(storage, 'shared'), name }));
      const { session, client } = await registered({ ...(one && { store: one }) });
      const second = createSession({ baseUrl: app.url, ...(other && { store: other }) });
      const clients = [client, createClient({ baseUrl: app.url, session: second })];
      const expire = () =>
        void values.set(
          'shared',
          JSON.stringify({ ...JSON.parse(values.get('shared') ?? ''), accessToken: REFUSED_TOKEN }),
        );
      const call = async () => {
        const calls = [0, 1, 0, 1, 0, 1].map((index) => (clients[index] as KinopolkaClient).GET('/user'));
        return (await Promise.all(calls)).map(({ response }) => response.status);
      };
      return { expire, call, session };
    }

    const isAlive = async (session: PasswordSession) =>
      (await createClient({ baseUrl: app.url, session }).GET('/user')).response.status;

    it('one of them renews', async () => {
      const { expire, call, session } = await sharing(['shared', 'shared']);
      await call();
      for (let round = 1; round <= rounds; round += 1) {
        const before = renewals().length;
        expire();
        expect(await call()).toEqual(Array(6).fill(200));
        expect(renewals().length - before).toBe(1);
      }
      expect(await isAlive(session)).toBe(200);
    });

    it('both get the same tokens without a lock', async () => {
      const { expire, call, session } = await sharing(['one', 'other']);
      await call();
      for (let round = 1; round <= rounds; round += 1) {
        expire();
        expect(await call()).toEqual(Array(6).fill(200));
      }
      expect(await isAlive(session)).toBe(200);
    });
  });
});
