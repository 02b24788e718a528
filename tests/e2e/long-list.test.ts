import { readFileSync } from 'node:fs';
import { platform } from 'node:os';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { emptyDatabaseUrl } from '../support/database.ts';
import { manyFilms } from '../support/many-films.ts';
import { onServer } from '../support/postgres-server.ts';
import type { ServiceProcess } from '../support/service-process.ts';
import { logIn, startService } from '../support/service-process.ts';

const FILMS = 50_000;

// Memory in use is read from /proc.
describe.runIf(inject('postgres') && platform() === 'linux')('a catalogue of fifty thousand films', () => {
  let service: ServiceProcess;
  let token: string;
  beforeAll(async () => {
    const url = await emptyDatabaseUrl();
    service = await startService({ DATABASE_URL: url, AUTH_SECRET: 'Zk3vR8qLw1YtN6mXc9BdF2hJs7GpUa4EoTiV' });
    await onServer(url, (sql) => sql.unsafe(manyFilms(FILMS)));
    token = await logIn(service, 'reader');
  });
  afterAll(() => service.stop());

  const residentMiB = () =>
    Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${service.pid}/status`, 'utf8'))?.[1]) / 1024;

  it.each(['/movies', '/movies?status=new'])('streams %s whole in constant memory', async (path) => {
    const idle = residentMiB();
    let films = 0;
    let most = 0;
    const response = await service.call('GET', path, { token });
    for await (const part of response.body!.pipeThrough(new TextDecoderStream())) {
      films += part.split('"kinopoisk_id"').length - 1;
      most = Math.max(most, residentMiB());
    }
    // A name may be cut in two where one part ends.
    expect(films).toBeGreaterThan(FILMS * 0.99);
    expect(most - idle).toBeLessThan(50);
  });
});
