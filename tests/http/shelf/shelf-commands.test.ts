import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedBundledFilms } from '../../../src/bootstrap/service.ts';
import type { KinopoiskStandIn } from '../../kinopoisk-stand-in/kinopoisk-stand-in.ts';
import { startKinopoiskStandIn } from '../../kinopoisk-stand-in/kinopoisk-stand-in.ts';
import { profileIds } from '../../kinopoisk-stand-in/profiles.ts';
import type { RunCommand } from '../../support/commands.ts';
import { commandsOf } from '../../support/commands.ts';
import { quickestEngine } from '../../support/database.ts';
import type { TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

const folder = mkdtempSync(join(tmpdir(), 'shelf-commands-'));
const list = join(folder, 'films.csv');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the commands of an operator for a user’s shelf', () => {
  let app: TestApp;
  let run: RunCommand;
  beforeAll(async () => {
    app = await startTestApp({ engine: quickestEngine() });
    run = commandsOf(app);
    await seedBundledFilms(app.service, { kind: 'system', name: 'cli' });
    await app.logIn('neo');
    writeFileSync(list, 'Название;Год;Моя оценка\nМатрица;1999;9\nТакого фильма нет;1999;1\n');
  });
  afterAll(() => app.close());

  const importFilms = (...options: string[]) => run(['import', '--username', 'Neo', '--file', list, ...options]);
  const exportFilms = (...options: string[]) => run(['export', '--username', 'neo', ...options]);

  it('report what an import would do, and do it without --dry-run', async () => {
    const tried = await importFilms('--dry-run');
    expect([tried.code, tried.stdout]).toEqual([
      0,
      expect.stringContaining('Without --dry-run, on the shelf: 1 added, 0 changed.'),
    ]);
    const done = await importFilms();
    expect([done.code, done.stdout]).toEqual([
      0,
      expect.stringContaining('Rows: 1 matched, 1 not found. On the shelf: 1 added, 0 changed.'),
    ]);
    expect((await importFilms()).stdout).toContain('On the shelf: 0 added, 0 changed.');
  });

  it('are logged with the operator as the actor, and the owner of the shelf', async () => {
    const operations = () => app.log.splice(0).filter(({ operation }) => operation !== undefined);
    operations();
    await importFilms('--dry-run');
    // An import is processed in any number of steps.
    expect(new Set(operations().map(({ operation, actor }) => `${String(operation)} ${String(actor)}`))).toEqual(
      new Set(['startImport cli', 'advanceImport cli']),
    );
    await exportFilms('--output', join(folder, 'logged.json'));
    expect(operations()).toMatchObject([
      {
        operation: 'exportShelf',
        actor: 'cli',
        details: { on_behalf_of: expect.stringMatching(/^[0-9a-f-]{36}$/) as string },
      },
    ]);
  });

  it('write the shelf to a file, and import it again', async () => {
    const output = join(folder, 'shelf.json');
    expect((await exportFilms('--format', 'json', '--output', output)).code).toBe(0);
    const written = JSON.parse(readFileSync(output, 'utf8')) as unknown[];
    expect(written).toMatchObject([{ kinopoisk_id: 301, user_rating: 9 }]);
    const back = await run(['import', '--username', 'neo', '--file', output]);
    expect([back.code, back.stdout]).toEqual([0, expect.stringContaining('On the shelf: 0 added, 0 changed.')]);
  });

  it('report that a profile needs an API key, and that a text is not the number of a profile', async () => {
    const votesOf = (profile: string) => run(['import', '--username', 'neo', '--kinopoisk-user', profile]);
    expect(await votesOf(String(profileIds.onePage))).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('requires KINOPOISK_API_KEY') as string,
    });
    expect(await votesOf('neo')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Give the number from the URL of the profile.') as string,
    });
  });

  it('report in one line that no account has the name', async () => {
    const { code, stdout, stderr } = await run(['export', '--username', 'smith']);
    expect([code, stdout, stderr]).toEqual([1, '', 'There is no active account named smith.\n']);
  });
});

describe('the votes of a Kinopoisk profile', () => {
  let kinopoisk: KinopoiskStandIn;
  let app: TestApp;
  beforeAll(async () => {
    kinopoisk = await startKinopoiskStandIn();
    const settings = { KINOPOISK_API_KEY: kinopoisk.apiKey, KINOPOISK_BASE_URL: kinopoisk.baseUrl };
    app = await startTestApp({ engine: quickestEngine(), settings });
    await app.logIn('neo');
  });
  afterAll(async () => {
    await app.close();
    await kinopoisk.close();
  });

  it('are imported by a command, which shows no progress if its output is not a terminal', async () => {
    const votesOf = (profile: number) =>
      commandsOf(app)(['import', '--username', 'neo', '--kinopoisk-user', String(profile)]);
    const { code, stdout } = await votesOf(profileIds.threePages);
    expect([code, stdout]).toEqual([0, 'Rows: 45 matched. On the shelf: 45 added, 0 changed.\n']);
    const empty = await votesOf(profileIds.empty);
    expect([empty.code, empty.stdout]).toEqual([1, expect.stringContaining('The import failed: profile empty.')]);
  });
});
