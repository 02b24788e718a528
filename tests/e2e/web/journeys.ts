import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { accessibilityFaults, logIn, register } from '../../support/web-page.ts';
import type { WebScene } from '../../support/web-scene.ts';
import { posters } from '../../support/web-scene.ts';

/** A film of the stand-in that only Kinopoisk knows. */
const CHRONICLE_ID = 9_400_007;
/** A film of the catalogue. */
const MATRIX_ID = 301;
const GREEN_MILE_ID = 435;
/** The second row may mean two films, and the third one none. */
const LIST = 'Название;Год;Моя оценка;Жанры\nМатрица;1999;9;x\nБрат;;7;x\nТакого фильма нет;1999;1;x\n';

/** Tests that change the state of the service in many steps. */
export function journeys(scene: WebScene): void {
  it('is used from the first visit to the first film on the shelf', async () => {
    const { page } = await scene.visit();
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
    const shelf = await scene.shelfOf(await scene.tokenOf('trinity'));
    expect(shelf).toMatchObject([{ kinopoisk_id: CHRONICLE_ID, user_rating: 9 }]);
  });

  it('keeps two tabs logged in if they renew at the same time', async () => {
    const { username } = await scene.person([MATRIX_ID]);
    const opened = await scene.visit({ loggedIn: username });
    const { page } = opened;
    const other = await scene.openTab(opened);
    for (const tab of [page, other]) {
      await tab.goto('');
      await posters(tab).first().waitFor();
    }
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

  it('asks for the log-in after the session was ended elsewhere, and returns to the same view', async () => {
    const { username, token } = await scene.person([MATRIX_ID]);
    const page = await scene.visitBy(username, `films/${MATRIX_ID}`, { refused: [401] });
    await page.getByRole('button', { name: 'Take off the shelf' }).waitFor();
    const sessions = await scene.answerOf<{ id: string; client_id: string }[]>('/user/sessions', token);
    const ended = sessions.filter(({ client_id: client }) => client === 'kinopolka-web');
    expect(ended).toHaveLength(1);
    await scene.service.call('DELETE', `/user/sessions/${ended[0]?.id}`, { token });
    await page.getByRole('button', { name: 'Today' }).click();
    await page.getByText('Your session has ended').waitFor();
    expect(new URL(page.url()).pathname).toBe(`/app/films/${MATRIX_ID}`);
    await logIn(page, username);
    await page.getByRole('button', { name: 'Today' }).click();
    await page.getByText('The day is saved.').waitFor();
  });

  it('imports a dropped file, and asks which film an ambiguous row means', async () => {
    const { username, token } = await scene.person();
    const page = await scene.visitBy(username, 'imports');
    await page.getByRole('heading', { level: 1 }).waitFor();
    const data = await page.evaluateHandle(`(() => {
      const dropped = new DataTransfer();
      dropped.items.add(new File([${JSON.stringify(LIST)}], 'films.csv', { type: 'text/csv' }));
      return dropped;
    })()`);
    await page.dispatchEvent('h1', 'dragover', { dataTransfer: data });
    await page.dispatchEvent('h1', 'drop', { dataTransfer: data });
    await page.getByText('Done', { exact: true }).waitFor();
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
    expect(new Map((await scene.shelfOf(token)).map((film) => [film.title, film.user_rating]))).toEqual(
      new Map([
        ['Матрица', 9],
        ['Брат 2', 7],
      ]),
    );
  });

  describe('with a restricted film', () => {
    /** Restricts the film while `look` runs. */
    async function restricted(look: () => Promise<void>): Promise<void> {
      const body = { rule: { kinopoisk_ids: [MATRIX_ID] } };
      const { status } = await scene.service.call('PUT', '/restrictions/cult', { token: scene.root, body });
      expect(status).toBe(201);
      try {
        await look();
      } finally {
        await scene.service.call('DELETE', '/restrictions/cult', { token: scene.root });
      }
    }

    async function expectTeaser(page: Page): Promise<void> {
      await page.getByRole('heading', { name: 'Матрица', level: 1 }).waitFor();
      expect(await page.locator('.film-line').textContent()).toContain('1999');
      expect(await page.locator('.film-poster').locator('img, .drawn').count()).toBe(1);
      expect(await page.getByRole('note').textContent()).toContain('permission for “cult”');
      expect(await page.getByRole('link', { name: 'Trailer' }).count()).toBe(0);
      expect(await page.getByRole('button', { name: 'Add to the shelf' }).count()).toBe(0);
    }

    it('shows it as a teaser on the shelf, with its owner’s note and rating', async () => {
      const { username, token } = await scene.person([MATRIX_ID, GREEN_MILE_ID]);
      await scene.service.call('PATCH', `/movies/favorites/${MATRIX_ID}`, { token, body: { note: 'Mine stays' } });
      await restricted(async () => {
        const page = await scene.visitBy(username);
        await page.getByRole('link', { name: /Restricted/ }).click();
        await expectTeaser(page);
        expect(await page.getByLabel('My note').inputValue()).toBe('Mine stays');
        expect(await accessibilityFaults(page)).toEqual([]);
        await page.getByRole('button', { name: 'Take off the shelf' }).click();
        await expect.poll(async () => page.getByLabel('My note').count()).toBe(0);
        await expectTeaser(page);
      });
    });

    it('shows a teaser to people who follow a link to it, and to guests if films are open to them', async () => {
      const { username } = await scene.person();
      const anonymous = async (...permissions: string[]) =>
        scene.service.call('PATCH', '/roles/anonymous', { token: scene.root, body: { permissions } });
      await restricted(async () => {
        await expectTeaser(await scene.visitBy(username, `films/${MATRIX_ID}`));
        expect((await anonymous('catalogue:read', 'movies:read')).status).toBe(200);
        try {
          const { page } = await scene.visit();
          await page.goto(`films/${MATRIX_ID}`);
          await expectTeaser(page);
          await page.goto(`films/${GREEN_MILE_ID}`);
          await page.getByRole('link', { name: 'Trailer' }).waitFor();
        } finally {
          await anonymous('catalogue:read');
        }
      });
    });
  });
}
