import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium } from '../../support/browser.ts';
import type { ServiceProcess } from '../../support/service-process.ts';
import { databaseWithFilms, startService } from '../../support/service-process.ts';
import type { Visit, Visits } from '../../support/web-page.ts';
import { accessibilityFaults, logIn, PASSWORD, visitsOf } from '../../support/web-page.ts';

const MAX_BYTES = 60 * 1024;
const FILMS = 200;
const LOOKS = [
  { colorScheme: 'light', width: 320 },
  { colorScheme: 'dark', width: 1440 },
] as const;

/** Address and something that is there when the view is complete. */
const VIEWS = [
  { address: '', complete: '.film-card a' },
  { address: '?view=table', complete: '.shelf-table td' },
  { address: '?q=nothing-like-it', complete: '.empty' },
  { address: 'search', complete: '.empty' },
  { address: 'search?q=The%20Godfather', complete: '.film-card a' },
  { address: 'films/301', complete: '.shelf-panel' },
  { address: 'films/325', complete: '.button-main' },
  { address: 'films/2000000001', complete: '.empty' },
  { address: 'stats', complete: '.column-chart' },
  { address: 'nowhere', complete: '.empty' },
];

describe('the files of the web page', () => {
  it('have at most 60 kB in all, compressed', () => {
    const names = readdirSync('dist/web', { recursive: true, encoding: 'utf8' });
    const sizes = names
      .filter((name) => /\.(?:js|css)$/.test(name))
      .map((name) => gzipSync(readFileSync(join('dist/web', name))).length);
    expect(sizes.length).toBeGreaterThan(1);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MAX_BYTES);
  });
});

describe.runIf(findChromium())('the views of the web page', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kinopolka-looks-'));
  let service: ServiceProcess;
  let visits: Visits;
  let visit: Visit;

  beforeAll(async () => {
    service = await startService(await databaseWithFilms(folder));
    await service.call('POST', '/auth/register', { body: { username: 'neo', password: PASSWORD } });
    const answer = await service.call('POST', '/auth/login', { body: { login: 'neo', password: PASSWORD } });
    const { access_token: token } = (await answer.json()) as { access_token: string };
    const films = (await (await service.call('GET', '/movies', { token })).json()) as { id: number }[];
    const add = films.map(({ id }) => id).filter((id) => id !== 325);
    await service.call('POST', '/movies/favorites/bulk', { token, body: { add: add.slice(0, FILMS) } });
    const body = { user_rating: 9, note: 'There is no spoon', watched_at: '2026-11-20' };
    await service.call('PATCH', '/movies/favorites/301', { token, body });
    visits = await visitsOf(service.url);
    visit = await visits.open({ refused: [404] });
    await visit.page.goto('');
    await logIn(visit.page, 'neo');
    await visit.page.locator('.film-card a').first().waitFor();
  }, 90_000);
  afterAll(async () => {
    expect(visit?.complaints).toEqual([]);
    await visits?.close();
    await service?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Looks at what is shown in both themes, and at both ends of the widths. */
  async function faultsOf(page: Page): Promise<string[]> {
    const faults: string[] = [];
    for (const { colorScheme, width } of LOOKS) {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.locator(`html[data-theme=${colorScheme}]`).waitFor();
      faults.push(...(await accessibilityFaults(page)).map((fault) => `${colorScheme}, ${width} px: ${fault}`));
      const contentWidth = Number(await page.evaluate('document.documentElement.scrollWidth'));
      if (contentWidth > width) faults.push(`${contentWidth} px wide on a screen of ${width} px`);
    }
    return faults;
  }

  it('have no fault that axe finds, and fit every width, before the log-in', async () => {
    const { context, page, complaints } = await visits.open({ refused: [401] });
    await page.goto('');
    await page.getByLabel('User name').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.goto('films/301');
    await page.getByRole('heading', { name: 'Log in to open this page' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it.each(VIEWS)('have no fault that axe finds, and fit every width: $address', async ({ address, complete }) => {
    const { page } = visit;
    await page.goto(address);
    await page.locator(complete).first().waitFor();
    expect(await faultsOf(page)).toEqual([]);
  });

  it('have an open menu without a fault', async () => {
    const { page } = visit;
    await page.goto('stats');
    await page.getByRole('button', { name: 'Menu' }).click();
    await page.getByRole('button', { name: 'Log out' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
  });

  it('keep the place on the shelf over a film, back and a reload', async () => {
    const { page } = visit;
    await page.goto('?sort=title');
    await page.locator('.film-card a').first().waitFor();
    await page.evaluate('scrollTo(0, 4000)');
    await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
    await expect.poll(async () => page.locator('.film-card .skeleton').count()).toBe(0);
    // One in sight, so that the click does not scroll; by its address, because rows come and go.
    const address = await page.evaluate<string>(`[...document.querySelectorAll('.film-card a')]
      .find((link) => link.getBoundingClientRect().top > 100)?.getAttribute('href')`);
    const film = page.locator(`.film-card a[href="${address}"]`);
    await film.scrollIntoViewIfNeeded();
    const title = await film.locator('.film-caption-title').textContent();
    const before = Number(await page.evaluate('scrollY'));
    expect(before).toBeGreaterThan(1000);
    await film.click();
    await page.getByRole('heading', { name: title ?? '', level: 1 }).waitFor();
    expect(await page.evaluate('scrollY')).toBe(0);
    await page.goBack();
    await expect.poll(async () => page.evaluate('scrollY')).toBe(before);
    await page.reload();
    await expect.poll(async () => page.evaluate('scrollY')).toBe(before);
    expect(new URL(page.url()).search).toBe('?sort=title');
  });

  it('draw only the part of a long shelf that is in sight', async () => {
    const { page } = visit;
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto('?view=table');
    await page.locator('.shelf-table td').first().waitFor();
    const rows = page.locator('.shelf-table tbody tr[data-item]');
    expect(await rows.count()).toBeLessThan(40);
    await page.keyboard.press('End');
    await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)');
    await expect.poll(async () => rows.last().getAttribute('aria-rowindex')).toBe(String(FILMS + 1));
    await expect.poll(async () => page.locator('.shelf-table .skeleton').count()).toBe(0);
  });
});
