import { expect, it } from 'vitest';
import type { WebScene } from '../../support/web-scene.ts';

/** A film of the Kinopoisk stand-in. */
const CHRONICLE = { id: 9_400_007, title: 'Хроники полярной станции 7' };

/** Views for people with special permissions. */
export function administration(scene: WebScene): void {
  it('offers no administration to people without permissions, not even by a link', async () => {
    const page = await scene.visitBy((await scene.person()).username, 'people');
    await page.getByRole('heading', { name: 'This page is not for your account' }).waitFor();
    await page.getByRole('button', { name: 'Menu' }).click();
    await page.getByRole('link', { name: 'Tokens' }).waitFor();
    expect(await page.getByRole('link', { name: /People|Roles|Restrictions|Quota/ }).count()).toBe(0);
  });

  it('lets an administrator restrict a film, create a role that may view it, and give the role', async () => {
    const { username: login, token: person } = await scene.person();
    const page = await scene.visitBy('root', 'restrictions');
    await page.getByRole('button', { name: 'Restrict films' }).click();
    await page.getByLabel('Label').fill('chronicle');
    await page.getByRole('button', { name: 'Add a film' }).click();
    await page.getByRole('searchbox').fill(CHRONICLE.title);
    await page.getByRole('button', { name: new RegExp(CHRONICLE.title) }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'chronicle' }).waitFor();
    expect(await scene.statusOf(`/movies/${CHRONICLE.id}`, person)).toBe(403);

    await page.getByRole('link', { name: 'Roles', exact: true }).click();
    await page.getByRole('button', { name: 'New role' }).click();
    await page.getByLabel('Name', { exact: true }).fill('polar-fans');
    await page.getByLabel(/View films labelled “chronicle”/).check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'polar-fans' }).waitFor();

    await page.getByRole('link', { name: 'People' }).click();
    await page.getByRole('searchbox').fill(login);
    await page.getByText('1 person', { exact: true }).waitFor();
    await page.getByRole('link', { name: login }).click();
    await page.getByLabel(/^polar-fans/).check();
    await page.getByText('The role “polar-fans” is given.').waitFor();
    expect(await scene.statusOf(`/movies/${CHRONICLE.id}`, person)).toBe(200);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('The role “polar-fans” is taken away.').waitFor();
    expect(await scene.statusOf(`/movies/${CHRONICLE.id}`, person)).toBe(403);

    await page.getByRole('button', { name: 'Deactivate' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Deactivate' }).click();
    await page.getByRole('button', { name: 'Activate', exact: true }).waitFor();
    expect(await scene.statusOf('/user', person)).toBe(401);
    await scene.service.call('DELETE', '/restrictions/chronicle', { token: scene.root });
  });

  it('shows the Kinopoisk quota of today to people with the permission', async () => {
    const { limit, used } = await scene.answerOf<{ limit: number; used: number }>('/kinopoisk/quota', scene.root);
    const page = await scene.visitBy('root', 'quota');
    await page.getByRole('heading', { name: 'Kinopoisk quota', level: 1 }).waitFor();
    const figure = async (name: string) =>
      page
        .locator('dl > div', { has: page.getByText(name, { exact: true }) })
        .getByRole('definition')
        .textContent();
    expect([await figure('Made'), await figure('Left')]).toEqual(
      [used, limit - used].map((calls) => calls.toLocaleString('en')),
    );
    expect(await page.getByRole('progressbar', { name: 'Made' }).getAttribute('max')).toBe(String(limit));
  });
}
