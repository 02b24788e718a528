import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logIn, runCommand, startService } from '../support/service-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'shelf-commands-'));
const DATA_DIR = join(folder, 'data');
const list = join(folder, 'films.csv');

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the commands of an operator for the shelf of somebody', () => {
  beforeAll(async () => {
    const service = await startService({ DATA_DIR });
    await logIn(service, 'neo');
    await service.stop();
    writeFileSync(list, 'Название;Год;Моя оценка\nМатрица;1999;9\nТакого фильма нет;1999;1\n');
  });

  const importFilms = (...options: string[]) =>
    runCommand(['import', '--username', 'Neo', '--file', list, ...options], { DATA_DIR });
  const exportFilms = (...options: string[]) => runCommand(['export', '--username', 'neo', ...options], { DATA_DIR });

  it('tell what an import would do, and do it when told to', async () => {
    const tried = await importFilms('--dry-run');
    expect([tried.code, tried.output]).toEqual([0, expect.stringContaining('would be 1 added, 0 changed')]);
    const done = await importFilms();
    expect([done.code, done.output]).toEqual([
      0,
      expect.stringContaining('Rows: 1 matched, 1 not found. On the shelf: 1 added, 0 changed.'),
    ]);
    const again = await importFilms();
    expect(again.output).toContain('On the shelf: 0 added, 0 changed.');
  });

  it('write the shelf to a file, which its own import takes back', async () => {
    const output = join(folder, 'shelf.json');
    expect((await exportFilms('--format', 'json', '--output', output)).code).toBe(0);
    const written = JSON.parse(readFileSync(output, 'utf8')) as unknown[];
    expect(written).toMatchObject([{ kinopoisk_id: 301, user_rating: 9 }]);
    const back = await runCommand(['import', '--username', 'neo', '--file', output], { DATA_DIR });
    expect([back.code, back.output]).toEqual([0, expect.stringContaining('On the shelf: 0 added, 0 changed.')]);
  });

  it('say so in one line when there is nobody of that name', async () => {
    const { code, output } = await runCommand(['export', '--username', 'smith'], { DATA_DIR });
    expect([code, output.trim().split('\n')]).toEqual([1, [expect.stringContaining('no active account named smith')]]);
  });
});
