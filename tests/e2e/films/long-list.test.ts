import { platform } from 'node:os';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { migratedDatabaseUrl } from '../../support/database.ts';
import { manyFilms } from '../../support/many-films.ts';
import { onServer } from '../../support/postgres-server.ts';
import { residentMiB } from '../../support/resident-memory.ts';
import type { ServiceProcess } from '../../support/service-process.ts';
import { logIn, startService } from '../../support/service-process.ts';

/** If all of them were in memory, they would take more than the limit of this test. */
const FILMS = 20_000;

const KEEP = `
  insert into favorite_movies select id, g, timestamptz '2026-01-01' + g * interval '1 s', 'Смотреть ещё раз', 1 + g % 10
    from users, generate_series(1, ${FILMS}) g;
  analyze`;

// Memory in use is read from /proc.
describe.runIf(inject('postgres') && platform() === 'linux')('a catalogue of twenty thousand films', () => {
  let service: ServiceProcess;
  let token: string;
  beforeAll(async () => {
    const url = await migratedDatabaseUrl();
    service = await startService({ DATABASE_URL: url, AUTH_SECRET: 'Zk3vR8qLw1YtN6mXc9BdF2hJs7GpUa4EoTiV' });
    await onServer(url, (sql) => sql.unsafe(manyFilms(FILMS)));
    token = await logIn(service, 'reader');
    await onServer(url, (sql) => sql.unsafe(KEEP));
  });
  afterAll(() => service.stop());

  it.each([
    ['/movies', '"kinopoisk_id"'],
    ['/movies/favorites/export?format=csv', 'Смотреть'],
    ['/user/export', '"kinopoisk_id"'],
  ])('streams %s whole in constant memory', async (path, mark) => {
    const idle = residentMiB(service);
    let films = 0;
    let most = 0;
    const response = await service.call('GET', path, { token });
    for await (const part of response.body!.pipeThrough(new TextDecoderStream())) {
      films += part.split(mark).length - 1;
      most = Math.max(most, residentMiB(service));
    }
    // A name may be split between two parts.
    expect(films).toBeGreaterThan(FILMS * 0.99);
    expect(most - idle).toBeLessThan(50);
  });
});
