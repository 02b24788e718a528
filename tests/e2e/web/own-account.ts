import { expect, it } from 'vitest';
import { PASSWORD } from '../../support/web-page.ts';
import type { WebScene } from '../../support/web-scene.ts';

const NEW_PASSWORD = 'there is no spoon at all';

/** Tests of the views about the own account. */
export function ownAccount(scene: WebScene): void {
  it('changes the password, and ends another session', async () => {
    const { username: login } = await scene.person();
    const page = await scene.visitBy(login, 'account', { refused: [403, 422] });
    await page.getByLabel('Name', { exact: true }).fill('Thomas');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(async () => page.getByLabel('Name', { exact: true }).inputValue()).toBe('');

    const form = page.getByRole('region', { name: 'Password' });
    await form.getByLabel('Current password').fill('wrong');
    await form.getByLabel('New password').fill(NEW_PASSWORD);
    await form.getByRole('button', { name: 'Change' }).click();
    // The message is at the field, with the text of the service.
    await expect.poll(async () => form.getByLabel('Current password').getAttribute('aria-invalid')).toBe('true');
    await form.getByLabel('Current password').fill(PASSWORD);
    await form.getByLabel('New password').fill('short');
    await form.getByRole('button', { name: 'Change' }).click();
    await expect.poll(async () => form.getByLabel('New password').getAttribute('aria-invalid')).toBe('true');
    await form.getByLabel('New password').fill(NEW_PASSWORD);
    await form.getByRole('button', { name: 'Change' }).click();
    await expect.poll(async () => form.getByLabel('New password').inputValue()).toBe('');

    const other = await scene.tokenOf(login, NEW_PASSWORD);
    await page.getByRole('link', { name: 'Sessions' }).click();
    await page.getByRole('button', { name: 'End: node' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'End', exact: true }).click();
    await page.getByText('Ended.').waitFor();
    await expect.poll(async () => page.getByRole('button', { name: /^End/ }).count()).toBe(0);
    expect(await scene.statusOf('/user', other)).toBe(401);
  });

  it('makes a personal token, shows it once, and revokes it', async () => {
    const page = await scene.visitBy((await scene.person()).username, 'account/tokens');
    await page.getByLabel('What is it for?').fill('Home automation');
    await page.getByLabel(/^Read and change one’s own account/).check();
    await page.getByRole('button', { name: 'Make the token' }).click();
    const token = await page.getByRole('textbox', { name: 'Home automation' }).inputValue();
    expect((await scene.answerOf<{ permissions: string[] }>('/user', token)).permissions).toContain('favorites:own');
    expect(await scene.statusOf('/user/sessions', token)).toBe(403);
    await page.reload();
    await page.getByRole('button', { name: 'Revoke: Home automation' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('The token is revoked.').waitFor();
    await page.getByText(/No tokens yet/).waitFor();
    expect(await scene.statusOf('/user', token)).toBe(401);
    expect(await page.content()).not.toContain(token);
  });

  it('deletes an account after the password and its name', async () => {
    const { username: login } = await scene.person();
    const page = await scene.visitBy(login, 'account');
    await page.getByRole('button', { name: 'Delete the account…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Current password').fill(PASSWORD);
    await dialog.getByLabel(/^To confirm/).fill('somebody else');
    await dialog.getByRole('button', { name: 'Delete permanently' }).click();
    expect(await scene.statusOf('/user', await scene.tokenOf(login))).toBe(200);
    await dialog.getByLabel(/^To confirm/).fill(login);
    await dialog.getByRole('button', { name: 'Delete permanently' }).click();
    await page.getByText(/Your account is deleted/).waitFor();
    expect((await scene.service.call('POST', '/auth/login', { body: { login, password: PASSWORD } })).status).toBe(401);
  });
}
