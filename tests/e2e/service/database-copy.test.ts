import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { emptyDatabaseUrl } from '../../support/database.ts';
import { fillDataDir } from '../../support/filled-data-dir.ts';
import { onServer } from '../../support/postgres-server.ts';
import type { TokenPair } from '../../support/service-process.ts';
import { interruptCommand, logInPair, runCommand, startService } from '../../support/service-process.ts';

const PEOPLE = 150;
const FILMS = 100;

const IS_COPYING = `select 1 from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid() and query like 'insert into "favorite_movies"%'`;

const folder = mkdtempSync(join(tmpdir(), 'copy-'));
const DATA_DIR = join(folder, 'data');

describe.runIf(inject('postgres'))('moving from the embedded database to PostgreSQL', () => {
  let environment: Record<string, string>;
  let pair: TokenPair;
  let cursor: string;
  let shelf: unknown;

  beforeAll(async () => {
    await fillDataDir(DATA_DIR, { people: PEOPLE, films: FILMS });
    const service = await startService({ DATA_DIR });
    pair = await logInPair(service, 'neo');
    const token = pair.access_token;
    await service.call('POST', '/movies/favorites', { token, body: { kinopoisk_id: 301 } });
    const changes = (await (await service.call('GET', '/movies/favorites/changes', { token })).json()) as {
      next_cursor: string;
    };
    cursor = changes.next_cursor;
    shelf = await (await service.call('GET', '/movies/favorites', { token })).json();
    await service.stop();
    environment = {
      DATABASE_URL: await emptyDatabaseUrl(),
      AUTH_SECRET: readFileSync(join(DATA_DIR, 'auth-secret'), 'utf8'),
    };
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const copy = ['db:copy', '--from', DATA_DIR];

  async function asked(text: string): Promise<unknown[]> {
    let rows: unknown[] = [];
    await onServer(environment['DATABASE_URL'] ?? '', async (sql) => void (rows = await sql.unsafe(text)));
    return rows;
  }

  it('changes nothing when it is killed during the copy', async () => {
    // On one connection: while a new one opens, the copy could end.
    const halfWay = () =>
      onServer(environment['DATABASE_URL'] ?? '', async (sql) => {
        while ((await sql.unsafe(IS_COPYING)).length === 0) await pause(5);
      });
    expect((await interruptCommand(copy, environment, halfWay, 'SIGKILL')).code).toBe('SIGKILL');
    expect(await asked('select count(*)::int as users from users')).toEqual([{ users: 0 }]);
  });

  it('finishes at the second attempt, and reports what it copied', async () => {
    const { code, stdout } = await runCommand(copy, environment);
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(String.raw`^users +${PEOPLE + 1}$`, 'm'));
    expect(stdout).toMatch(new RegExp(String.raw`^favorite_movies +${PEOPLE * FILMS + 1}$`, 'm'));
    expect(stdout).toMatch(/^rate_limits +left out: /m);
    expect(stdout).toContain('people stay logged in');
  });

  // `tests/contract/service/database-copy.test.ts` has the other refusals.
  it('is refused in one line without an embedded database', async () => {
    const nothing = await runCommand(['db:copy', '--from', folder], environment);
    expect(nothing).toMatchObject({
      code: 1,
      output: expect.stringMatching(/ holds no embedded database\..+\n$/) as string,
    });
  });

  it('keeps log-ins and shelves; an old cursor has expired, and a new one continues', async () => {
    const service = await startService(environment);
    const token = pair.access_token;
    expect(await (await service.call('GET', '/movies/favorites', { token })).json()).toEqual(shelf);
    const changes = (since?: string) =>
      service.call('GET', `/movies/favorites/changes${since === undefined ? '' : `?since=${since}`}`, { token });
    expect((await changes(cursor)).status).toBe(410);
    const { next_cursor: fresh } = (await (await changes()).json()) as { next_cursor: string };
    await service.call('POST', '/movies/favorites', { token, body: { kinopoisk_id: 326 } });
    expect(await (await changes(fresh)).json()).toMatchObject({ changed: [{ kinopoisk_id: 326 }], removed: [] });
    const renewed = await service.call('PUT', '/auth/login', { body: { refresh_token: pair.refresh_token } });
    expect(renewed.status).toBe(200);
    await service.stop();
  });
});
