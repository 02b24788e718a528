import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { KinopoiskStandIn } from '../kinopoisk-stand-in/kinopoisk-stand-in.ts';
import { startKinopoiskStandIn } from '../kinopoisk-stand-in/kinopoisk-stand-in.ts';
import type { Engine } from './database.ts';
import { migratedDataDir } from './filled-data-dir.ts';
import type { ServiceProcess } from './service-process.ts';
import { databaseWithFilms, runCommand, startService } from './service-process.ts';
import type { Visit, VisitOptions, Visits } from './web-page.ts';
import { PASSWORD, visitsOf } from './web-page.ts';

/** The service with a superuser `root` on one engine, people who use it, and their browsers. */
export class WebScene {
  private running: { standIn: KinopoiskStandIn; service: ServiceProcess; visits: Visits; folder: string } | undefined;
  private open: Visit[] = [];
  private people = 0;
  /** An access token of the superuser. */
  root = '';

  constructor(readonly engine: Engine) {}

  async start(browser: Browser): Promise<void> {
    if (this.running) return;
    const folder = mkdtempSync(join(tmpdir(), 'kinopolka-web-'));
    const database = await this.database(folder);
    const superuser = ['superuser', '--username', 'root'];
    const { code, output } = await runCommand(superuser, { ...database, SUPERUSER_PASSWORD: PASSWORD });
    if (code !== 0) throw new Error(`no superuser:\n${output}`);
    const standIn = await startKinopoiskStandIn();
    const service = await startService({
      ...database,
      KINOPOISK_BASE_URL: standIn.baseUrl,
      KINOPOISK_API_KEY: standIn.apiKey,
      WARMING_ENABLED: 'false',
      LIMIT_REGISTER_PER_MINUTE: '1000',
    });
    this.running = { standIn, service, visits: visitsOf(browser, service.url), folder };
    this.root = await this.tokenOf('root');
  }

  async stop(): Promise<void> {
    if (!this.running) return;
    const { standIn, service, folder } = this.running;
    await service.stop();
    await standIn.close();
    rmSync(folder, { recursive: true, force: true });
  }

  /** With an embedded database, the service loads the films itself. */
  private async database(folder: string): Promise<Record<string, string>> {
    if (this.engine === 'pglite') {
      await migratedDataDir(folder);
      return { DATA_DIR: folder };
    }
    return databaseWithFilms(folder);
  }

  get service(): ServiceProcess {
    return this.parts.service;
  }

  private get parts() {
    if (!this.running) throw new Error('the scene is not started');
    return this.running;
  }

  /** Opens a new browser profile, which {@link leave} closes. */
  async visit(options: VisitOptions = {}): Promise<Visit> {
    const opened = await this.parts.visits.open(options);
    this.open.push(opened);
    return opened;
  }

  /** The tab of an emptied browser profile in which somebody is logged in, at an address below `/app/`. */
  async visitBy(loggedIn: string, address = '', options: Pick<VisitOptions, 'refused'> = {}): Promise<Page> {
    const opened = await this.parts.visits.openShared({ loggedIn, ...options });
    this.open.push(opened);
    await opened.page.goto(address);
    return opened.page;
  }

  openTab(visit: Visit): Promise<Page> {
    return this.parts.visits.openTab(visit);
  }

  /** Closes or empties all profiles. @returns the errors that occurred in them */
  async leave(): Promise<string[]> {
    const complaints = this.open.flatMap((visit) => visit.complaints);
    await Promise.all(this.open.map(async (visit) => this.parts.visits.leave(visit)));
    this.open = [];
    return complaints;
  }

  async tokenOf(login: string, password = PASSWORD): Promise<string> {
    const response = await this.service.call('POST', '/auth/login', { body: { login, password } });
    return ((await response.json()) as { access_token: string }).access_token;
  }

  /** A new person with these films on the shelf. */
  async person(films: readonly number[] = []): Promise<{ username: string; token: string }> {
    this.people += 1;
    // The digits are padded, so that no name is part of another one.
    const username = `person${String(this.people).padStart(3, '0')}`;
    await this.service.call('POST', '/auth/register', { body: { username, password: PASSWORD } });
    const token = await this.tokenOf(username);
    if (films.length > 0) await this.service.call('POST', '/movies/favorites/bulk', { token, body: { add: films } });
    return { username, token };
  }

  async answerOf<Body>(path: string, token: string): Promise<Body> {
    return (await (await this.service.call('GET', path, { token })).json()) as Body;
  }

  async statusOf(path: string, token: string): Promise<number> {
    return (await this.service.call('GET', path, { token })).status;
  }

  async shelfOf(token: string) {
    return this.answerOf<ShelvedFilm[]>('/movies/favorites', token);
  }
}

type ShelvedFilm = {
  readonly kinopoisk_id: number;
  readonly title: string;
  readonly user_rating: number | null;
  readonly note: string | null;
};

/** The films that a view lists. */
export const posters = (page: Page) => page.getByRole('main').getByRole('listitem');
