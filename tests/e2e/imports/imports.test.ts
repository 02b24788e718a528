import { platform, tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { generateFilms } from '../../kinopoisk-stand-in/generate-films.ts';
import type { KinopoiskStandIn } from '../../kinopoisk-stand-in/kinopoisk-stand-in.ts';
import { startKinopoiskStandIn } from '../../kinopoisk-stand-in/kinopoisk-stand-in.ts';
import { voteForAll } from '../../kinopoisk-stand-in/profiles.ts';
import { migratedDatabaseUrl } from '../../support/database.ts';
import { onServer } from '../../support/postgres-server.ts';
import { residentMiB } from '../../support/resident-memory.ts';
import type { ServiceProcess } from '../../support/service-process.ts';
import { databaseWithFilms, logIn, startService } from '../../support/service-process.ts';

type Report = { id: string; status: string; rows: Record<string, number>; shelf: Record<string, number> };
type Favorite = { kinopoisk_id: number };

const AUTH_SECRET = 'Zk3vR8qLw1YtN6mXc9BdF2hJs7GpUa4EoTiV';
/** The rows have long notes, so that the file has the maximum size. */
const ROWS = 5_500;
const MAX_FILE_BYTES = 10 * 1024 * 1024;

const DEAD_FOR_A_MINUTE = `update imports set leased_until = leased_until - interval '1 minute' where finished_at is null`;

async function answerOf<Body>(service: ServiceProcess, path: string, token: string): Promise<Body> {
  return (await (await service.call('GET', path, { token })).json()) as Body;
}

async function reportOf(service: ServiceProcess, token: string): Promise<Report> {
  const [report] = await answerOf<Report[]>(service, '/imports', token);
  return report ?? expect.fail('no import');
}

const statusOf = async (service: ServiceProcess, token: string) => (await reportOf(service, token)).status;

describe.runIf(inject('postgres'))('an import at services that', () => {
  const films = generateFilms(45);
  const profile = 700_045;
  const bodies = {
    'a file': films.map(({ kinopoiskId }) => ({ kinopoisk_id: kinopoiskId })),
    votes: { source: 'kinopoisk', kinopoisk_user_id: profile },
  };
  let kinopoisk: KinopoiskStandIn;
  let environment: Record<string, string>;
  let services: ServiceProcess[] = [];
  beforeAll(async () => {
    kinopoisk = await startKinopoiskStandIn({ films });
    kinopoisk.addProfile(profile, voteForAll(films));
  });
  afterAll(async () => {
    await Promise.all(services.map((service) => service.stop('SIGKILL')));
    await kinopoisk.close();
  });

  async function startFresh(): Promise<ServiceProcess> {
    kinopoisk.forgetCalls();
    environment = {
      DATABASE_URL: await migratedDatabaseUrl(),
      AUTH_SECRET,
      KINOPOISK_API_KEY: kinopoisk.apiKey,
      KINOPOISK_BASE_URL: kinopoisk.baseUrl,
      KINOPOISK_DAILY_QUOTA: '100000',
    };
    return startAnother();
  }

  async function startAnother(): Promise<ServiceProcess> {
    const service = await startService(environment);
    services = [...services, service];
    return service;
  }

  const shelfOf = async (service: ServiceProcess, token: string) =>
    (await answerOf<Favorite[]>(service, '/movies/favorites', token)).map((film) => film.kinopoisk_id);

  const whole = {
    status: 'done',
    rows: { total: 45, pending: 0, waiting: 0, matched: 45, ambiguous: 0, not_found: 0, restricted: 0, invalid: 0 },
    shelf: { added: 45, changed: 0, unchanged: 0 },
  };

  it.each([
    {
      kind: 'a file',
      killed: [
        { at: 5, successors: 1 },
        { at: 25, successors: 2 },
      ],
      calls: 'film',
      needed: 45,
    },
    { kind: 'votes', killed: [{ at: 1, successors: 1 }], calls: 'votes', needed: 3 },
  ] as const)(
    'are killed during it is finished by the next one, with every film once ($kind)',
    async ({ kind, killed, calls, needed }) => {
      let service = await startFresh();
      const token = await logIn(service, 'collector');
      expect((await service.call('POST', '/imports', { token, body: bodies[kind] })).status).toBe(202);
      for (const { at, successors } of killed) {
        await expect
          .poll(async () => (await reportOf(service, token)).rows['matched'], { interval: 20 })
          .toBeGreaterThanOrEqual(at);
        expect(await service.stop('SIGKILL')).toBe('SIGKILL');
        // If there are two, either of them may take over, but not both.
        [service = service] = await Promise.all(Array.from({ length: successors }, startAnother));
        expect(await reportOf(service, token)).toMatchObject({ status: 'running' });
        await onServer(environment['DATABASE_URL'] ?? '', (sql) => sql.unsafe(DEAD_FOR_A_MINUTE));
      }
      await expect.poll(() => statusOf(service, token)).toBe('done');
      expect(await reportOf(service, token)).toMatchObject(whole);
      const shelf = await shelfOf(service, token);
      expect([shelf.length, new Set(shelf)]).toEqual([45, new Set(films.map(({ kinopoiskId }) => kinopoiskId))]);
      // Only the question that was running when the process died is asked again.
      const asked = kinopoisk.callsOf(calls).length;
      expect(asked).toBeGreaterThanOrEqual(needed);
      expect(asked).toBeLessThanOrEqual(needed + killed.length);
      await service.stop();
    },
  );
});

// Memory in use is read from /proc.
describe.runIf(inject('postgres') && platform() === 'linux')('a file of ten megabytes', () => {
  let service: ServiceProcess;
  let token: string;
  beforeAll(async () => {
    service = await startService(await databaseWithFilms(tmpdir()));
    token = await logIn(service, 'archivist');
  });
  afterAll(() => service.stop());

  it('is imported with memory that does not grow with the file', async () => {
    const known = await answerOf<Favorite[]>(service, '/movies', token);
    const note = 'Смотреть ещё раз. '.repeat(55);
    const line = (_: unknown, at: number) => `${known[at % known.length]?.kinopoisk_id};${1 + (at % 10)};${note}`;
    const file = ['kinopoisk_id;rating;note', ...Array.from({ length: ROWS }, line)].join('\n');
    const bytes = Buffer.byteLength(file);
    expect([bytes > 0.9 * MAX_FILE_BYTES, bytes < MAX_FILE_BYTES]).toEqual([true, true]);

    const idle = residentMiB(service);
    let most = idle;
    const watch = setInterval(() => (most = Math.max(most, residentMiB(service))), 20);
    onTestFinished(() => clearInterval(watch));
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'text/csv' };
    const started = await fetch(`${service.url}/imports`, { method: 'POST', headers, body: file });
    expect(started.status).toBe(202);
    await expect.poll(() => statusOf(service, token), { timeout: 50_000, interval: 500 }).toBe('done');

    expect((await reportOf(service, token)).rows).toMatchObject({ total: ROWS, matched: ROWS });
    expect(most - idle).toBeLessThan(80);
  });
});
