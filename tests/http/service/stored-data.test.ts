import { afterAll, beforeAll, expect, it } from 'vitest';
import { seedBundledFilms } from '../../../src/bootstrap/service.ts';
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

it('a change that stores nothing counts nothing', async () => {
  const { token } = await app.logIn();
  const from = { token, headers: { 'X-Forwarded-For': '2001:db8:3::1' } };
  const calls = [
    ['POST', '/movies/favorites/bulk', { remove: [301] }],
    ['POST', '/movies/favorites/bulk', { add: [301] }],
    ['POST', '/movies/favorites', { kinopoisk_id: 301 }],
    ['PATCH', '/movies/favorites/301', { user_rating: 9 }],
    ['PATCH', '/movies/favorites/326', { note: 'n'.repeat(1_000) }],
  ] as const;
  for (const [method, path, body] of calls)
    for (let times = 0; times < 300; times += 1)
      expect((await app.call(method, path, { ...from, body })).status).not.toBe(429);
  // A film and its note are all that was stored.
  expect((await importOf(600, token, from.headers)).status).toBe(202);
});
