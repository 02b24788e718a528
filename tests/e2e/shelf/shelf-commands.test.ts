import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateFilms } from '../../kinopoisk-stand-in/generate-films.ts';
import type { KinopoiskStandIn } from '../../kinopoisk-stand-in/kinopoisk-stand-in.ts';
import { startKinopoiskStandIn } from '../../kinopoisk-stand-in/kinopoisk-stand-in.ts';
import { databaseSettings } from '../../support/database.ts';
import { interruptCommand, logIn, runCommand, startService } from '../../support/service-process.ts';

const films = generateFilms(40);

/** All other tests of these commands are in `tests/http/shelf/shelf-commands.test.ts`. */
describe('the commands of an operator for a user’s shelf', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shelf-commands-'));
  let kinopoisk: KinopoiskStandIn;
  let environment: Record<string, string>;
  beforeAll(async () => {
    kinopoisk = await startKinopoiskStandIn({ films });
    const source = { KINOPOISK_API_KEY: kinopoisk.apiKey, KINOPOISK_BASE_URL: kinopoisk.baseUrl };
    environment = { ...(await databaseSettings(folder)), ...source, KINOPOISK_DAILY_QUOTA: '100000' };
    const password = 'correct horse battery staple';
    expect((await runCommand(['superuser', '--username', 'neo'], environment, password)).code).toBe(0);
  });
  afterAll(async () => {
    await kinopoisk.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('leave the rest of an import to the service when they are stopped', async () => {
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

  it('write the shelf to standard output, and import it again', async () => {
    const { code, stdout } = await runCommand(['export', '--username', 'neo'], environment);
    expect(code).toBe(0);
    const file = join(folder, 'shelf.json');
    writeFileSync(file, stdout);
    const back = await runCommand(['import', '--username', 'neo', '--file', file], environment);
    expect([back.code, back.stdout]).toEqual([0, 'Rows: 40 matched. On the shelf: 0 added, 0 changed.\n']);
    const hostile = ['import', '--username', 'neo', '--file', join(folder, 'missing \u001b[2J.json')];
    const { code: failed, output } = await runCommand(hostile, environment);
    expect([failed, output]).toEqual([1, expect.stringContaining('missing \u{fffd}[2J.json')]);
  });
});
