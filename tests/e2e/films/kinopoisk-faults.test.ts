import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, inject, it } from 'vitest';
import type { FaultName } from '../../kinopoisk-stand-in/faults.ts';
import { redirect } from '../../kinopoisk-stand-in/faults.ts';
import { generateFilms } from '../../kinopoisk-stand-in/generate-films.ts';
import { startKinopoiskStandIn } from '../../kinopoisk-stand-in/kinopoisk-stand-in.ts';
import { migratedDatabaseUrl } from '../../support/database.ts';
import type { ServiceProcess } from '../../support/service-process.ts';
import { logIn, startService } from '../../support/service-process.ts';

const AUTH_SECRET = 'Zk3vR8qLw1YtN6mXc9BdF2hJs7GpUa4EoTiV';
const FIRST = 9_700_001;
const KNOWN = 9_999_999;
/** Limits that these tests should not reach. */
const UNLIMITED = {
  LIMIT_SEARCH_PER_MINUTE: '100000',
  LIMIT_KINOPOISK_PER_DAY: '100000',
  LIMIT_KINOPOISK_UNKNOWN_PER_DAY: '100000',
  LIMIT_KINOPOISK_NEW_FOR_DAYS: '0',
};
/**
 * The deadline of 5 s, and extra time because other services and tests run at the same time. A slow body would take
 * longer.
 */
const LONGEST_WAIT_MS = 15_000;
const MOST_MEMORY_KB = 50 * 1024;

/** The answers when the circuit is open, or the turn of the call would come too late. */
const NOT_ASKED = ['503 kinopoisk-unavailable', '503 kinopoisk-rate-limited'];

/**
 * Faults that could take much time or memory, or reveal the key, with the answers to questions that only Kinopoisk can
 * answer. `tests/http/films/films.test.ts` tests the answers to the other faults.
 */
const OUTCOMES = {
  hang: ['504 kinopoisk-timeout', ...NOT_ASKED],
  stall: ['504 kinopoisk-timeout', ...NOT_ASKED],
  drip: ['504 kinopoisk-timeout', ...NOT_ASKED],
  'reset-mid-body': ['502 kinopoisk-bad-answer', ...NOT_ASKED],
  huge: ['502 kinopoisk-bad-answer', ...NOT_ASKED],
  'gzip-bomb': ['502 kinopoisk-bad-answer', ...NOT_ASKED],
  redirect: ['502 kinopoisk-bad-answer', ...NOT_ASKED],
} satisfies Partial<Record<FaultName | 'redirect', string[]>>;

const faultNames = Object.keys(OUTCOMES) as (keyof typeof OUTCOMES)[];

/** Resident memory in kB, now or at its highest. */
function memoryOf(pid: number, which: 'VmRSS' | 'VmHWM'): number {
  return Number(new RegExp(`${which}:\\s+(\\d+) kB`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

describe.runIf(inject('postgres') && process.platform === 'linux').concurrent('the service when Kinopoisk', () => {
  const environment = { AUTH_SECRET, DB_POOL_SIZE: '4', ...UNLIMITED };
  let databaseUrl: string;
  let token: string;
  beforeAll(async () => {
    databaseUrl = await migratedDatabaseUrl();
    const service = await startService({ ...environment, DATABASE_URL: databaseUrl });
    token = await logIn(service, 'reader');
    await service.stop();
  });

  const running: ServiceProcess[] = [];
  afterAll(() => Promise.all(running.map((service) => service.stop('SIGKILL'))));

  async function ask(service: ServiceProcess, path: string) {
    const startedMs = performance.now();
    const response = await service.call('GET', path, { token });
    const body = (await response.json()) as { code?: string };
    const retryAfter = response.headers.get('retry-after');
    return {
      outcome: `${response.status} ${body.code ?? 'ok'}`,
      tookMs: performance.now() - startedMs,
      tellsWhen: response.status !== 503 || /^[1-9]\d*$/.test(retryAfter ?? ''),
    };
  }

  it.for(faultNames)(
    'has the fault %s answers quickly, uses little memory, stays ready and serves stored films',
    async (fault, { expect }) => {
      // All faults share one database, because calls are counted by the key, and each fault has its own films and words.
      const apiKey = `secret-key-of-${fault}`;
      const word = createHash('sha1').update(fault).digest('hex').slice(0, 10);
      const firstId = FIRST + faultNames.indexOf(fault) * 100;
      const films = generateFilms(50, { firstId, series: word });
      const [kinopoisk, elsewhere] = await Promise.all([1, 2].map(() => startKinopoiskStandIn({ apiKey, films })));
      if (!kinopoisk || !elsewhere) throw new Error('there are two');
      kinopoisk.addFilm({ kinopoiskId: KNOWN, nameRu: 'Известная', shows: 'what is known before' });
      const service = await startService({
        ...environment,
        DATABASE_URL: databaseUrl,
        KINOPOISK_API_KEY: apiKey,
        // Only the calls of the test are counted.
        WARMING_ENABLED: 'false',
        KINOPOISK_BASE_URL: kinopoisk.baseUrl,
      });
      running.push(service);
      expect((await ask(service, `/movies/${KNOWN}`)).outcome).toBe('200 ok');
      await expect.poll(() => kinopoisk.callsOf('api-key').length).toBeGreaterThan(0);
      let idle = 0;
      const grown = () => {
        const before = idle;
        idle = memoryOf(service.pid, 'VmRSS');
        return idle - before;
      };
      await expect.poll(grown, { interval: 100 }).toBeLessThanOrEqual(0);

      kinopoisk.failWith(fault === 'redirect' ? redirect(elsewhere.baseUrl) : fault);
      const answers = await Promise.all(
        Array.from({ length: 12 }, async (_, index) => {
          await sleep(index * 50);
          const path = index % 2 ? `/movies/${firstId + index}` : `/movies/search?query=${word} ${index}`;
          return ask(service, path);
        }),
      );
      for (const { outcome, tookMs, tellsWhen } of answers) {
        expect(OUTCOMES[fault]).toContain(outcome);
        expect(tookMs).toBeLessThan(LONGEST_WAIT_MS);
        expect(tellsWhen).toBe(true);
      }
      expect(memoryOf(service.pid, 'VmHWM') - idle).toBeLessThan(MOST_MEMORY_KB);
      expect((await ask(service, `/movies/${KNOWN}`)).outcome).toBe('200 ok');
      expect((await service.call('GET', '/health/ready')).status).toBe(200);
      expect(elsewhere.calls).toEqual([]);
      expect(service.output()).not.toContain(apiKey);
      await kinopoisk.close();
      await elsewhere.close();
      expect(await service.stop()).toBe(0);
    },
  );
});
