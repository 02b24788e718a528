import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, startChromium } from '../../support/browser.ts';
import type { TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

/** Calls the service as the page does, with addresses relative to the base. */
const SCRIPT = `
const session = new URL('session', document.baseURI);
const headers = { 'Content-Type': 'application/json' };
window.kinopolka = {
  logIn: async (credentials) =>
    (await fetch(session, { method: 'POST', headers, body: JSON.stringify(credentials) })).json(),
  renew: async () => (await fetch(session, { method: 'PUT' })).status,
  logOut: async () => (await fetch(session, { method: 'DELETE' })).status,
};
document.title = document.baseURI;
`;

function makePage(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kinopolka-page-'));
  mkdirSync(join(folder, 'assets'));
  const script = '<script type="module" src="./assets/main.js"></script>';
  writeFileSync(join(folder, 'index.html'), `<!doctype html><meta charset="utf-8"><base href="./">${script}`);
  writeFileSync(join(folder, 'assets', 'main.js'), SCRIPT);
  return folder;
}

/** A proxy that removes a prefix and replaces `Host`, as nginx does by default. */
function proxyTo(app: TestApp) {
  const cookies = new Map<string, string | undefined>();
  const server = createServer((req, res) => {
    const path = req.url ?? '';
    cookies.set(`${req.method} ${path}`, req.headers.cookie);
    if (!path.startsWith('/kino/')) {
      res.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>neighbour</title>');
      return;
    }
    const headers = { ...req.headers, host: new URL(app.url).host };
    const forwarded = request(app.url + path.slice('/kino'.length), { method: req.method, headers });
    forwarded.once('response', (answer) => {
      res.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(res);
    });
    req.pipe(forwarded);
  });
  return { server, cookies };
}

describe.runIf(findChromium())('the session of the page, in a browser behind a proxy that removes a prefix', () => {
  const folder = makePage();
  let app: TestApp;
  let proxy: ReturnType<typeof proxyTo>;
  let browser: Browser;
  let page: Page;
  let root: string;
  const complaints: string[] = [];

  beforeAll(async () => {
    app = await startTestApp({ page: folder });
    proxy = proxyTo(app);
    proxy.server.listen(0, '127.0.0.1');
    await once(proxy.server, 'listening');
    root = `http://localhost:${(proxy.server.address() as AddressInfo).port}`;
    browser = await startChromium();
    page = await (await browser.newContext()).newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (line) => {
      if (line.type() === 'error' && !line.text().includes('favicon')) complaints.push(line.text());
    });
  });
  afterAll(async () => {
    await browser?.close();
    proxy?.server.close();
    await app?.close();
    rmSync(folder, { recursive: true });
  });

  const cookies = async () => (await page.context().cookies()).filter(({ name }) => name === 'kinopolka_session');
  const renew = () => page.evaluate('kinopolka.renew()');

  it('loads a view at its own address', async () => {
    await page.goto(`${root}/kino/app/films/301`);
    await expect.poll(() => page.title()).toBe(`${root}/kino/app/`);
    expect(await renew()).toBe(204);
  });

  it('lets scripts read only the access token', async () => {
    const { username, password } = await app.logIn();
    const credentials = { login: username, password };
    const answer: object = await page.evaluate(`kinopolka.logIn(${JSON.stringify(credentials)})`);
    expect(Object.keys(answer)).toContain('access_token');
    expect(JSON.stringify(answer)).not.toContain('kpr_');
    expect(await page.evaluate('document.cookie')).toBe('');
    expect(await cookies()).toMatchObject([{ path: '/kino/app', httpOnly: true, sameSite: 'Strict', secure: false }]);
  });

  it('continues after a reload, and after simultaneous renewals of two tabs', async () => {
    await page.reload();
    await expect.poll(() => page.title()).toBe(`${root}/kino/app/`);
    const tab = await page.context().newPage();
    await tab.goto(`${root}/kino/app/`);
    await expect.poll(() => tab.title()).toBe(`${root}/kino/app/`);
    const renewals = [page, tab].map((each) => each.evaluate('kinopolka.renew()'));
    expect(await Promise.all(renewals)).toEqual([200, 200]);
    await tab.close();
    expect(await renew()).toBe(200);
    expect(await cookies()).toHaveLength(1);
  });

  it('sends no cookie to another application on the same host', async () => {
    await page.goto(`${root}/other/`);
    expect(proxy.cookies.has('GET /other/')).toBe(true);
    expect(proxy.cookies.get('GET /other/')).toBeUndefined();
    // The cookie is not sent to the API beside the page either.
    await page.goto(`${root}/kino/health/live`);
    expect(proxy.cookies.get('GET /kino/health/live')).toBeUndefined();
  });

  it('ends and deletes its cookie, without a warning of the browser', async () => {
    await page.goto(`${root}/kino/app/`);
    await expect.poll(() => page.title()).toBe(`${root}/kino/app/`);
    expect(await page.evaluate('kinopolka.logOut()')).toBe(204);
    expect(await cookies()).toEqual([]);
    expect(await renew()).toBe(204);
    expect(complaints).toEqual([]);
  });
});
