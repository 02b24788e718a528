import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, startChromium } from '../../support/browser.ts';
import { freePort } from '../../support/free-port.ts';
import { hasReverseProxies, ReverseProxy, SITE } from '../../support/reverse-proxies.ts';
import type { TokenPair } from '../../support/service-process.ts';
import type { TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

const USERNAME = 'trinity';
const PASSWORD = 'correct horse battery staple';
const KEPT = 'docs-authorization';

describe.runIf(findChromium())('the page at /docs', () => {
  let app: TestApp;
  let browser: Browser;
  let page: Page;
  let pair: TokenPair;
  const complaints: string[] = [];
  /** Every refresh token that the service gave to the page, or to this test. */
  const refreshTokens: string[] = [];

  beforeAll(async () => {
    app = await startTestApp();
    await app.call('POST', '/auth/register', { body: { username: USERNAME, password: PASSWORD } });
    const body = { login: USERNAME, password: PASSWORD };
    pair = (await app.call('POST', '/auth/login', { body })).body as TokenPair;
    refreshTokens.push(pair.refresh_token);
    browser = await startChromium(`--host-resolver-rules=MAP ${SITE} 127.0.0.1`);
    page = await open();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await app.close();
  });

  async function open(): Promise<Page> {
    // The test makes its own certificates.
    const opened = await browser.newPage({ ignoreHTTPSErrors: true });
    opened.on('pageerror', (error) => complaints.push(error.message));
    opened.on('console', (line) => {
      if (/Content Security Policy|Refused to/i.test(line.text())) complaints.push(line.text());
    });
    opened.on('response', async (response) => {
      if (!/\/(?:auth\/login|oauth\/token)$/.test(response.url()) || !response.ok()) return;
      const { refresh_token: token } = (await response.json()) as TokenPair;
      refreshTokens.push(token);
    });
    return opened;
  }

  /**
   * The page draws every operation of the document, which takes seconds, and draws them again after most clicks. From
   * its next load on, its document has three operations.
   */
  async function showFew(shown: Page): Promise<void> {
    type Operations = Record<string, { operationId?: string }>;
    const answer = await fetch(`${app.url}/openapi.json`);
    const { paths, ...document } = (await answer.json()) as { paths: Record<string, Operations> };
    const isTriedOut = ({ operationId = '' }) => ['getProfile', 'logIn', 'refreshSession'].includes(operationId);
    const few = Object.entries(paths).filter(([, operations]) => Object.values(operations).some(isTriedOut));
    const body = JSON.stringify({ ...document, paths: Object.fromEntries(few) });
    await shown.route('**/openapi.json', (route) => route.fulfill({ contentType: 'application/json', body }));
  }

  async function show(shown = page, base = app.url): Promise<void> {
    await shown.goto(`${base}/docs/`);
    await shown.waitForSelector('.opblock');
  }

  async function authorize(shown: Page): Promise<void> {
    await shown.click('.auth-wrapper .authorize');
    const form = shown.locator('.auth-container', { hasText: 'Flow: password' });
    await form.locator('#oauth_username').fill(USERNAME);
    await form.locator('#oauth_password').fill(PASSWORD);
    await form.locator('button.authorize').click();
    await form.locator('button', { hasText: 'Logout' }).waitFor();
    await shown.click('.btn-done');
  }

  /** Everything that is stored longer than the page is open. */
  async function keptBy(shown = page): Promise<Record<string, string>> {
    const stores = await shown.evaluate<Record<string, string>>(`(async () => ({
      local: JSON.stringify({ ...localStorage }),
      session: JSON.stringify({ ...sessionStorage }),
      databases: JSON.stringify(await indexedDB.databases()),
      caches: JSON.stringify(await caches.keys()),
      address: location.href + JSON.stringify(history.state),
    }))()`);
    return { ...stores, cookies: JSON.stringify(await shown.context().cookies()) };
  }

  async function expectNothingOfUse(shown = page): Promise<void> {
    const { session, ...others } = await keptBy(shown);
    expect(others).toMatchObject({ local: '{}', databases: '[]', caches: '[]', cookies: '[]' });
    for (const secret of [PASSWORD, ...refreshTokens]) {
      expect(session).not.toContain(secret);
      expect(others['address']).not.toContain(secret);
    }
  }

  const isAuthorized = (shown = page) => shown.locator('.auth-wrapper .authorize.locked').isVisible();

  /** @returns the status that the page shows */
  async function run(operationId: string, body?: unknown, shown = page): Promise<string | null> {
    const operation = shown.locator(`[id$="-${operationId}"]`);
    if (!(await operation.locator('.opblock-body').isVisible()))
      await operation.locator('.opblock-summary-control').click();
    if (body !== undefined) await operation.locator('textarea.body-param__text').fill(JSON.stringify(body));
    await operation.locator('button.execute').click();
    const status = operation.locator('.live-responses-table .response-col_status').nth(1);
    await status.waitFor();
    return status.textContent();
  }

  it('deletes the data of an earlier version', async () => {
    await page.goto(`${app.url}/openapi.json`);
    await page.evaluate(`localStorage.setItem('authorized', '{"password":"${PASSWORD}"}')`);
    await show();
    await expectNothingOfUse();
    expect(await isAuthorized()).toBe(false);
    await showFew(page);
    await show();
  });

  it('opens the log-in with the cursor in the user name, and shows no ignored fields', async () => {
    await page.click('.auth-wrapper .authorize');
    await expect.poll(() => page.evaluate<string>('document.activeElement.id')).toBe('oauth_username');
    const form = page.locator('.auth-container', { hasText: 'Flow: password' });
    const visible = await form.locator('label').filter({ visible: true }).allTextContents();
    expect(visible).toEqual(['username:', 'password:']);
    await page.click('.btn-done');
  });

  it('shows why a log-in is refused', async () => {
    await page.click('.auth-wrapper .authorize');
    const form = page.locator('.auth-container', { hasText: 'Flow: password' });
    await form.locator('#oauth_username').fill(USERNAME);
    await form.locator('#oauth_password').fill('a wrong password');
    await form.locator('button.authorize').click();
    await expect
      .poll(() => form.locator('.errors').textContent())
      .toContain('The log-in name or the password is wrong');
    await page.click('.btn-done');
  });

  it('keeps neither the password nor the refresh token of an authorization, not even in memory', async () => {
    await authorize(page);
    expect(refreshTokens).toHaveLength(2);
    await expectNothingOfUse();
    const authorized = await page.evaluate<string>('JSON.stringify(ui.authSelectors.authorized())');
    expect(authorized).toContain('access_token');
    for (const secret of [PASSWORD, ...refreshTokens]) expect(authorized).not.toContain(secret);
  });

  it('stores nothing of a log-in and a renewal that a person tries out', async () => {
    expect(await run('logIn', { login: USERNAME, password: PASSWORD })).toContain('200');
    await expect.poll(() => refreshTokens.length).toBe(3);
    expect(await run('refreshSession', { refresh_token: pair.refresh_token })).toContain('200');
    await expect.poll(() => refreshTokens.length).toBe(4);
    await expectNothingOfUse();
  });

  it('stays authorized after a reload', async () => {
    await show();
    await expect.poll(() => isAuthorized()).toBe(true);
    expect(await run('getProfile')).toContain('200');
    await expectNothingOfUse();
  });

  it('keeps a pasted access token until it expires, but no other pasted text', async () => {
    const other = await open();
    await other.clock.install();
    await showFew(other);
    await show(other);
    const paste = async (value: string) => {
      await other.click('.auth-wrapper .authorize');
      const form = other.locator('.auth-container', { hasText: 'http, Bearer' });
      const logout = form.locator('button', { hasText: 'Logout' });
      if (await logout.isVisible()) await logout.click();
      await form.locator('input').fill(value);
      await form.locator('button.authorize').click();
      await logout.waitFor();
      await other.click('.btn-done');
      return JSON.parse((await keptBy(other))['session'] ?? '') as Record<string, string>;
    };
    const forever = Buffer.from(JSON.stringify({ exp: Date.now() / 1000 + 7 * 24 * 3600 })).toString('base64url');
    for (const value of [PASSWORD, pair.refresh_token, `e30.${forever}.e30`, 'a.b.c'])
      expect(await paste(value)).toEqual({});
    expect((await paste(pair.access_token))[KEPT]).toContain(pair.access_token);
    await show(other);
    await expect.poll(() => isAuthorized(other)).toBe(true);
    // A second token, of a log-in.
    await authorize(other);
    expect((await keptBy(other))['session']).toContain('access_token');
    await other.clock.fastForward('15:01');
    expect((await keptBy(other))['session']).toBe('{}');
    await expect.poll(() => isAuthorized(other)).toBe(false);
    await other.close();
  });

  it('deletes the access token after a log-out', async () => {
    await page.click('.auth-wrapper .authorize');
    await page.click('.auth-container button:has-text("Logout")');
    await expectNothingOfUse();
    expect((await keptBy())['session']).toBe('{}');
  });

  it.runIf(hasReverseProxies('nginx'))('logs in and calls behind nginx, with TLS and a prefix', async () => {
    const port = await freePort();
    const service = new URL(app.url).host;
    const proxy = await ReverseProxy.start('nginx', { service, reports: service }, port);
    const other = await open();
    const called: string[] = [];
    other.on('request', (request) => called.push(request.url()));
    await showFew(other);
    await show(other, `https://${SITE}:${port}/api`);
    await authorize(other);
    expect(await run('getProfile', undefined, other)).toContain('200');
    const origin = `https://${SITE}:${port}/api/`;
    expect(called).toEqual(expect.arrayContaining([`${origin}oauth/token`, `${origin}user`]));
    expect(called.filter((url) => !url.startsWith(origin) && !url.startsWith('data:'))).toEqual([]);
    await other.close();
    await proxy.stop();
  });

  it('had no violation of its content security policy and no error', () => {
    expect(complaints).toEqual([]);
  });
});
