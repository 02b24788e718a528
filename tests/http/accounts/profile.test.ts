import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

describe('the profile', () => {
  let app: TestApp;
  let token: string;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    ({ token } = await app.logIn());
  });

  const change = (body: unknown, path = '/user') => app.call('PATCH', path, { token, body });

  it.each(['/user', '/user/', '/profile'])('is changed under %s, and returned with the change', async (path) => {
    const answer = await change({ name: 'Томас', surname: 'Андерсон', favorite_genre: 6 }, path);
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(answer.body).toMatchObject({
      name: 'Томас',
      surname: 'Андерсон',
      favorite_genre: 6,
      favourite_genre: 6,
    });
    expect((await app.call('GET', '/user', { token })).body).toEqual(answer.body);
  });

  it.each([
    [{ favourite_genre: '4' }, 4],
    [{ favorite_genre: '4' }, 4],
    [{ favorite_genre: 4, favourite_genre: '4' }, 4],
    [{ favourite_genre: null }, null],
    [{ favorite_genre: null }, null],
    [{ name: 'Нео' }, 2],
    [{}, 2],
    [{ roles: ['admin'], is_superuser: true, id: 'x' }, 2],
  ])('accepts %j', async (body, genre) => {
    await change({ favorite_genre: 2 });
    const answer = await change(body);
    expect([answer.status, answer.body]).toMatchObject([
      200,
      { favorite_genre: genre, favourite_genre: genre, roles: ['user'] },
    ]);
  });

  it('clears fields that are null and keeps fields that are not given', async () => {
    await change({ name: 'Томас', surname: 'Андерсон', favorite_genre: 6 });
    expect((await change({ surname: null })).body).toMatchObject({ name: 'Томас', surname: null, favorite_genre: 6 });
  });

  it.each([null, [], 'neo'])('is not changed by a body that is not an object: %j', async (body) => {
    expect((await change(body)).status).toBe(422);
  });

  it.each([
    [{ favorite_genre: 2_147_483_646 }, 'favorite_genre', 'unknown-genre'],
    [{ favourite_genre: 2_147_483_646 }, 'favorite_genre', 'unknown-genre'],
    [{ favorite_genre: 4, favourite_genre: 6 }, 'favourite_genre', 'repeated'],
    [{ favorite_genre: 4, favourite_genre: null }, 'favourite_genre', 'repeated'],
    [{ favorite_genre: '' }, 'favorite_genre', 'invalid-type'],
    [{ favorite_genre: '0x4' }, 'favorite_genre', 'invalid-type'],
    [{ favorite_genre: 4.5 }, 'favorite_genre', 'invalid-type'],
    [{ name: '' }, 'name', 'too-short'],
    [{ name: 'x'.repeat(101) }, 'name', 'too-long'],
    [{ surname: 'a\u0000b' }, 'surname', 'not-well-formed'],
  ])('refuses %j', async (body, field, code) => {
    await change({ name: 'Томас', favorite_genre: 6 });
    const answer = await change({ surname: 'Другой', ...body });
    expect([answer.status, answer.body]).toMatchObject([422, { errors: [{ field, code }] }]);
    expect((await app.call('GET', '/user', { token })).body).toMatchObject({
      name: 'Томас',
      surname: null,
      favorite_genre: 6,
    });
  });
});
