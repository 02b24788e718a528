import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, startChromium } from '../../support/browser.ts';
import { COMPLETE_FILMS } from '../../support/bundled-films.ts';
import type { ServiceProcess } from '../../support/service-process.ts';
import { databaseWithFilms, startService } from '../../support/service-process.ts';

/** An access token is valid for this time plus the tolerance of its expiry. */
const ACCESS_TOKEN_TTL_SECONDS = '2';

const PICTURE = Buffer.from('R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==', 'base64');

describe.runIf(findChromium())('a single-page client of another origin', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kinopolka-browser-'));
  const site = createServer((_req, res) => {
    const page = readFileSync(new URL('single-page-client.html', import.meta.url));
    res.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(page);
  });
  let service: ServiceProcess;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];
  const calls: string[] = [];

  beforeAll(async () => {
    site.listen(0, '127.0.0.1');
    await once(site, 'listening');
    const origin = `http://localhost:${(site.address() as AddressInfo).port}`;
    service = await startService({
      ...(await databaseWithFilms(folder)),
      CORS_ORIGINS: origin,
      ACCESS_TOKEN_TTL_SECONDS,
    });
    browser = await startChromium();
    page = await browser.newPage();
    // Only the service and the page can be reached.
    await page.route('https://**', (route) => route.fulfill({ contentType: 'image/gif', body: PICTURE }));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (line) => {
      if (/CORS|Cross-Origin|blocked/i.test(line.text())) complaints.push(line.text());
    });
    page.on('request', (request) => {
      if (request.url().startsWith(service.url)) calls.push(`${request.method()} ${new URL(request.url()).pathname}`);
    });
    await page.goto(`${origin}/?api=${service.url}`);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await service?.stop();
    site.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const text = (selector: string) => page.textContent(selector);
  const texts = (selector: string) => page.locator(selector).allTextContents();

  it('learns that a log-in is needed', async () => {
    await page.click('#load');
    await expect.poll(() => text('#message')).toMatch(/log in/i);
    expect(await texts('#genre option')).toContain('фантастика');
    expect(await texts('#movies li')).toEqual([]);
  });

  it('registers, logs in and reads when the token expires', async () => {
    await page.fill('#sign-in [name=username]', 'neo');
    await page.fill('#sign-in [name=password]', 'follow the white rabbit');
    await page.click('text=Register');
    await expect.poll(() => text('#message')).toBe('');
    await page.click('text=Log in');
    await expect.poll(() => text('#session')).toMatch(/^until \d{4}-/);
    const names = (await page.context().cookies()).map(({ name }) => name);
    expect(names.toSorted()).toEqual(['access_token', 'refresh_token']);
  });

  it('shows the catalogue, filtered by the first genre and director of each film, with pictures', async () => {
    await page.click('#load');
    await expect.poll(async () => (await texts('#movies li')).length).toBe(COMPLETE_FILMS);
    await page.selectOption('#genre', { label: 'фантастика' });
    await page.selectOption('#director', { label: 'Лана Вачовски' });
    expect(await texts('#movies li')).toContain('Матрица (1999)');
    const others = '#movies li:not([data-genre="фантастика"][data-director="Лана Вачовски"])';
    expect(await texts(others)).toEqual([]);
    const picture = page.locator('#movies li', { hasText: 'Матрица (1999)' }).locator('img');
    expect(await picture.getAttribute('src')).toBe('https://img.youtube.com/vi/nUEQNVV3Gfs/hqdefault.jpg');
  });

  it('finds a film, adds it and shows the shelf', async () => {
    await page.fill('#search [name=query]', 'матрица');
    await page.click('#search button');
    await page.click('#found li >> nth=0');
    await expect.poll(() => texts('#favorites li')).toEqual(['Матрица (1999)']);
    expect(Number(await page.getAttribute('#found', 'data-total'))).toBeGreaterThan(0);
  });

  it('changes the favourite genre by digits in a string', async () => {
    await page.selectOption('#profile select', '4');
    await page.click('#profile button');
    await expect.poll(() => text('#message')).toBe('genre 4');
  });

  it('shows why a password is not changed, and changes it', async () => {
    const change = async (old: string) => {
      await page.fill('#password [name=old_password]', old);
      await page.fill('#password [name=new_password]', 'there is no spoon at all');
      await page.click('#password button');
    };
    await change('a wrong guess');
    await expect.poll(() => text('#message')).toMatch(/password/i);
    await change('follow the white rabbit');
    await expect.poll(() => text('#message')).toBe('changed');
  });

  it('renews its tokens when the access token is refused, and repeats the request', async () => {
    const cookies = await page.context().cookies();
    const token = cookies.find(({ name }) => name === 'access_token')?.value;
    const headers = { Authorization: `Bearer ${token}` };
    const status = async () => (await fetch(`${service.url}/user/`, { headers })).status;
    await expect.poll(status, { timeout: 20_000, interval: 250 }).toBe(401);
    calls.length = 0;
    await page.click('#shelf');
    await expect.poll(() => calls).toEqual(['GET /favorites/movies/', 'PUT /auth/login/', 'GET /favorites/movies/']);
    await expect.poll(() => texts('#favorites li')).toEqual(['Матрица (1999)']);
  });

  it('had no refusal by CORS and no error', () => {
    expect(complaints).toEqual([]);
    expect(calls.length).toBeGreaterThan(0);
    expect(calls.filter((call) => !call.endsWith('/'))).toEqual([]);
  });
});
