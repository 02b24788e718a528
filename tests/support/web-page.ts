import { source as axe } from 'axe-core';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';

export const PASSWORD = 'follow the white rabbit';

/** The answer in place of poster hosts, which tests do not call. */
const PICTURE = Buffer.from('R0lGODlhAQABAIAAAFVVVQAAACwAAAAAAQABAAACAkQBADs=', 'base64');

export type Visit = {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Errors in the console, uncaught errors, violations of the content security policy, calls to other hosts. */
  readonly complaints: string[];
};

export type Visits = {
  /** A browser profile of its own with one tab. */
  open: (options?: VisitOptions) => Promise<Visit>;
  /**
   * The one tab of a profile that such visits share, one after the other, because a new profile takes three times the
   * processor time of loading the page. {@link Visits.leave} empties it.
   */
  openShared: (options: Pick<VisitOptions, 'loggedIn' | 'refused'>) => Promise<Visit>;
  /** Another tab of the same profile. */
  openTab: (visit: Visit) => Promise<Page>;
  /** Closes the profile of the visit, or empties it if it is the shared one. */
  leave: (visit: Visit) => Promise<void>;
};

/**
 * `loggedIn`: the user who logs in before the page is opened, with {@link PASSWORD}. `refused`: expected statuses of
 * refusals, or the expected beginning of a network error.
 */
export type VisitOptions = BrowserContextOptions & {
  readonly loggedIn?: string;
  readonly refused?: readonly (number | string)[];
};

/** What a profile may complain of now, and what it complained of. */
type Watch = { complaints: string[]; refused: readonly (number | string)[] };

type Profile = { readonly context: BrowserContext; readonly watch: Watch };

const VIEWPORT = { width: 1280, height: 720 };

/** The web page at `<url>/app/` in the browser. */
export function visitsOf(browser: Browser, url: string): Visits {
  let shared: (Profile & { page: Page }) | undefined;

  async function newProfile({ refused = [], loggedIn, ...options }: VisitOptions = {}): Promise<Profile> {
    const context = await browser.newContext({
      baseURL: `${url}/app/`,
      locale: 'en-US',
      viewport: VIEWPORT,
      // No test needs animations, and drawing them takes time.
      reducedMotion: 'reduce',
      ...options,
    });
    const watch: Watch = { complaints: [], refused };
    await context.route(
      (address) => address.origin !== url,
      async (route) => {
        if (route.request().resourceType() !== 'image') watch.complaints.push(`call to ${route.request().url()}`);
        await route.fulfill({ contentType: 'image/gif', body: PICTURE });
      },
    );
    context.on('page', (page) => listen(page, watch));
    if (loggedIn !== undefined) await logInBefore(context, loggedIn);
    return { context, watch };
  }

  async function logInBefore(context: BrowserContext, login: string): Promise<void> {
    const answer = await context.request.post(`${url}/app/session`, { data: { login, password: PASSWORD } });
    if (!answer.ok()) throw new Error(`${login} is not logged in: ${await answer.text()}`);
  }

  async function empty(context: BrowserContext, page: Page): Promise<void> {
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    // An address of the same origin, so that the tab keeps its process.
    await page.goto(`${url}/health/live`);
    const protocol = await context.newCDPSession(page);
    await protocol.send('Storage.clearDataForOrigin', { origin: url, storageTypes: 'all' });
    await protocol.detach();
    await context.clearCookies();
    await page.emulateMedia({ colorScheme: null, reducedMotion: 'reduce' });
    await page.setViewportSize(VIEWPORT);
  }

  return {
    async open(options) {
      const { context, watch } = await newProfile(options);
      return { context, page: await context.newPage(), complaints: watch.complaints };
    },
    async openShared({ refused = [], loggedIn }) {
      const profile = shared ?? (await newProfile());
      const page = shared && !shared.page.isClosed() ? shared.page : await profile.context.newPage();
      shared = { ...profile, page };
      Object.assign(profile.watch, { complaints: [], refused });
      if (loggedIn !== undefined) await logInBefore(profile.context, loggedIn);
      return { context: profile.context, page, complaints: profile.watch.complaints };
    },
    openTab: async ({ context }) => context.newPage(),
    async leave({ context, page }) {
      if (context === shared?.context && !page.isClosed()) return empty(context, page);
      if (context === shared?.context) shared = undefined;
      return context.close();
    },
  };
}

function listen(page: Page, watch: Watch): void {
  page.setDefaultTimeout(20_000);
  page.on('pageerror', (error) => watch.complaints.push(`script: ${error.message}`));
  page.on('console', (line) => {
    const isExpected = watch.refused.some((one) =>
      line.text().includes(typeof one === 'number' ? `status of ${one}` : one),
    );
    if (['error', 'warning'].includes(line.type()) && !isExpected) watch.complaints.push(`console: ${line.text()}`);
  });
}

/** Registers as a person would, and waits for the shelf. */
export async function register(page: Page, username: string, words = ENGLISH): Promise<void> {
  await page.getByRole('button', { name: words.newAccount }).click();
  await page.getByLabel(words.username).fill(username);
  await page.getByLabel(words.password, { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: words.create }).click();
  await page.getByRole('heading', { name: words.empty }).waitFor();
}

export async function logIn(page: Page, username: string): Promise<void> {
  await page.getByRole('main').getByRole('button', { name: 'Log in' }).first().click();
  await page.getByLabel('User name or e-mail').fill(username);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
}

const ENGLISH = {
  newAccount: 'New account',
  username: 'User name',
  password: 'Password',
  create: 'Create an account',
  empty: 'Your shelf is empty',
};

/** Opens another view as a link in the page would, without loading the page again. `address`: below `/app/`. */
export async function openView(page: Page, address: string): Promise<void> {
  await page.evaluate(`history.pushState(null, '', new URL(${JSON.stringify(address)}, document.baseURI));
    dispatchEvent(new PopStateEvent('popstate'))`);
}

const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

type AxeResults = { violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] };

/** Violations of WCAG 2.2 AA and of best practices that axe-core finds. `rules`: only some of its rules. */
export async function accessibilityFaults(page: Page, rules: readonly string[] = STANDARDS): Promise<string[]> {
  if (!(await page.evaluate('"axe" in globalThis'))) await page.evaluate(axe);
  const results: AxeResults = await page.evaluate(
    `axe.run(document, { runOnly: ${JSON.stringify(rules)}, resultTypes: ['violations'] })`,
  );
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`),
  );
}
