import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { findChromium } from '../../support/browser.ts';
import type { ServiceProcess } from '../../support/service-process.ts';
import { databaseWithFilms, runCommand, startService } from '../../support/service-process.ts';
import type { Visit, Visits } from '../../support/web-page.ts';
import { accessibilityFaults, logIn, PASSWORD, visitsOf } from '../../support/web-page.ts';

const MATRIX = { id: 301, title: 'Матрица' };
const NEW_PASSWORD = 'there is no spoon at all';
/** The second row has two films that it may mean, the third one none. */
const LIST = 'Название;Год;Моя оценка;Жанры\nМатрица;1999;9;x\nБрат;;7;x\nТакого фильма нет;1999;1;x\n';

const LOOKS = [
  { colorScheme: 'light', width: 320 },
  { colorScheme: 'dark', width: 1440 },
] as const;

/** Addresses of views, and something that is there when they are complete. */
const OWN_VIEWS = [
  { address: 'account', complete: '.sections select option:nth-child(2)' },
  { address: 'account/sessions', complete: '.rows li .badge' },
  { address: 'account/tokens', complete: '.rows code' },
  { address: 'imports', complete: '.row-link' },
] as const;
const VIEWS_OF_ADMINISTRATORS = [
  { address: 'people', complete: '.row-link' },
  { address: 'roles', complete: '.row-card' },
  { address: 'restrictions', complete: '.row-card' },
] as const;

describe.runIf(findChromium())('the views of the web page that are opened rarely', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kinopolka-views-'));
  let service: ServiceProcess;
  let visits: Visits;
  let open: Visit[] = [];
  let people = 0;

  beforeAll(async () => {
    const database = await databaseWithFilms(folder);
    const command = await runCommand(['superuser', '--username', 'root'], {
      ...database,
      SUPERUSER_PASSWORD: PASSWORD,
    });
    expect(command.code).toBe(0);
    service = await startService({ ...database, LIMIT_REGISTER_PER_MINUTE: '1000' });
    visits = await visitsOf(service.url);
  }, 90_000);
  afterEach(async () => {
    const complaints = open.flatMap((visit) => visit.complaints);
    await Promise.all(open.map(async ({ context }) => context.close()));
    open = [];
    expect(complaints).toEqual([]);
  });
  afterAll(async () => {
    await visits?.close();
    await service?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function tokenOf(login: string, password = PASSWORD): Promise<string> {
    const response = await service.call('POST', '/auth/login', { body: { login, password } });
    return ((await response.json()) as { access_token: string }).access_token;
  }

  async function answerOf<Body>(path: string, token: string): Promise<Body> {
    return (await (await service.call('GET', path, { token })).json()) as Body;
  }

  async function registered(): Promise<string> {
    people += 1;
    const username = `person${people}`;
    await service.call('POST', '/auth/register', { body: { username, password: PASSWORD } });
    return username;
  }

  /** A view in a new browser, after a log-in. */
  async function openedBy(login: string, address: string, options: Parameters<Visits['open']>[0] = {}): Promise<Page> {
    const visit = await visits.open({ reducedMotion: 'reduce', acceptDownloads: true, ...options });
    open.push(visit);
    await visit.page.goto(address);
    await logIn(visit.page, login);
    await visit.page.locator('.gate').waitFor({ state: 'detached' });
    return visit.page;
  }

  const statusOf = async (path: string, token: string) => (await service.call('GET', path, { token })).status;

  it('imports a dropped file, and asks which film a row means', async () => {
    const login = await registered();
    const page = await openedBy(login, 'imports');
    const data = await page.evaluateHandle(`(() => {
      const dropped = new DataTransfer();
      dropped.items.add(new File([${JSON.stringify(LIST)}], 'films.csv', { type: 'text/csv' }));
      return dropped;
    })()`);
    await page.dispatchEvent('h1', 'dragover', { dataTransfer: data });
    await page.dispatchEvent('h1', 'drop', { dataTransfer: data });
    await page.getByText('Done', { exact: true }).waitFor({ timeout: 20_000 });
    await page.getByText('Columns left out: Жанры').waitFor();

    await page.getByRole('button', { name: /^Брат, 1997/ }).click();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('button', { name: /^Брат 2, 2000/ }).click();
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: /^Not found 1/ }).click();
    await page.getByRole('button', { name: 'Skip, Такого фильма нет' }).click();
    await page.getByText('Everything is decided.').waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Show skipped rows (1)' }).click();
    await page.getByRole('heading', { name: 'Такого фильма нет' }).waitFor();

    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download' }).click(),
    ]);
    expect(readFileSync(await file.path(), 'utf8')).toContain('Такого фильма нет');
    const shelf = await answerOf<{ title: string; user_rating: number }[]>('/movies/favorites', await tokenOf(login));
    expect(new Map(shelf.map((film) => [film.title, film.user_rating]))).toEqual(
      new Map([
        ['Матрица', 9],
        ['Брат 2', 7],
      ]),
    );
  });

  it('changes the password, and ends another session', async () => {
    const login = await registered();
    const page = await openedBy(login, 'account', { refused: [403, 422] });
    await page.getByLabel('Name', { exact: true }).fill('Thomas');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(async () => page.getByLabel('Name', { exact: true }).inputValue()).toBe('');

    const form = page.getByRole('region', { name: 'Password' });
    await form.getByLabel('Current password').fill('wrong');
    await form.getByLabel('New password').fill(NEW_PASSWORD);
    await form.getByRole('button', { name: 'Change' }).click();
    // At the field, in the words of the service.
    await expect.poll(async () => form.getByLabel('Current password').getAttribute('aria-invalid')).toBe('true');
    await form.getByLabel('Current password').fill(PASSWORD);
    await form.getByLabel('New password').fill('short');
    await form.getByRole('button', { name: 'Change' }).click();
    await expect.poll(async () => form.getByLabel('New password').getAttribute('aria-invalid')).toBe('true');
    await form.getByLabel('New password').fill(NEW_PASSWORD);
    await form.getByRole('button', { name: 'Change' }).click();
    await expect.poll(async () => form.getByLabel('New password').inputValue()).toBe('');

    const other = await tokenOf(login, NEW_PASSWORD);
    await page.getByRole('link', { name: 'Sessions' }).click();
    await page.getByRole('button', { name: 'End: node' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'End', exact: true }).click();
    await page.getByText('Ended.').waitFor();
    await expect.poll(async () => page.getByRole('button', { name: /^End/ }).count()).toBe(0);
    expect(await statusOf('/user', other)).toBe(401);
  });

  it('makes a personal token, shows it once, and revokes it', async () => {
    const page = await openedBy(await registered(), 'account/tokens');
    await page.getByLabel('What is it for?').fill('Home automation');
    await page.getByLabel(/^Read and change one’s own account/).check();
    await page.getByRole('button', { name: 'Make the token' }).click();
    const token = await page.getByRole('textbox', { name: 'Home automation' }).inputValue();
    expect((await answerOf<{ permissions: string[] }>('/user', token)).permissions).toContain('favorites:own');
    expect(await statusOf('/user/sessions', token)).toBe(403);
    await page.reload();
    await page.getByRole('button', { name: 'Revoke: Home automation' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('The token is revoked.').waitFor();
    await page.getByText(/No tokens yet/).waitFor();
    expect(await statusOf('/user', token)).toBe(401);
    expect(await page.content()).not.toContain(token);
  });

  it('deletes an account after the password and its name', async () => {
    const login = await registered();
    const page = await openedBy(login, 'account');
    await page.getByRole('button', { name: 'Delete the account…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Current password').fill(PASSWORD);
    await dialog.getByLabel(/^To confirm/).fill('somebody else');
    await dialog.getByRole('button', { name: 'Delete permanently' }).click();
    expect(await statusOf('/user', await tokenOf(login))).toBe(200);
    await dialog.getByLabel(/^To confirm/).fill(login);
    await dialog.getByRole('button', { name: 'Delete permanently' }).click();
    await page.getByText(/Your account is deleted/).waitFor();
    expect((await service.call('POST', '/auth/login', { body: { login, password: PASSWORD } })).status).toBe(401);
  });

  it('offers no administration to people without rights, also not by a link', async () => {
    const page = await openedBy(await registered(), 'people');
    await page.getByRole('heading', { name: 'This page is not for your account' }).waitFor();
    await page.getByRole('button', { name: 'Menu' }).click();
    await page.getByRole('link', { name: 'Personal tokens' }).waitFor();
    expect(await page.getByRole('link', { name: /People|Roles|Restrictions/ }).count()).toBe(0);
  });

  it('lets an administrator restrict a film, create a role that may view it, and give the role', async () => {
    const login = await registered();
    const page = await openedBy('root', 'restrictions');
    await page.getByRole('button', { name: 'Restrict films' }).click();
    await page.getByLabel('Label').fill('matrix');
    await page.getByRole('button', { name: 'Add a film' }).click();
    await page.getByRole('searchbox').fill(MATRIX.title);
    await page.getByRole('button', { name: /The Matrix Матрица, 1999/ }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'matrix' }).waitFor();
    const person = await tokenOf(login);
    expect(await statusOf(`/movies/${MATRIX.id}`, person)).toBe(403);

    await page.getByRole('link', { name: 'Roles', exact: true }).click();
    await page.getByRole('button', { name: 'New role' }).click();
    await page.getByLabel('Name', { exact: true }).fill('matrix-fans');
    await page.getByLabel(/View films labelled “matrix”/).check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'matrix-fans' }).waitFor();

    await page.getByRole('link', { name: 'People' }).click();
    await page.getByRole('searchbox').fill(login);
    await page.getByRole('link', { name: new RegExp(`^${login}`) }).click();
    await page.getByLabel(/^matrix-fans/).check();
    await page.getByText('The role “matrix-fans” is given.').waitFor();
    expect(await statusOf(`/movies/${MATRIX.id}`, person)).toBe(200);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('The role “matrix-fans” is taken away.').waitFor();
    expect(await statusOf(`/movies/${MATRIX.id}`, person)).toBe(403);

    await page.getByRole('button', { name: 'Deactivate' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Deactivate' }).click();
    await page.getByRole('button', { name: 'Activate', exact: true }).waitFor();
    expect(await statusOf('/user', person)).toBe(401);
  });

  it('have no fault that axe finds, and fit every width', async () => {
    const login = await registered();
    const token = await tokenOf(login);
    await service.call('POST', '/user/tokens', { token, body: { name: 'A script', permissions: ['movies:read'] } });
    const started = await service.call('POST', '/imports', { token, body: [{ title: 'Брат' }] });
    const { id } = (await started.json()) as { id: string };
    await expectGoodLooks(await openedBy(login, ''), [
      ...OWN_VIEWS,
      { address: `imports/${id}`, complete: '.row-card .candidates' },
    ]);
    await expectGoodLooks(await openedBy('root', ''), VIEWS_OF_ADMINISTRATORS);
  }, 60_000);

  async function expectGoodLooks(page: Page, views: readonly { address: string; complete: string }[]): Promise<void> {
    for (const { address, complete } of views) {
      await page.goto(address);
      await page.locator(complete).first().waitFor({ state: 'attached' });
      for (const { colorScheme, width } of LOOKS) {
        await page.setViewportSize({ width, height: 800 });
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await page.locator(`html[data-theme=${colorScheme}]`).waitFor();
        expect([address, colorScheme, await accessibilityFaults(page)]).toEqual([address, colorScheme, []]);
        const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
        expect([address, width, overflow]).toEqual([address, width, 0]);
      }
    }
  }
});
