import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fineCall } from '../../support/documented-calls.ts';
import type { DocumentedOperation } from '../../support/openapi-document.ts';
import type { ServiceProcess } from '../../support/service-process.ts';
import { databaseWithFilms, logIn, startService } from '../../support/service-process.ts';

/** The operations that `favorites:own` allows, and those that only return permissions. Aliases end with a number. */
const ALLOWED = new Set([
  'addFavoriteMovie',
  'addFavoriteMovieByPath',
  'cancelImport',
  'changeFavoriteMovie',
  'changeShelf',
  'checkPermissions',
  'chooseFilmOfRow',
  'exportShelf',
  'exportUnmatchedRows',
  'getImport',
  'getShelfStats',
  'listFavoriteMovies',
  'listImportRows',
  'listImports',
  'listOwnPermissions',
  'listShelfChanges',
  'removeFavoriteMovie',
  'startImport',
]);

/** Nobody may call these with a personal token. */
const NEED_A_SESSION = /^\/user\/(?:sessions|tokens|logins|export|password|login|deletion)|^\/auth\/logout/;

function refusalOf(path: string): string {
  if (path.startsWith('/oauth/')) return 'insufficient_scope';
  return NEED_A_SESSION.test(path) ? 'session-required' : 'permission-denied';
}

describe('a home-automation script with a personal token', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kinopolka-script-'));
  let service: ServiceProcess;
  let session: string;
  let token: string;
  beforeAll(async () => {
    service = await startService(await databaseWithFilms(folder));
    session = await logIn(service, 'neo');
    const body = { name: 'Home automation', permissions: ['favorites:own'] };
    const made = await service.call('POST', '/user/tokens', { token: session, body });
    ({ token } = (await made.json()) as { token: string });
  }, 60_000);
  afterAll(async () => {
    await service.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('adds a film', async () => {
    const guide = readFileSync('docs/guide/personal-tokens.md', 'utf8');
    const [, script = ''] = /```sh\n([^`]+)```/.exec(guide) ?? [];
    expect(script).toContain('KINOPOLKA_TOKEN');
    const env = { PATH: process.env['PATH'], KINOPOLKA_URL: service.url, KINOPOLKA_TOKEN: token };
    const { stdout } = await promisify(execFile)('sh', ['-c', script, 'add-film.sh', '301'], { env });
    expect(JSON.parse(stdout)).toMatchObject({ kinopoisk_id: 301 });
    const shelf = await service.call('GET', '/movies/favorites', { token: session });
    expect(await shelf.json()).toMatchObject([{ kinopoisk_id: 301 }]);
  });

  it('can do nothing else', async () => {
    const answer = await service.call('GET', '/openapi.json');
    const { paths } = (await answer.json()) as {
      paths: Record<string, Record<string, DocumentedOperation['operation']>>;
    };
    const operations = Object.entries(paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, { operationId, security }]) => ({ path, method, operationId, security })),
    );
    const called = new Set<string>();
    for (const { path, method, operationId, security } of operations) {
      // Public operations do not look at the token.
      if (security?.length === 0) continue;
      const name = operationId.replace(/Alias\d$/, '');
      const { path: at, call } = fineCall(method, path);
      const answered = await service.call(method.toUpperCase(), at, { token, body: call.body });
      const text = await answered.text();
      const { status } = answered;
      if (ALLOWED.has(name)) expect([name, [401, 403].includes(status)]).toEqual([name, false]);
      else {
        expect([name, status, text]).toEqual([name, 403, expect.stringContaining(`"${refusalOf(path)}"`)]);
      }
      called.add(name);
    }
    expect([...ALLOWED].filter((name) => !called.has(name))).toEqual([]);
    expect(called.size).toBeGreaterThan(ALLOWED.size + 30);
    expect(await (await service.call('GET', '/user', { token: session })).json()).toMatchObject({ username: 'neo' });
  });

  it('leaves no token in the output of the service', () => {
    expect(service.output()).toContain('addFavoriteMovie');
    expect(service.output()).not.toContain(token.slice(5, 20));
  });
});
