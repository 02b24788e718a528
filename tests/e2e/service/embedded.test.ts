import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseSettings } from '../../support/database.ts';
import type { ServiceProcess, TokenPair } from '../../support/service-process.ts';
import { logIn, runCommand, startService } from '../../support/service-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'embedded-'));
const DATA_DIR = join(folder, 'data');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function shelf(service: ServiceProcess, token: string): Promise<unknown[]> {
  return (await (await service.call('GET', '/movies/favorites', { token })).json()) as unknown[];
}

describe('the service without settings', () => {
  let service: ServiceProcess;
  beforeAll(async () => {
    service = await startService({ DATA_DIR });
  });
  afterAll(() => service.stop('SIGKILL'));

  it('logs where it listens, which database it uses, how many films it has and which page to open', () => {
    expect(service.output()).toContain(`Kinopolka`);
    expect(service.output()).toContain(`Database: embedded, in ${DATA_DIR}`);
    expect(service.output()).toContain('Films: 300 in the catalogue');
    expect(service.output()).toContain(`Open ${service.url}/docs/`);
  });

  it('serves metrics on a separate port', async () => {
    expect(new URL(service.metricsUrl).port).not.toBe(new URL(service.url).port);
    expect(await (await fetch(service.metricsUrl)).text()).toContain('film_source_answers_total');
    expect((await fetch(`${service.url}/metrics`)).status).toBe(404);
  });

  // The bundler removes calls that it considers useless.
  it.each(['%ff%fe', '%C0%AF', '%ED%A0%80', '%', '%zz'])('refuses %s in a URL, as its source does', async (text) => {
    expect((await fetch(`${service.url}/genres?query=${text}`)).status).toBe(400);
  });

  it('keeps its secret readable only for its owner', () => {
    expect(statSync(join(DATA_DIR, 'auth-secret')).mode & 0o777).toBe(0o600);
    expect(service.output()).not.toContain(readFileSync(join(DATA_DIR, 'auth-secret'), 'utf8'));
  });

  it('refuses its folder to a second process, which names the holder', async () => {
    const { code, output } = await runCommand(['serve'], { DATA_DIR, PORT: '0' });
    expect([code, output]).toEqual([1, expect.stringContaining(String(service.pid))]);
  });

  it('loses nothing that was acknowledged when it is killed, and starts again at once', async () => {
    const token = await logIn(service, 'survivor');
    const kept: number[] = [];
    const keeping = [301, 326, 328, 329, 535341, 448, 41519].map(async (id) => {
      const { status } = await service.call('POST', '/movies/favorites', { token, body: { kinopoisk_id: id } });
      if (status === 201) kept.push(id);
      if (kept.length === 3) void service.stop('SIGKILL');
    });
    await Promise.allSettled(keeping);
    expect(kept.length).toBeGreaterThanOrEqual(3);
    const filesOfSorts = join(DATA_DIR, 'pglite', 'base', 'pgsql_tmp');
    mkdirSync(filesOfSorts, { recursive: true });
    writeFileSync(join(filesOfSorts, 'pgsql_tmp42.7'), 'of an interrupted sort');

    service = await startService({ DATA_DIR });
    expect(existsSync(join(filesOfSorts, 'pgsql_tmp42.7'))).toBe(false);
    const ids = (await shelf(service, await logIn(service, 'survivor'))).map((film) => (film as { id: number }).id);
    expect(ids).toEqual(expect.arrayContaining(kept));
  });

  it('leaves its folder to a command after it has stopped; the superuser from the command may do everything', async () => {
    const makeRoot = () =>
      runCommand(['superuser', '--username', 'root'], { DATA_DIR, SUPERUSER_PASSWORD: 'follow the white rabbit' });
    const refused = await makeRoot();
    expect([refused.code, refused.output]).toEqual([1, expect.stringContaining(String(service.pid))]);
    const [stays, ended] = [await logIn(service, 'patient'), await logIn(service, 'leaving')];
    expect((await service.call('POST', '/auth/logout', { token: ended })).status).toBe(204);
    expect(await service.stop()).toBe(0);
    expect((await makeRoot()).stdout).toContain('root is a superuser now.');

    service = await startService({ DATA_DIR });
    const login = { login: 'root', password: 'follow the white rabbit' };
    const pair = (await (await service.call('POST', '/auth/login', { body: login })).json()) as TokenPair;
    const users = await service.call('GET', '/users?query=root', { token: pair.access_token });
    expect([users.status, await users.json()]).toMatchObject([200, [{ username: 'root', is_superuser: true }]]);
    // The secret does not change.
    const statusFor = async (token: string) => (await service.call('GET', '/user', { token })).status;
    expect([await statusFor(stays), await statusFor(ended)]).toEqual([200, 401]);
  });

  // PGlite itself runs in an endless loop then, for example on a disk that is full or has become read-only.
  it('ends when it cannot write its log, and has lost nothing at the next start', async () => {
    const token = await logIn(service, 'writer');
    expect((await service.call('POST', '/movies/favorites', { token, body: { kinopoisk_id: 301 } })).status).toBe(201);
    const [log, elsewhere] = [join(DATA_DIR, 'pglite', 'pg_wal'), join(DATA_DIR, 'pg_wal elsewhere')];
    renameSync(log, elsewhere);
    // More than a file of the log can hold, which is 16 MB.
    const body = Array.from({ length: 9_000 }, (_, n) => ({
      title: `No film ${n}`,
      note: randomBytes(700).toString('base64'),
    }));
    void service.call('POST', '/imports', { token, body }).catch(() => undefined);
    expect(await service.stop('SIGCONT')).toBe(1);
    expect(service.output()).toMatch(
      /"level":"error","message":"ending: the embedded database cannot continue".+PANIC: /,
    );

    renameSync(elsewhere, log);
    service = await startService({ DATA_DIR });
    expect(await shelf(service, await logIn(service, 'writer'))).toHaveLength(1);
  });

  it('answers the command `health` on either port, and does not after it has stopped', async () => {
    const PORT = new URL(service.url).port;
    const METRICS_PORT = new URL(service.metricsUrl).port;
    const askedAt: Record<string, string>[] = [{ PORT }, { METRICS_PORT }];
    for (const ports of askedAt)
      expect(await runCommand(['health'], ports)).toMatchObject({ code: 0, output: '{"status":"ready"}\n' });
    expect(await service.stop()).toBe(0);
    expect(await runCommand(['health'], { PORT })).toMatchObject({
      code: 1,
      output: expect.stringContaining('No answer from') as string,
    });
  });
});

/** All other tests of the commands are in `*-commands.test.ts` of `tests/http`. */
describe('the commands', () => {
  it('write their result to standard output, and the log to standard error', async () => {
    const { stdout, output } = await runCommand(['db:seed'], await databaseSettings(join(folder, 'commands')));
    expect(stdout).toBe('Added 300 films; the catalogue has 300 films.\n');
    expect(output).toContain('"operation":"seedCatalogue","status":"ok"');
  });

  it('print the OpenAPI document, and the settings without secrets', async () => {
    expect(JSON.parse((await runCommand(['openapi'])).output)).toMatchObject({ openapi: '3.1.0' });
    const config = await runCommand(['config'], { KINOPOISK_API_KEY: 'hidden-key' });
    expect(JSON.parse(config.output)).toMatchObject({ KINOPOISK_API_KEY: '(set)', PORT: 8080 });
  });
});

describe('a start that cannot work', () => {
  let database: Record<string, string>;
  beforeAll(async () => {
    database = await databaseSettings(join(folder, 'other'));
  });

  it('names every wrong setting and ends', async () => {
    const environment = { PORT: 'http', LOG_LEVEL: 'loud', DATABASE_URL: 'postgres://u:hunter2@db/films' };
    const { code, output } = await runCommand(['serve'], environment);
    expect(code).toBe(1);
    expect(
      output
        .trim()
        .split('\n')
        .map((line) => line.split(':')[0]),
    ).toEqual(['PORT', 'LOG_LEVEL', 'AUTH_SECRET']);
    expect(output).not.toContain('hunter2');
  });

  it('names a port that is taken and ends', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const { code, output } = await runCommand(['serve'], { ...database, PORT: String(port) });
    expect([code, output]).toEqual([1, expect.stringContaining(String(port))]);
    other.close();
  });

  it('names the setting when the port for metrics is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const { code, output } = await runCommand(['serve'], {
      ...database,
      PORT: '0',
      METRICS_PORT: String(port),
    });
    expect([code, output]).toEqual([1, expect.stringMatching(new RegExp(`METRICS_PORT: .*${port}`))]);
    other.close();
  });

  it('reports the required version on a Node that is too old, without another error', async () => {
    const lacking = 'import crypto from "node:crypto"; delete crypto.randomUUIDv7;';
    const NODE_OPTIONS = `--import=data:text/javascript;base64,${Buffer.from(lacking).toString('base64')}`;
    const { code, output } = await runCommand(['config'], { NODE_OPTIONS });
    expect([code, output]).toEqual([1, expect.stringMatching(/^Kinopolka needs Node\.js .+\.\n$/)]);
    expect(readFileSync('dist/service.js', 'utf8')).not.toMatch(/^import .*\brandomUUIDv7\b/m);
  });

  it('reports in one line why PostgreSQL does not answer, without its password', async () => {
    // Nobody listens on this port, and no other test gets it.
    const DATABASE_URL = 'postgres://kinopolka:hidden@127.0.0.1:1/kinopolka';
    const AUTH_SECRET = 'mT7wQz3LkV9xRb5YnC1hGd8JfPs2UaEo4iZy';
    const { code, output } = await runCommand(['serve'], { DATABASE_URL, AUTH_SECRET, PORT: '0' });
    expect([code, output.trim().split('\n')]).toEqual([1, [expect.stringMatching(/ECONNREFUSED.+DATABASE_URL/)]]);
    expect(output).not.toContain('hidden');
  });

  it('ends when the data folder is unusable', async () => {
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    expect((await runCommand(['serve'], { PORT: '0', DATA_DIR: file })).code).toBe(1);
  });
});
