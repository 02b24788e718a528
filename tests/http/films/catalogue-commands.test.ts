import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunCommand } from '../../support/commands.ts';
import { commandsOf } from '../../support/commands.ts';
import { quickestEngine } from '../../support/database.ts';
import type { TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

describe('the commands for the catalogue', () => {
  const folder = mkdtempSync(join(tmpdir(), 'catalogue-commands-'));
  let app: TestApp;
  let run: RunCommand;
  beforeAll(async () => {
    app = await startTestApp({ engine: quickestEngine() });
    run = commandsOf(app);
  });
  afterAll(async () => {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('load the bundled films, then the films of another file, all of them or none', async () => {
    expect((await run(['db:seed'])).stdout).toBe('Added 300 films; the catalogue has 300 films.\n');
    const file = join(folder, 'own.json');
    const seed = async (films: object[]) => {
      writeFileSync(file, JSON.stringify(films));
      return run(['db:seed', '--file', file]);
    };
    const own = { kinopoisk_id: 2_000_000, name_ru: 'Домашнее видео', year: 2020 };
    const refused = await seed([own, { ...own, kinopoisk_id: 2_000_001, year: 'давно' }]);
    expect([refused.code, refused.stdout, refused.stderr]).toEqual([
      ...[1, ''],
      expect.stringContaining('record 2 (kinopoisk_id 2000001), year: '),
    ]);
    const taken = await seed([own, { kinopoisk_id: 301, name_ru: 'Матрица', age_limit: 16 }]);
    expect([taken.code, taken.stdout]).toEqual([0, 'Added 1 film; the catalogue has 301 films.\n']);
    const more = await seed([{ ...own, genres: ['драма'] }]);
    expect([more.code, more.stdout]).toEqual([0, 'Added data to 1 film; the catalogue has 301 films.\n']);
    expect((await seed([own])).stdout).toBe('Nothing to do: all films are in the catalogue (301).\n');
  });

  it('show the calls of the day and how far the catalogue is filled', async () => {
    const { code, stdout } = await run(['quota']);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^Calls today: 0 of 500; the next day begins in \d+ h/)]);
    expect(stdout).toMatch(/^Films in the catalogue: 301\. Lists read to their end: 0 of 27\.$/m);
    expect(stdout).toMatch(/^ {2}popular +not read yet$/m);
    expect(JSON.parse((await run(['quota', '--json'])).stdout)).toMatchObject({
      ...{ limit: 500, used: 0, left: { asked: 500 } },
      lists: { 0: { list: 'popular', state: 'unread', next_page: 1, read_at: null } },
    });
  });
});
