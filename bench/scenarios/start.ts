import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../tests/support/free-port.ts';
import type { Effort, Section } from '../finding.ts';
import { LINE_COLUMNS, lineOf, median } from '../finding.ts';
import type { Rig } from '../rig.ts';
import { untilAnswered } from '../service.ts';

/** How long `npm start` takes until the first answer, without any settings and with an existing data folder. */
export async function start(_rig: Rig, effort: Effort): Promise<Section> {
  const dataDir = mkdtempSync(join(tmpdir(), 'bench-start-'));
  try {
    await startOnce(dataDir);
    const rounds = [];
    for (let round = 0; round < effort.rounds; round++) rounds.push(await startOnce(dataDir));
    const what = '`npm start` to the first answer, embedded database, second start';
    const goal = { value: median(rounds), bound: 'at most', limit: 2_000 } as const;
    return { columns: LINE_COLUMNS, findings: [lineOf(what, 'ms', goal)] };
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** @returns milliseconds until the service answers a request that reads the database */
async function startOnce(dataDir: string): Promise<number> {
  const port = await freePort();
  const { PATH, HOME } = process.env;
  const startedAt = performance.now();
  const env = { PATH, HOME, PORT: String(port), METRICS_PORT: '0', DATA_DIR: dataDir };
  const npm = spawn('npm', ['start'], { env, stdio: ['ignore', 'ignore', 'ignore'] });
  const ended = once(npm, 'exit');
  try {
    await untilAnswered(`http://127.0.0.1:${port}/genres`, () => npm.exitCode === null);
    return performance.now() - startedAt;
  } finally {
    npm.kill('SIGTERM');
    await ended;
  }
}
