import { afterAll, beforeAll, expect, it } from 'vitest';
import { API } from '../../../src/adapters/http/api.ts';
import { AccessTokenHolders } from '../../../src/application/sessions/tokens/access-token-holders.ts';
import { StoredData } from '../../../src/application/shared/stored-data.ts';
import { AddFavoriteMovie } from '../../../src/application/shelf/add-favorite-movie.ts';
import { seedBundledFilms } from '../../../src/bootstrap/service.ts';
import { aClient } from '../../builders/session.ts';
import { fineCall } from '../../support/documented-calls.ts';
import type { TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

// One customer has a /48.
const here = { 'X-Forwarded-For': '2001:db8:1::1' };
const nextDoor = { 'X-Forwarded-For': '2001:db8:1:2::1' };
const elsewhere = { 'X-Forwarded-For': '2001:db8:2::1' };

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ settings: { LIMIT_STORED_MB_PER_DAY: '2', TRUSTED_PROXIES: '127.0.0.1' } });
  await seedBundledFilms(app.service, { kind: 'system', name: 'cli' });
});
afterAll(() => app.close());

async function importOf(rows: number, token: string, headers: Record<string, string>) {
  return app.call('POST', '/imports', {
    token,
    rawBody: `title\n${'Матрица\n'.repeat(rows)}`,
    headers: { ...headers, 'Content-Type': 'text/csv' },
  });
}

it('one address stores only so many megabytes in a day, with all its accounts', async () => {
  const [{ token }, second, third] = [await app.logIn(), await app.logIn(), await app.logIn()];
  // What was refused does not count.
  const tooMuch = await importOf(1_000, token, here);
  expect(tooMuch).toMatchObject({ status: 429, body: { code: 'too-many-requests' } });
  expect(tooMuch.headers.get('RateLimit-Policy')).toBe('"stored";q=1;w=86400');
  expect((await app.call('GET', '/imports', { token })).body).toEqual([]);
  expect((await importOf(650, token, here)).status).toBe(202);
  expect((await importOf(650, second.token, here)).status).toBe(202);
  const ofAddress = await importOf(650, third.token, nextDoor);
  expect(ofAddress.status).toBe(429);
  expect(ofAddress.headers.get('RateLimit-Policy')).toBe('"stored-address";q=2;w=86400');
  expect((await importOf(650, third.token, elsewhere)).status).toBe(202);
  // The address may still log in, read and delete.
  const { username, password } = third;
  expect((await app.call('POST', '/auth/login', { headers: here, body: { username, password } })).status).toBe(200);
  expect((await app.call('GET', '/user', { token, headers: here })).status).toBe(200);
  const { token: gone } = await app.logIn();
  expect((await app.call('POST', '/user/deletion', { token: gone, headers: here, body: { password } })).status).toBe(
    204,
  );
});

it.each(['addFavoriteMovie', 'addFavoriteMovieByPath', 'changeFavoriteMovie', 'changeShelf', 'createPersonalToken'])(
  '%s counts what it has stored',
  async (operationId) => {
    const route = API.routes.find((each) => each.operationId === operationId);
    const { method = '', path = '', stores = { atMost: 0 } } = route ?? {};
    const { token } = await app.logIn();
    const { container } = app.service;
    const { actor } = await container.get(AccessTokenHolders).holderOf(token);
    if (operationId === 'changeFavoriteMovie')
      await container.get(AddFavoriteMovie).execute(actor, { kinopoiskId: 301, client: aClient });
    const { path: at, call } = fineCall(method, path);
    const change = async () => (await app.call(method, at, { token, ...call })).status;
    // So much is left that the change fits exactly.
    await container.get(StoredData).add({ site: operationId, userId: actor.userId }, 1_000_000 - stores.atMost);
    expect(await change()).toBeLessThan(300);
    expect(await change()).toBe(429);
  },
);

it('a change that stores nothing counts nothing', async () => {
  const { token } = await app.logIn();
  const from = { token, headers: { 'X-Forwarded-For': '2001:db8:3::1' } };
  const calls = [
    ['POST', '/movies/favorites/bulk', { remove: [301] }],
    ['POST', '/movies/favorites/bulk', { add: [301] }],
    ['POST', '/movies/favorites', { kinopoisk_id: 301 }],
    ['PATCH', '/movies/favorites/301', { user_rating: 9 }],
    // It is not on the shelf.
    ['PATCH', '/movies/favorites/326', { note: 'n'.repeat(1_000) }],
  ] as const;
  for (const [method, path, body] of calls)
    for (let times = 0; times < 300; times += 1)
      expect((await app.call(method, path, { ...from, body })).status).not.toBe(429);
  // One film is all that was stored.
  expect((await importOf(600, token, from.headers)).status).toBe(202);
});
