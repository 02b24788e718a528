import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({
    settings: { LIMIT_IMPORTS_PER_HOUR: '1', TRUSTED_PROXIES: '127.0.0.1' },
  });
});
afterAll(() => app.close());

async function importFrom(address: string, token: string) {
  const { status, headers } = await app.call('POST', '/imports', {
    token,
    rawBody: 'title\nМатрица\n',
    headers: { 'Content-Type': 'text/csv', 'X-Forwarded-For': address },
  });
  return [status, headers.get('RateLimit-Policy')?.split(';')[0]];
}

it('one address starts three times as many imports as one user, however many accounts it has', async () => {
  const accounts = await Promise.all(Array.from({ length: 4 }, async () => (await app.logIn()).token));
  const [first = '', second = '', third = '', fourth = ''] = accounts;
  expect(await importFrom('2001:db8:1::1', first)).toEqual([202, '"import"']);
  expect(await importFrom('2001:db8:1::1', first)).toEqual([429, '"import"']);
  // A /48 counts as one customer.
  expect(await importFrom('2001:db8:1:2::1', second)).toEqual([202, '"import"']);
  expect(await importFrom('2001:db8:1:3::1', third)).toEqual([202, '"import"']);
  expect(await importFrom('2001:db8:1:4::1', fourth)).toEqual([429, '"import-address"']);
  // A request that was refused because of the address does not count for the user.
  expect(await importFrom('2001:db8:2::1', fourth)).toEqual([202, '"import"']);
});
