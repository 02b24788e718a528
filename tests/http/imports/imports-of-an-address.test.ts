import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Upload } from '../../../src/adapters/http/input/upload-queue.ts';
import { UploadQueue } from '../../../src/adapters/http/input/upload-queue.ts';
import { RequestMetrics } from '../../../src/adapters/http/server/request-metrics.ts';
import { PrometheusMetrics } from '../../../src/adapters/observability/prometheus-metrics.ts';
import { ServerBusy } from '../../../src/application/shared/server-busy.ts';
import type { TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

/** Can seem to be busy with other uploads, or let uploads wait. */
class BusyUploads extends UploadQueue {
  isBusy = false;
  entered: Upload[] = [];
  opening: Promise<unknown> = Promise.resolve();

  override async enter(upload: Upload): Promise<() => void> {
    this.entered.push(upload);
    await this.opening;
    if (this.isBusy) throw new ServerBusy({ retryAfterSeconds: 5 });
    return super.enter(upload);
  }
}

const uploads = new BusyUploads();
let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({
    settings: { LIMIT_IMPORTS_PER_HOUR: '1', TRUSTED_PROXIES: '127.0.0.1' },
    rebind: (container) => void container.rebind(UploadQueue).toConstantValue(uploads),
  });
});
afterAll(() => app.close());

const LIST = { rawBody: 'title\nМатрица\n', type: { 'Content-Type': 'text/csv' } };

async function importFrom(address: string, token: string) {
  const { status, headers } = await app.call('POST', '/imports', {
    token,
    rawBody: LIST.rawBody,
    headers: { ...LIST.type, 'X-Forwarded-For': address },
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
  // In the queue of imports as well: its imports share the turns of one address.
  const sites = await app.service.database.query(
    'select site, count(*)::int from imports group by site order by 2',
    [],
  );
  expect(sites).toEqual([
    { site: '2001:db8:2::/48', count: 1 },
    { site: '2001:db8:1::/48', count: 3 },
  ]);
});

it('an upload that the service has no room for is not counted', async () => {
  const { token } = await app.logIn();
  uploads.isBusy = true;
  // As many as the address may start.
  for (let times = 0; times < 3; times += 1)
    expect(await importFrom('2001:db8:3::1', token)).toEqual([503, '"import"']);
  uploads.isBusy = false;
  expect(await importFrom('2001:db8:3::1', token)).toEqual([202, '"import"']);
});

it('a client that disconnects while it waits for its turn keeps no place', async () => {
  const [first, second, third = ''] = await Promise.all(
    Array.from({ length: 3 }, async () => (await app.logIn()).token),
  );
  uploads.entered = [];
  const open = Promise.withResolvers<void>();
  uploads.opening = open.promise;
  const leaving = new AbortController();
  // One address has two places.
  const sent = [first, second].map((token) =>
    fetch(`${app.url}/imports`, {
      method: 'POST',
      body: LIST.rawBody,
      headers: { ...LIST.type, Authorization: `Bearer ${token}`, 'X-Forwarded-For': '2001:db8:4::1' },
      signal: leaving.signal,
    }).catch(() => undefined),
  );
  const place = { address: '2001:db8:4::/48', person: '2001:db8:4::/64' };
  await expect.poll(() => uploads.entered.map(({ from }) => from)).toEqual([place, place]);
  leaving.abort();
  await Promise.all(sent);
  await expect.poll(() => app.service.container.get(RequestMetrics).inFlight).toBe(0);
  open.resolve();
  expect(await importFrom('2001:db8:4:1::1', third)).toEqual([202, '"import"']);
});

it('the queue knows what an upload has sent, and can cut it', async () => {
  const { token } = await app.logIn();
  uploads.entered = [];
  const unfinished = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(Buffer.from(LIST.rawBody)),
  });
  const failure = fetch(`${app.url}/imports`, {
    method: 'POST',
    body: unfinished,
    duplex: 'half',
    headers: { ...LIST.type, Authorization: `Bearer ${token}` },
  }).catch((error: unknown) => error);
  await expect.poll(() => uploads.entered.map((upload) => upload.isAwaited())).toEqual([true]);
  expect(uploads.entered[0]?.receivedBytes()).toBeGreaterThan(LIST.rawBody.length);
  uploads.entered[0]?.cut();
  expect(await failure).toBeInstanceOf(Error);
  const text = await app.service.container.get(PrometheusMetrics).text();
  expect(text).toContain('http_connections_cut_total{reason="slow_upload"} 1');
});
