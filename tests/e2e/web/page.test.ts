import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { KinopoiskStandIn } from '../../kinopoisk-stand-in/kinopoisk-stand-in.ts';
import { startKinopoiskStandIn } from '../../kinopoisk-stand-in/kinopoisk-stand-in.ts';
import { findChromium } from '../../support/browser.ts';
import type { ServiceProcess } from '../../support/service-process.ts';
import { databaseWithFilms, runCommand, startService } from '../../support/service-process.ts';
import type { Visit, Visits } from '../../support/web-page.ts';
import { accessibilityFaults, logIn, PASSWORD, register, visitsOf } from '../../support/web-page.ts';

/** Of the stand-in: known to Kinopoisk only. */
const CHRONICLE = 'Хроники полярной станции 7';
const CHRONICLE_ID = 9_400_007;
/** Of the catalogue. */
const MATRIX_ID = 301;

const RUSSIAN = {
  newAccount: 'Новая учётная запись',
  username: 'Имя пользователя',
  password: 'Пароль',
  create: 'Создать учётную запись',
  empty: 'Полка пока пуста',
};

describe.runIf(findChromium())('the web page', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kinopolka-web-'));
  let standIn: KinopoiskStandIn;
  let service: ServiceProcess;
  let visits: Visits;
  let root = '';
  let open: Visit[] = [];

  beforeAll(async () => {
    standIn = await startKinopoiskStandIn();
    const database = await databaseWithFilms(folder);
    const secret = { SUPERUSER_PASSWORD: PASSWORD };
    expect((await runCommand(['superuser', '--username', 'root'], { ...database, ...secret })).code).toBe(0);
    service = await startService({
      ...database,
      KINOPOISK_BASE_URL: standIn.baseUrl,
      KINOPOISK_API_KEY: standIn.apiKey,
      WARMING_ENABLED: 'false',
      LIMIT_REGISTER_PER_MINUTE: '1000',
    });
    visits = await visitsOf(service.url);
    root = await tokenOf('root');
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
    await standIn?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const visit: Visits['open'] = async (options) => {
    const opened = await visits.open(options);
    open.push(opened);
    return opened;
  };

  async function tokenOf(login: string): Promise<string> {
    const response = await service.call('POST', '/auth/login', { body: { login, password: PASSWORD } });
    return ((await response.json()) as { access_token: string }).access_token;
  }

  async function registered(username: string, films: readonly number[] = []): Promise<string> {
    await service.call('POST', '/auth/register', { body: { username, password: PASSWORD } });
    const token = await tokenOf(username);
    if (films.length > 0) await service.call('POST', '/movies/favorites/bulk', { token, body: { add: films } });
    return token;
  }

  async function shelfOf(token: string) {
    const response = await service.call('GET', '/movies/favorites', { token });
    return (await response.json()) as { kinopoisk_id: number; user_rating: number | null; note: string | null }[];
  }

  const posters = (page: Page) => page.getByRole('main').getByRole('listitem');

  it('leads from the first visit to the first film on the shelf, in English', async () => {
    const { page } = await visit();
    await page.goto('');
    await register(page, 'trinity');
    await page.getByRole('link', { name: 'Find a film' }).click();
    await page.getByRole('searchbox').fill('хроники полярной станции 7');
    await page.getByRole('link', { name: /станции 7/ }).click();
    await page.getByRole('button', { name: 'Add to the shelf' }).click();
    await page.getByText('The film is on your shelf.').waitFor();
    await page.reload();
    await page.getByRole('radio', { name: '9 out of 10' }).check({ force: true });
    await page.getByText('Rated 9 out of 10.').waitFor();
    await page.getByRole('link', { name: 'Shelf', exact: true }).click();
    await expect.poll(async () => posters(page).allTextContents()).toEqual([expect.stringContaining('My rating: 9')]);
    expect(await shelfOf(await tokenOf('trinity'))).toMatchObject([{ kinopoisk_id: CHRONICLE_ID, user_rating: 9 }]);
  });

  it('leads there in Russian, and says the problems of the service in Russian', async () => {
    const { page } = await visit({ locale: 'ru-RU', refused: [401, 409] });
    await registered('morpheus');
    await page.goto('films/301');
    expect(await page.getAttribute('html', 'lang')).toBe('ru');
    await page.getByRole('button', { name: RUSSIAN.newAccount }).click();
    await page.getByLabel(RUSSIAN.username).fill('morpheus');
    await page.getByLabel(RUSSIAN.password, { exact: true }).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByText('Это имя или похожее на него уже занято. Выберите другое.').waitFor();
    await page.getByLabel(RUSSIAN.username).fill('морфеус');
    await page.getByRole('button', { name: RUSSIAN.create }).click();
    await page.getByRole('heading', { name: 'Матрица', level: 1 }).waitFor();
    await page.getByRole('button', { name: 'Поставить на полку' }).click();
    await page.getByText('Фильм на полке.').waitFor();
    await page.getByRole('button', { name: 'Меню' }).click();
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'The Matrix', level: 1 }).waitFor();
    expect(await page.title()).toBe('The Matrix (1999) · Kinopolka');
  });

  it('shows the results of the words typed last, although answers come out of order', async () => {
    const { page } = await visit();
    await registered('niobe');
    await page.goto('');
    await logIn(page, 'niobe');
    await page.getByRole('link', { name: 'Search' }).click();
    const answered: string[] = [];
    const slow = Promise.withResolvers<undefined>();
    await page.route('**/movies/search?**', async (route) => {
      const words = new URL(route.request().url()).searchParams.get('query') ?? '';
      const response = await route.fetch();
      if (words === 'хроники') await slow.promise;
      answered.push(words);
      await route.fulfill({ response }).catch(() => undefined);
    });
    const asked = page.waitForRequest((request) => request.url().includes(encodeURIComponent('хроники')));
    await page.getByRole('searchbox').fill('хроники');
    await asked;
    await page.getByRole('searchbox').fill('хроники полярной станции 12');
    await page.getByRole('link', { name: /станции 12/ }).waitFor();
    await expect.poll(async () => page.locator('section[aria-busy=true]').count()).toBe(0);
    const shown = await posters(page).allTextContents();
    expect(shown[0]).toContain('станции 12');
    slow.resolve(undefined);
    await expect.poll(() => answered).toEqual(['хроники полярной станции 12', 'хроники']);
    expect(await posters(page).allTextContents()).toEqual(shown);
    // Too short to mean a film, so the service is not asked before Enter.
    await page.getByRole('searchbox').fill('ма');
    await page.getByText('Type a little more').waitFor();
    expect(answered).toHaveLength(2);
    await page.keyboard.press('Enter');
    await expect.poll(() => answered.at(-1)).toBe('ма');
  });

  it('keeps two tabs logged in that renew at the same time', async () => {
    const opened = await visit();
    const { page } = opened;
    await registered('switch', [MATRIX_ID]);
    await page.goto('');
    await logIn(page, 'switch');
    await posters(page).first().waitFor();
    const other = await visits.openTab(opened);
    await other.goto('');
    await posters(other).first().waitFor();
    const renewals: number[] = [];
    opened.context.on('response', (response) => {
      if (response.request().method() === 'PUT') renewals.push(response.status());
    });
    const later = Date.now() + 15 * 60_000;
    await Promise.all([page.clock.setSystemTime(later), other.clock.setSystemTime(later)]);
    await Promise.all([page, other].map(async (tab) => tab.getByRole('button', { name: 'To watch' }).click()));
    await expect.poll(() => renewals).toEqual([200, 200]);
    await Promise.all([page, other].map(async (tab) => posters(tab).first().waitFor()));
    await page.reload();
    await posters(page).first().waitFor();
  });

  it('asks for the log-in when the session was ended elsewhere, and comes back to the same place', async () => {
    const { page } = await visit({ refused: [401] });
    const token = await registered('cypher', [MATRIX_ID]);
    await page.goto(`films/${MATRIX_ID}`);
    await logIn(page, 'cypher');
    await page.getByRole('button', { name: 'Take off the shelf' }).waitFor();
    const sessions = (await (await service.call('GET', '/user/sessions', { token })).json()) as {
      id: string;
      client_id: string;
    }[];
    const ended = sessions.filter(({ client_id: client }) => client === 'kinopolka-web');
    expect(ended).toHaveLength(1);
    await service.call('DELETE', `/user/sessions/${ended[0]?.id}`, { token });
    await page.getByRole('button', { name: 'Today' }).click();
    await page.getByText('Your session has ended').waitFor();
    expect(new URL(page.url()).pathname).toBe(`/app/films/${MATRIX_ID}`);
    await logIn(page, 'cypher');
    await page.getByRole('button', { name: 'Today' }).click();
    await page.getByText('The day is saved.').waitFor();
  });

  it('logs out in all tabs, and shows nothing when somebody goes back', async () => {
    const opened = await visit();
    await registered('tank', [MATRIX_ID]);
    await opened.page.goto('');
    await logIn(opened.page, 'tank');
    await posters(opened.page).first().waitFor();
    const other = await visits.openTab(opened);
    await other.goto('stats');
    await other.getByRole('heading', { name: 'Genres' }).waitFor();
    await opened.page.getByRole('link', { name: 'Statistics' }).click();
    await opened.page.getByRole('button', { name: 'Menu' }).click();
    await opened.page.getByRole('button', { name: 'Log out' }).click();
    await other.getByLabel('User name or e-mail').waitFor();
    await opened.page.goBack();
    await opened.page.getByLabel('User name or e-mail').waitFor();
  });

  it('removes a film with a chance to undo it, and tells the service when that is over', async () => {
    const { page } = await visit({ refused: [401] });
    const token = await registered('dozer', [MATRIX_ID, 435]);
    await page.goto(`films/${MATRIX_ID}`);
    await logIn(page, 'dozer');
    await page.getByLabel('My note').fill('There is <b>no</b> spoon');
    await page.getByRole('button', { name: 'Take off the shelf' }).click();
    await page.getByRole('button', { name: 'Add to the shelf' }).waitFor();
    await page.locator('.message', { hasText: 'off your shelf' }).getByRole('button', { name: 'Undo' }).click();
    await expect.poll(async () => page.getByLabel('My note').inputValue()).toBe('There is <b>no</b> spoon');
    await page.getByRole('button', { name: 'Take off the shelf' }).click();
    await page.getByRole('link', { name: 'Shelf', exact: true }).click();
    await expect.poll(async () => posters(page).count()).toBe(1);
    await page.close();
    await expect.poll(async () => (await shelfOf(token)).map(({ kinopoisk_id: id }) => id)).toEqual([435]);
  });

  it('takes a refused change back with the words of the service', async () => {
    const { page } = await visit({ refused: [401, 404] });
    const token = await registered('mouse', [MATRIX_ID]);
    await page.goto(`films/${MATRIX_ID}`);
    await logIn(page, 'mouse');
    await page.getByRole('button', { name: 'Take off the shelf' }).waitFor();
    await service.call('DELETE', `/movies/favorites/${MATRIX_ID}`, { token });
    await page.getByRole('radio', { name: '8 out of 10' }).check({ force: true });
    await page.getByText('You have not added this film to your shelf.').waitFor();
    expect(await page.getByRole('radio', { checked: true }).count()).toBe(0);
  });

  it('says that the service is busy, tries again, and goes on by itself', async () => {
    const { page } = await visit({ refused: [503] });
    await registered('apoc', [MATRIX_ID]);
    await page.goto('');
    await logIn(page, 'apoc');
    await posters(page).first().waitFor();
    let refusals = 2;
    await page.route('**/user/stats', async (route) => {
      refusals -= 1;
      if (refusals < 0) return route.continue();
      const problem = { code: 'server-busy', title: 'The service is busy', detail: '', instance: '/requests/1' };
      const headers = { 'Retry-After': '1' };
      return route.fulfill({
        status: 503,
        contentType: 'application/problem+json',
        headers,
        body: JSON.stringify(problem),
      });
    });
    await page.getByRole('link', { name: 'Statistics' }).click();
    await page.getByText('The service is busy. Trying again…').waitFor();
    await page.getByRole('heading', { name: 'Genres' }).waitFor();
    await expect.poll(async () => page.getByText('The service is busy. Trying again…').count()).toBe(0);
  });

  it('waits while there is no network, and goes on when it is back', async () => {
    const { page, context } = await visit({ refused: ['net::ERR_INTERNET_DISCONNECTED'] });
    await registered('link', [MATRIX_ID]);
    await page.goto('');
    await logIn(page, 'link');
    await posters(page).first().waitFor();
    await context.setOffline(true);
    await page.getByText('No connection to the service. Trying again…').waitFor();
    await page.getByRole('button', { name: 'To watch' }).click();
    await context.setOffline(false);
    await posters(page).first().waitFor();
    await expect.poll(async () => page.getByText('No connection to the service').count()).toBe(0);
  });

  it('draws a poster where there is none, or where it cannot be had', async () => {
    const { page } = await visit({ refused: [404] });
    await registered('keymaker', [MATRIX_ID, CHRONICLE_ID]);
    await page.route(/^https:/, async (route) => route.fulfill({ status: 404 }));
    await page.goto('');
    await logIn(page, 'keymaker');
    await expect.poll(async () => page.locator('.film-card .drawn-title').count()).toBe(2);
    expect(await page.locator('.film-card img').count()).toBe(0);
  });

  it('shows a restricted film as a teaser, and says why', async () => {
    const { page } = await visit({ refused: [403] });
    const body = { rule: { kinopoisk_ids: [MATRIX_ID] } };
    const token = await registered('oracle', [MATRIX_ID, 435]);
    await service.call('PATCH', `/movies/favorites/${MATRIX_ID}`, { token, body: { note: 'Mine stays' } });
    expect((await service.call('PUT', '/restrictions/cult', { token: root, body })).status).toBe(201);
    try {
      await page.goto('');
      await logIn(page, 'oracle');
      await page.getByRole('link', { name: /Restricted/ }).click();
      await page.reload();
      await page.getByRole('heading', { name: 'Матрица', level: 1 }).waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await page.getByRole('note').textContent()).toContain('permission for “cult”');
      expect(await page.getByLabel('My note').inputValue()).toBe('Mine stays');
      expect(await page.getByRole('link', { name: 'Trailer' }).count()).toBe(0);
      await page.getByRole('button', { name: 'Take off the shelf' }).click();
      await expect.poll(async () => page.getByRole('button', { name: 'Add to the shelf' }).count()).toBe(0);
    } finally {
      await service.call('DELETE', '/restrictions/cult', { token: root });
    }
  });

  it('is used with the keyboard alone', async () => {
    const { page } = await visit();
    const focused = async () =>
      page.evaluate('document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent');
    /** Presses Tab until the focus is there. */
    async function tabTo(name: RegExp | string): Promise<void> {
      for (let presses = 0; presses < 40; presses += 1) {
        await page.keyboard.press('Tab');
        if (new RegExp(name).test(String(await focused()))) return;
      }
      throw new Error(`Tab does not lead to ${name}`);
    }
    await page.goto('');
    await page.getByLabel('User name').waitFor();
    await tabTo('Skip to the content');
    await page.keyboard.press('Enter');
    await tabTo('New account');
    await page.keyboard.press('Tab');
    await page.keyboard.type('seraph');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Your shelf is empty' }).waitFor();
    await tabTo('Find a film');
    await page.keyboard.press('Enter');
    await expect.poll(async () => page.evaluate('document.activeElement.type')).toBe('search');
    await page.keyboard.type(CHRONICLE);
    await page.getByRole('link', { name: /станции 7/ }).waitFor();
    await tabTo('станции 7');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: CHRONICLE, level: 1 }).waitFor();
    await tabTo('Add to the shelf');
    await page.keyboard.press('Enter');
    await page.getByText('The film is on your shelf.').waitFor();
  });
});
