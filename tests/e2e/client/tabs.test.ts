import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, startChromium } from '../../support/browser.ts';
import { bundleClient } from '../../support/bundled-client.ts';
import type { ServiceProcess } from '../../support/service-process.ts';
import { databaseWithFilms, startService } from '../../support/service-process.ts';

const PROGRAM = `
import { browserStore, createClient, createSession, items, unwrap, webStore } from './src/index.ts';
const parameters = new URLSearchParams(location.search);
const baseUrl = parameters.get('api');
const store = parameters.has('local') ? webStore(localStorage) : browserStore();
const session = createSession({ baseUrl, store });
const client = createClient({ baseUrl, session });
Object.assign(globalThis, {
  register: (username) => session.register({ username, password: 'follow the white rabbit' }),
  deleteStore: () => new Promise((resolve) => indexedDB.deleteDatabase('kinopolka-session').addEventListener('success', resolve)),
  refuseToken: async () => store.write({ ...(await store.read()), accessToken: 'e30.e30.expired' }),
  logout: () => session.logout(),
  statuses: async (count) => {
    const calls = Array.from({ length: count }, () => client.GET('/user'));
    return (await Promise.all(calls)).map(({ response }) => response.status);
  },
  send: async (list) => (await unwrap(client.POST('/imports', { body: { file: new Blob([list]) } }))).rows.total,
  firstTitle: async () => {
    for await (const { title } of items(client, '/movies')) return title;
  },
});
`;

describe.runIf(findChromium())('two tabs of a page that share a session', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kinopolka-tabs-'));
  const calls: string[] = [];
  let script: string;
  const site = createServer((_req, res) => {
    res.writeHead(200, { 'Content-Type': 'text/html' }).end(`<!doctype html><script type="module">${script}</script>`);
  });
  let service: ServiceProcess;
  let browser: Browser;
  let origin: string;
  let tabs: Page[];

  beforeAll(async () => {
    site.listen(0, '127.0.0.1');
    await once(site, 'listening');
    // `localhost` is a secure context, as HTTPS is. Other pages have no Web Locks.
    origin = `http://localhost:${(site.address() as AddressInfo).port}`;
    script = await bundleClient(PROGRAM);
    service = await startService({ ...(await databaseWithFilms(folder)), CORS_ORIGINS: origin });
    browser = await startChromium();
    tabs = await openTabs('neo');
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await service?.stop();
    site.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function openTabs(username: string, parameter = ''): Promise<Page[]> {
    const context = await browser.newContext();
    context.on('request', (request) => calls.push(`${request.method()} ${new URL(request.url()).pathname}`));
    const opened = [await context.newPage(), await context.newPage()];
    for (const tab of opened) await tab.goto(`${origin}/?api=${service.url}${parameter}`);
    await opened[0]?.evaluate(`register('${username}')`);
    return opened;
  }

  const inEach = (pages: Page[], code: string) => Promise.all(pages.map((page) => page.evaluate(code)));
  const refuseToken = () => tabs[0]?.evaluate('refuseToken()');
  const allGood = [Array(5).fill(200), Array(5).fill(200)];

  it.each([1, 2, 3, 4, 5])('renew once when both are refused (round %i)', async () => {
    await refuseToken();
    calls.length = 0;
    expect(await inEach(tabs, 'statuses(5)')).toEqual(allGood);
    expect(calls.filter((call) => call === 'PUT /auth/login')).toHaveLength(1);
  });

  it('continue with localStorage, too, where a tab may see the write of another tab late', async () => {
    const pages = await openTabs('trinity', '&local');
    for (let round = 1; round <= 3; round += 1) {
      await pages[0]?.evaluate('refuseToken()');
      expect(await inEach(pages, 'statuses(5)')).toEqual(allGood);
    }
  });

  it('send a form again after a renewal', async () => {
    await refuseToken();
    calls.length = 0;
    expect(await tabs[0]?.evaluate(`send('Title,Year\\nМатрица,1999\\n')`)).toBe(1);
    expect(calls.filter((call) => call === 'POST /imports')).toHaveLength(2);
  });

  it('read the beginning of a list', async () => {
    expect(await inEach(tabs, 'firstTitle()')).toEqual([expect.any(String), expect.any(String)]);
  });

  it('are both logged out when one logs out, or when the data of the page are deleted', async () => {
    await tabs[0]?.evaluate('logout()');
    expect(await inEach(tabs, 'statuses(1)')).toEqual([[401], [401]]);
    await tabs[1]?.evaluate(`register('morpheus')`);
    expect(await inEach(tabs, 'statuses(1)')).toEqual([[200], [200]]);
    await tabs[0]?.evaluate('deleteStore().then(() => true)');
    expect(await inEach(tabs, 'statuses(1)')).toEqual([[401], [401]]);
  });
});
