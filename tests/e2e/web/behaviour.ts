import { expect, it } from 'vitest';
import { logIn, openView, PASSWORD } from '../../support/web-page.ts';
import type { WebScene } from '../../support/web-scene.ts';
import { posters } from '../../support/web-scene.ts';

/** A film of the stand-in that only Kinopoisk knows. */
const CHRONICLE = 'Хроники полярной станции 7';
const CHRONICLE_ID = 9_400_007;
/** A film of the catalogue. */
const MATRIX_ID = 301;

const RUSSIAN = {
  newAccount: 'Регистрация',
  username: 'Имя пользователя',
  password: 'Пароль',
  create: 'Создать учётную запись',
};

/** How the page behaves while the service, the network or the person does something unexpected. */
export function behaviour(scene: WebScene): void {
  it('shows Russian texts, including the problems of the service', async () => {
    const { username } = await scene.person();
    const { page } = await scene.visit({ locale: 'ru-RU', refused: [409] });
    await page.goto('films/301');
    expect(await page.getAttribute('html', 'lang')).toBe('ru');
    await page.getByRole('button', { name: RUSSIAN.newAccount }).click();
    await page.getByLabel(RUSSIAN.username).fill(username);
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

  it('shows the form to log in to somebody who asks for it on the first visit', async () => {
    const { page } = await scene.visit();
    await page.goto('');
    await page.getByRole('button', { name: 'New account', pressed: true }).waitFor();
    await page.getByRole('banner').getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('button', { name: 'Log in', pressed: true }).waitFor();
    await page.getByRole('button', { name: 'New account' }).click();
    await page.getByRole('button', { name: 'New account', pressed: true }).waitFor();
  });

  it('shows the results of the words typed last, even if answers come out of order', async () => {
    const { username } = await scene.person();
    const page = await scene.visitBy(username, 'search');
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
    // Too short to name a film, so the page sends no request before Enter.
    await page.getByRole('searchbox').fill('ма');
    await page.getByText('Type a little more').waitFor();
    expect(answered).toHaveLength(2);
    await page.keyboard.press('Enter');
    await expect.poll(() => answered.at(-1)).toBe('ма');
  });

  it('logs out in all tabs, and shows nothing after the back button', async () => {
    const { username } = await scene.person([MATRIX_ID]);
    const opened = await scene.visit();
    await opened.page.goto('');
    await logIn(opened.page, username);
    await posters(opened.page).first().waitFor();
    const other = await scene.openTab(opened);
    await other.goto('stats');
    await other.getByRole('heading', { name: 'Genres' }).waitFor();
    await opened.page.getByRole('link', { name: 'Statistics' }).click();
    await opened.page.getByRole('button', { name: 'Menu' }).click();
    await opened.page.getByRole('button', { name: 'Log out' }).click();
    await other.getByLabel('User name or e-mail').waitFor();
    await opened.page.goBack();
    await opened.page.getByLabel('User name or e-mail').waitFor();
  });

  it('shows nothing of a person after somebody else has logged in in another tab', async () => {
    const [one, another] = [await scene.person([MATRIX_ID]), await scene.person([435])];
    const opened = await scene.visit({ loggedIn: one.username, refused: [401] });
    await opened.page.goto('');
    await posters(opened.page).first().waitFor();
    const theirs = await posters(opened.page).allTextContents();
    await scene.service.call('POST', '/auth/logout-others', { token: one.token });
    const other = await scene.openTab(opened);
    await other.goto('');
    await logIn(other, another.username);
    await posters(other).first().waitFor();
    const shown = await posters(other).allTextContents();
    expect(shown).not.toEqual(theirs);
    await expect.poll(async () => posters(opened.page).allTextContents()).toEqual(shown);
  });

  it('changes nothing for the next person that the one before has begun', async () => {
    const [one, another] = [await scene.person([MATRIX_ID, 435]), await scene.person([MATRIX_ID, 435])];
    const opened = await scene.visit({ loggedIn: one.username, refused: [401] });
    const { page } = opened;
    await page.goto(`films/${MATRIX_ID}`);
    // The first change is under way, and the second one waits for it, until somebody else has logged in.
    const isNext = Promise.withResolvers<void>();
    const sent: string[] = [];
    await page.route('**/movies/favorites/*', async (route) => {
      sent.push(route.request().method());
      await isNext.promise;
      await route.continue();
    });
    await page.getByRole('radio', { name: '8 out of 10' }).check({ force: true });
    await page.getByLabel('My note').fill('Mine');
    await page.getByLabel('My note').blur();
    await expect.poll(() => sent).toEqual(['PATCH']);
    await openView(page, 'films/435');
    await page.getByRole('button', { name: 'Take off the shelf' }).click();
    // As long as the pointer is on the message, the removal is not sent.
    await page.locator('.message', { hasText: 'off your shelf' }).hover();
    const other = await scene.openTab(opened);
    await other.goto('');
    await other.getByRole('button', { name: 'Menu' }).click();
    await other.getByRole('button', { name: 'Log out' }).click();
    await logIn(other, another.username);
    await posters(other).first().waitFor();
    await page.getByRole('button', { name: 'Take off the shelf' }).waitFor();
    expect(await page.locator('.message').count()).toBe(0);
    const answered = page.waitForResponse('**/movies/favorites/*');
    isNext.resolve();
    await answered;
    await page.getByRole('link', { name: 'Shelf', exact: true }).click();
    await expect.poll(async () => posters(page).count()).toBe(2);
    const shelf = await scene.shelfOf(another.token);
    expect(shelf.map(({ user_rating: rating, note }) => [rating, note])).toEqual([
      [null, null],
      [null, null],
    ]);
  });

  it('removes a film, offers to undo it, and sends the removal afterwards', async () => {
    const { username, token } = await scene.person([MATRIX_ID, 435]);
    const page = await scene.visitBy(username, `films/${MATRIX_ID}`);
    // The removal and its end are decided while the note is still on its way.
    const isUndone = Promise.withResolvers<void>();
    await page.route('**/movies/favorites/*', async (route) => {
      if (route.request().method() === 'PATCH') await isUndone.promise;
      await route.continue();
    });
    await page.getByLabel('My note').fill('There is <b>no</b> spoon');
    await page.getByRole('button', { name: 'Take off the shelf' }).click();
    await page.getByRole('button', { name: 'Add to the shelf' }).waitFor();
    await page.locator('.message', { hasText: 'off your shelf' }).getByRole('button', { name: 'Undo' }).click();
    isUndone.resolve();
    await expect.poll(async () => page.getByLabel('My note').inputValue()).toBe('There is <b>no</b> spoon');
    await page.getByRole('button', { name: 'Take off the shelf' }).click();
    await page.getByRole('link', { name: 'Shelf', exact: true }).click();
    await expect.poll(async () => posters(page).count()).toBe(1);
    await page.close();
    await expect.poll(async () => (await scene.shelfOf(token)).map(({ kinopoisk_id: id }) => id)).toEqual([435]);
  });

  it('undoes a refused change and shows the text of the service', async () => {
    const { username, token } = await scene.person([MATRIX_ID]);
    const page = await scene.visitBy(username, `films/${MATRIX_ID}`, { refused: [404] });
    await page.getByRole('button', { name: 'Take off the shelf' }).waitFor();
    await scene.service.call('DELETE', `/movies/favorites/${MATRIX_ID}`, { token });
    await page.getByRole('radio', { name: '8 out of 10' }).check({ force: true });
    await page.getByText('You have not added this film to your shelf.').waitFor();
    expect(await page.getByRole('radio', { checked: true }).count()).toBe(0);
  });

  it('says that the service is busy, tries again, and continues by itself', async () => {
    const { username } = await scene.person([MATRIX_ID]);
    const page = await scene.visitBy(username, '', { refused: [503] });
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

  it('waits while there is no network, and continues when it is back', async () => {
    const { username } = await scene.person([MATRIX_ID]);
    const { page, context } = await scene.visit({ loggedIn: username, refused: ['net::ERR_INTERNET_DISCONNECTED'] });
    await page.goto('');
    await posters(page).first().waitFor();
    await context.setOffline(true);
    await page.getByText('No connection to the service. Trying again…').waitFor();
    await page.getByRole('button', { name: 'To watch' }).click();
    await context.setOffline(false);
    await posters(page).first().waitFor();
    await expect.poll(async () => page.getByText('No connection to the service').count()).toBe(0);
  });

  it('draws a poster if there is none, or if it cannot be loaded', async () => {
    const { username } = await scene.person([MATRIX_ID, CHRONICLE_ID]);
    const { page } = await scene.visit({ loggedIn: username, refused: [404] });
    await page.route(/^https:/, async (route) => route.fulfill({ status: 404 }));
    await page.goto('');
    await expect.poll(async () => page.locator('.film-card .drawn-title').count()).toBe(2);
    expect(await page.locator('.film-card img').count()).toBe(0);
  });

  it('can be used with only the keyboard', async () => {
    const { page } = await scene.visit();
    const focused = async () =>
      page.evaluate('document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent');
    /** Presses Tab until the element has the focus. */
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
}
