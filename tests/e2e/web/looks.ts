import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { accessibilityFaults, openView } from '../../support/web-page.ts';
import type { WebScene } from '../../support/web-scene.ts';

const MAX_BYTES = 60 * 1024;
const FILMS = 200;
const NEW_FILM = 325;

/** The address of a view, and a text that is visible when the view is complete, but not in the view before. */
type Shown = { readonly address: string; readonly complete: string };
const OF_A_PERSON: readonly Shown[] = [
  { address: '.', complete: '.film-card a' },
  { address: '?view=table', complete: '.shelf-table td' },
  { address: '?q=nothing-like-it', complete: '.empty' },
  { address: 'films/301', complete: '.shelf-panel' },
  { address: 'search', complete: '.empty' },
  { address: 'search?q=The%20Godfather', complete: '.film-card a' },
  { address: `films/${NEW_FILM}`, complete: '.button-main' },
  { address: 'films/2000000001', complete: '.empty' },
  { address: 'stats', complete: '.column-chart' },
  { address: 'nowhere', complete: '.empty' },
  { address: 'account', complete: '.sections select option:nth-child(2)' },
  { address: 'account/sessions', complete: '.rows li .badge' },
  { address: 'account/tokens', complete: '.rows code' },
  { address: 'imports', complete: '.row-link' },
];
const OF_AN_ADMINISTRATOR: readonly Shown[] = [
  { address: 'people', complete: '.row-link' },
  { address: 'roles', complete: '.row-card' },
  { address: 'quota', complete: 'progress' },
  { address: 'restrictions', complete: '.row-card' },
];

/** The appearance of every view, and how much the page loads. */
export function looks(scene: WebScene): void {
  let neo = '';

  beforeAll(async () => {
    const { username, token } = await scene.person();
    neo = username;
    const films = await scene.answerOf<{ id: number }[]>('/movies', token);
    const add = films.map(({ id }) => id).filter((id) => id !== NEW_FILM);
    const call = async (method: string, path: string, body: unknown) => {
      const answer = await scene.service.call(method, path, { token, body });
      expect([path, answer.ok]).toEqual([path, true]);
      return answer;
    };
    await call('POST', '/movies/favorites/bulk', { add: add.slice(0, FILMS) });
    await call('PATCH', '/movies/favorites/301', { user_rating: 9, note: 'No spoon', watched_at: '2026-11-20' });
    await call('POST', '/user/tokens', { name: 'A script', permissions: ['movies:read'] });
  });

  it('has files of at most 60 kB in total, compressed', () => {
    const names = readdirSync('dist/web', { recursive: true, encoding: 'utf8' });
    const sizes = names
      .filter((name) => /\.(?:js|css)\.gz$/.test(name))
      .map((name) => statSync(join('dist/web', name)).size);
    expect(sizes.length).toBeGreaterThan(1);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MAX_BYTES);
  });

  it('has no view for guests with a fault that axe finds', async () => {
    const { page } = await scene.visit();
    await page.goto('');
    await page.getByLabel('User name').waitFor();
    await expectGoodLooks(page, 'the first visit');
    await page.goto('films/301');
    await page.getByRole('heading', { name: 'Log in to open this page' }).waitFor();
    await expectGoodLooks(page, 'a link to a film');
  });

  it('has no view for people with a fault that axe finds', async () => {
    const token = await scene.tokenOf(neo);
    const started = await scene.service.call('POST', '/imports', { token, body: [{ title: 'Брат' }] });
    const { id } = (await started.json()) as { id: string };
    const page = await scene.visitBy(neo, '', { refused: [404] });
    await expectGoodViews(page, [...OF_A_PERSON, { address: `imports/${id}`, complete: '.row-card .candidates' }]);
    await page.getByRole('button', { name: 'Menu' }).click();
    await page.getByRole('button', { name: 'Log out' }).waitFor();
    await expectGoodLooks(page, 'the menu');
  });

  it('has no view for administrators with a fault that axe finds', async () => {
    const body = { rule: { age_limit_from: 18 } };
    await scene.service.call('PUT', '/restrictions/adult', { token: scene.root, body });
    const { id } = await scene.answerOf<{ id: string }>('/user', scene.root);
    const person = { address: `people/${id}`, complete: '.bullets' };
    await expectGoodViews(await scene.visitBy('root'), [...OF_AN_ADMINISTRATOR, person]);
    await scene.service.call('DELETE', '/restrictions/adult', { token: scene.root });
  });

  it('keeps the scroll position of the shelf after a film, the back button and a reload', async () => {
    const page = await scene.visitBy(neo, '?sort=title');
    await page.locator('.film-card a').first().waitFor();
    await page.evaluate('scrollTo(0, 4000)');
    await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
    await expect.poll(async () => page.locator('.film-card .skeleton').count()).toBe(0);
    // A visible one, so that the click does not scroll. It is found by its address, because rows are added and removed.
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

  it('draws only the visible part of a long shelf', async () => {
    const page = await scene.visitBy(neo, '?view=table');
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.locator('.shelf-table td').first().waitFor();
    const rows = page.locator('.shelf-table tbody tr[data-item]');
    expect(await rows.count()).toBeLessThan(40);
    await page.keyboard.press('End');
    await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)');
    await expect.poll(async () => rows.last().getAttribute('aria-rowindex')).toBe(String(FILMS + 1));
    await expect.poll(async () => page.locator('.shelf-table .skeleton').count()).toBe(0);
  });
}

/** All in one load of the page. */
async function expectGoodViews(page: Page, views: readonly Shown[]): Promise<void> {
  await page.locator('h1').waitFor();
  for (const { address, complete } of views) {
    await openView(page, address);
    await page.locator(complete).first().waitFor({ state: 'attached' });
    await expectGoodLooks(page, address);
  }
}

/** Checks both themes, and the smallest and the largest width. Only colours depend on the theme. */
async function expectGoodLooks(page: Page, view: string): Promise<void> {
  for (const { colorScheme, width, rules } of [
    { colorScheme: 'light', width: 320, rules: undefined },
    { colorScheme: 'dark', width: 1440, rules: ['color-contrast'] },
  ] as const) {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.locator(`html[data-theme=${colorScheme}]`).waitFor();
    expect([view, colorScheme, await accessibilityFaults(page, rules)]).toEqual([view, colorScheme, []]);
    const overflow = Number(await page.evaluate('document.documentElement.scrollWidth')) - width;
    expect([view, width, Math.max(0, overflow)]).toEqual([view, width, 0]);
  }
}
