import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseSettings } from '../../support/database.ts';
import { KeepAliveLoad } from '../../support/keep-alive-load.ts';
import type { ServiceProcess } from '../../support/service-process.ts';
import { startService } from '../../support/service-process.ts';

const CLIENTS = 8;
const TIMES = 10;
const hook = new URL('../../support/planted-faults.ts', import.meta.url).href;

describe('an uncaught fault', () => {
  let service: ServiceProcess;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'uncaught-'));
    service = await startService({
      ...(await databaseSettings(folder)),
      LOG_FORMAT: 'json',
      NODE_OPTIONS: `--import=${hook}`,
    });
  });
  afterAll(async () => {
    await service.stop();
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['thrown in a callback', 'throw', 'planted fault'],
    ['a rejection that nobody awaits', 'reject', 'planted rejection'],
    ['an error of a stream that nobody listens to', 'stream', 'planted stream error'],
  ])('that is %s ends only its request', async (_, fault, message) => {
    const load = new KeepAliveLoad(`${service.url}/genres`, CLIENTS);
    await expect.poll(() => load.outcomes.length).toBeGreaterThan(CLIENTS);
    for (let time = 0; time < TIMES; time += 1) {
      const broken = fetch(`${service.url}/genres`, { headers: { 'X-Fault': fault } });
      await expect(broken).rejects.toThrow('fetch failed');
    }
    const before = load.outcomes.length;
    await expect.poll(() => load.outcomes.length).toBeGreaterThan(before + CLIENTS);
    const outcomes = await load.stop();
    expect(new Set(outcomes.map(({ status, fault: lost }) => status ?? lost))).toEqual(new Set([200]));
    const lines = service
      .output()
      .split('\n')
      .filter((line) => line.includes(message));
    expect(lines).toHaveLength(TIMES);
    expect(lines.filter((line) => !line.includes('"is_request_known":true'))).toEqual([]);
    expect((await service.call('GET', '/health/ready')).status).toBe(200);
  });

  it('does not prevent a normal stop of the service', async () => {
    expect(await service.stop()).toBe(0);
  });
});
