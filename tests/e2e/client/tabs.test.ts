import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium } from '../../support/browser.ts';
import { bundleClient } from '../../support/bundled-client.ts';
import type { ServiceProcess } from '../../support/service-process.ts';
import { databaseWithFilms, startService } from '../../support/service-process.ts';

const executablePath = findChromium();

const PROGRAM = `
import { createClient, createSession, items, unwrap, webStore } from './src/index.ts';
const baseUrl = new URLSearchParams(location.search).get('api');
const session = createSession({ baseUrl, store: webStore(localStorage) });
const client = createClient({ baseUrl, session });
Object.assign(globalThis, {
  register: () => session.register({ username: 'neo', password: 'follow the white rabbit' }),
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

describe.runIf(executablePath)('two tabs of a page that share a session', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kinopolka-tabs-'));
  const calls: string[] = [];
  let script: string;
  const site = createServer((_req, res) => {
    res.writeHead(200, { 'Content-Type': 'text/html' }).end(`<!doctype html><script type="module">${script}</script>`);
  });
  let service: ServiceProcess;
  let browser: Browser;
  let tabs: Page[];

  beforeAll(async () => {
    site.listen(0, '127.0.0.1');
    await once(site, 'listening');
    // A secure context, as https is: others have no Web Locks.
    const origin = `http://localhost:${(site.address() as AddressInfo).port}`;
    script = await bundleClient(PROGRAM);
    service = await startService({ ...(await databaseWithFilms(folder)), CORS_ORIGINS: origin });
    browser = await chromium.launch({
      ...(executablePath !== undefined && { executablePath }),
      args: ['--no-sandbox'],
    });
    const context = await browser.newContext();
    context.on('request', (request) => calls.push(`${request.method()} ${new URL(request.url()).pathname}`));
    tabs = [await context.newPage(), await context.newPage()];
    for (const tab of tabs) await tab.goto(`${origin}/?api=${service.url}`);
    await tabs[0]?.evaluate('register()');
  });
  afterAll(async () => {
    await browser?.close();
    await service?.stop();
    site.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const inEachTab = (code: string) => Promise.all(tabs.map((tab) => tab.evaluate(code)));
  const refuseToken = () =>
    tabs[0]?.evaluate(`{
      const stored = JSON.parse(localStorage.getItem('kinopolka-session'));
      localStorage.setItem('kinopolka-session', JSON.stringify({ ...stored, accessToken: 'e30.e30.expired' }));
    }`);

  it.each([1, 2, 3])('renew once when both are refused (round %i)', async () => {
    await refuseToken();
    calls.length = 0;
    expect(await inEachTab('statuses(5)')).toEqual([Array(5).fill(200), Array(5).fill(200)]);
    expect(calls.filter((call) => call === 'PUT /auth/login')).toHaveLength(1);
  });

  it('send a form again after a renewal', async () => {
    await refuseToken();
    calls.length = 0;
    expect(await tabs[0]?.evaluate(`send('Title,Year\\nМатрица,1999\\n')`)).toBe(1);
    expect(calls.filter((call) => call === 'POST /imports')).toHaveLength(2);
  });

  it('read the beginning of a list', async () => {
    expect(await inEachTab('firstTitle()')).toEqual([expect.any(String), expect.any(String)]);
  });

  it('are both logged out when one is', async () => {
    await tabs[0]?.evaluate('logout()');
    expect(await inEachTab('statuses(1)')).toEqual([[401], [401]]);
  });
});
