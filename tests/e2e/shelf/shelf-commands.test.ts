import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateFilms } from '../../kinopoisk-stand-in/generate-films.ts';
import type { KinopoiskStandIn } from '../../kinopoisk-stand-in/kinopoisk-stand-in.ts';
import { startKinopoiskStandIn } from '../../kinopoisk-stand-in/kinopoisk-stand-in.ts';
import { profileIds } from '../../kinopoisk-stand-in/profiles.ts';
import { databaseWithFilms, interruptCommand, logIn, runCommand, startService } from '../../support/service-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'shelf-commands-'));
let database: Record<string, string>;
const list = join(folder, 'films.csv');

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the commands of an operator for the shelf of somebody', () => {
  beforeAll(async () => {
    database = await databaseWithFilms(folder);
    const service = await startService(database);
    await logIn(service, 'neo');
    await service.stop();
    writeFileSync(list, 'Название;Год;Моя оценка\nМатрица;1999;9\nТакого фильма нет;1999;1\n');
  });

  const importFilms = (...options: string[]) =>
    runCommand(['import', '--username', 'Neo', '--file', list, ...options], database);
  const exportFilms = (...options: string[]) => runCommand(['export', '--username', 'neo', ...options], database);

  it('tell what an import would do, and do it when told to', async () => {
    const tried = await importFilms('--dry-run');
    expect([tried.code, tried.output]).toEqual([
      0,
      expect.stringContaining('Without --dry-run, on the shelf: 1 added, 0 changed.'),
    ]);
    const done = await importFilms();
    expect([done.code, done.output]).toEqual([
      0,
      expect.stringContaining('Rows: 1 matched, 1 not found. On the shelf: 1 added, 0 changed.'),
    ]);
    const again = await importFilms();
    expect(again.output).toContain('On the shelf: 0 added, 0 changed.');
  });

  it('are logged as the operator, who acts for the owner of the shelf', async () => {
    const operations = (output: string) =>
      output
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line) as { operation?: string; actor?: string })
        .filter(({ operation }) => operation !== undefined);
    const imported = operations((await importFilms('--dry-run')).output);
    // An import is advanced in as many parts as it takes.
    expect(new Set(imported.map(({ operation, actor }) => `${operation} ${actor}`))).toEqual(
      new Set(['startImport cli', 'advanceImport cli']),
    );
    const exported = operations((await exportFilms('--output', join(folder, 'logged.json'))).output);
    expect(exported).toMatchObject([
      {
        operation: 'exportShelf',
        actor: 'cli',
        details: { on_behalf_of: expect.stringMatching(/^[0-9a-f-]{36}$/) as string },
      },
    ]);
  });

  it('write the shelf to a file, which its own import takes back', async () => {
    const output = join(folder, 'shelf.json');
    expect((await exportFilms('--format', 'json', '--output', output)).code).toBe(0);
    const written = JSON.parse(readFileSync(output, 'utf8')) as unknown[];
    expect(written).toMatchObject([{ kinopoisk_id: 301, user_rating: 9 }]);
    const back = await runCommand(['import', '--username', 'neo', '--file', output], database);
    expect([back.code, back.output]).toEqual([0, expect.stringContaining('On the shelf: 0 added, 0 changed.')]);
  });

  describe('with Kinopoisk', () => {
    const films = generateFilms(40);
    let kinopoisk: KinopoiskStandIn;
    let environment: Record<string, string>;
    beforeAll(async () => {
      kinopoisk = await startKinopoiskStandIn({ films });
      const source = { KINOPOISK_API_KEY: kinopoisk.apiKey, KINOPOISK_BASE_URL: kinopoisk.baseUrl };
      environment = { ...database, ...source, KINOPOISK_DAILY_QUOTA: '100000' };
    });
    afterAll(() => kinopoisk.close());

    const votesOf = (profile: number | string) => ['import', '--username', 'neo', '--kinopoisk-user', String(profile)];

    it('bring the votes of a profile, and write nothing for a terminal where there is none', async () => {
      const done = await runCommand(votesOf(profileIds.threePages), environment);
      expect([done.code, done.output]).toEqual([
        0,
        expect.stringContaining('Rows: 45 matched. On the shelf: 45 added, 0 changed.'),
      ]);
      expect(done.output).not.toContain('\u001B');
    });

    it.each([
      ['a profile that shows nothing', profileIds.empty, true, 1, 'The import failed: profile empty.'],
      ['what is no profile', 'neo', true, 1, 'Give the number from the URL of the profile.'],
      ['a profile without a key', profileIds.onePage, false, 1, 'requires KINOPOISK_API_KEY'],
    ])('say what is wrong with %s', async (_, profile, hasKey, code, saying) => {
      const outcome = await runCommand(votesOf(profile), hasKey ? environment : database);
      expect([outcome.code, outcome.output]).toEqual([code, expect.stringContaining(saying)]);
    });

    it('leave the rest to the service when they are stopped', async () => {
      const file = join(folder, 'unknown.json');
      writeFileSync(file, JSON.stringify(films.map(({ kinopoiskId }) => ({ kinopoisk_id: kinopoiskId }))));
      const importUnknown = ['import', '--username', 'neo', '--file', file];
      const someAsked = () => expect.poll(() => kinopoisk.callsOf('film').length, { interval: 10 }).toBeGreaterThan(9);
      const stopped = await interruptCommand(importUnknown, environment, someAsked);
      expect([stopped.code, stopped.output]).toEqual([130, expect.stringContaining('Stopped; the service continues')]);
      const again = await runCommand(importUnknown, environment);
      expect([again.code, again.output]).toEqual([1, expect.stringContaining('This shelf has an unfinished import')]);

      const service = await startService(environment);
      const token = await logIn(service, 'neo');
      const newest = async () =>
        ((await (await service.call('GET', '/imports', { token })).json()) as [{ status: string }])[0];
      await expect.poll(async () => (await newest()).status).toBe('done');
      expect(await newest()).toMatchObject({ rows: { total: 40, matched: 40 }, shelf: { added: 40 } });
      expect(kinopoisk.callsOf('film')).toHaveLength(40);
      await service.stop();
    });
  });

  it('say so in one line when there is nobody of that name', async () => {
    const { code, output } = await runCommand(['export', '--username', 'smith'], database);
    expect([code, output.trim().split('\n')]).toEqual([1, [expect.stringContaining('no active account named smith')]]);
  });
});
