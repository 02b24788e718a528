import { afterAll, beforeAll, expect, it } from 'vitest';
import { seedBundledFilms } from '../../../src/bootstrap/service.ts';
import type { TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

// One customer has a /48.
const here = { 'X-Forwarded-For': '2001:db8:1::1' };
const nextDoor = { 'X-Forwarded-For': '2001:db8:1:2::1' };
const elsewhere = { 'X-Forwarded-For': '2001:db8:2::1' };
const films = { add: [301, 326], remove: [] };

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ settings: { LIMIT_STORED_MB_PER_DAY: '1', TRUSTED_PROXIES: '127.0.0.1' } });
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
  const [{ token }, other] = [await app.logIn(), await app.logIn()];
  const tooMuch = await importOf(1_000, token, here);
  expect(tooMuch).toMatchObject({ status: 429, body: { code: 'too-many-requests' } });
  expect(tooMuch.headers.get('RateLimit-Policy')).toBe('"stored-address";q=1;w=86400');
  expect((await app.call('GET', '/imports', { token })).body).toEqual([]);
  // What was refused does not count.
  expect((await importOf(650, token, here)).status).toBe(202);
  const change = { token: other.token, body: films };
  expect((await app.call('POST', '/movies/favorites/bulk', { ...change, headers: nextDoor })).status).toBe(429);
  expect((await app.call('POST', '/movies/favorites/bulk', { ...change, headers: elsewhere })).status).toBe(200);
  // The address may still log in, read and delete.
  const { username, password } = other;
  expect((await app.call('POST', '/auth/login', { headers: here, body: { username, password } })).status).toBe(200);
  expect((await app.call('GET', '/movies/favorites', { ...change, body: undefined, headers: here })).body).toHaveLength(
    2,
  );
  expect((await app.call('DELETE', '/movies/favorites/301', { token: other.token, headers: here })).status).toBe(204);
});
