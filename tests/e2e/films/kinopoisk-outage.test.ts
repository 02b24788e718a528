import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, inject, it } from 'vitest';
import type { FaultName } from '../../kinopoisk-stand-in/faults.ts';
import { generateFilms } from '../../kinopoisk-stand-in/generate-films.ts';
import { startKinopoiskStandIn } from '../../kinopoisk-stand-in/kinopoisk-stand-in.ts';
import { migratedDatabaseUrl } from '../../support/database.ts';
import type { ServiceProcess } from '../../support/service-process.ts';
import { logIn, startService } from '../../support/service-process.ts';

const faultNames = ['503', 'hang'] as const satisfies FaultName[];
const FIRST = 9_800_001;
/** Ten different questions a second. */
const ASK_EVERY_MS = 100;
/** Long enough for a probe after {@link SETTLED_AFTER_MS}: there is one every eight seconds. */
const OUTAGE_MS = 17_000;
/** By then the service knows of the outage: the first questions may hang this long. */
const SETTLED_AFTER_MS = 6_000;
const RECOVERY_MS = 15_000;
/** The deadline of 5 s, and extra time because other tests run at the same time. */
const LONGEST_WAIT_MS = 15_000;

const AUTH_SECRET = 'Zk3vR8qLw1YtN6mXc9BdF2hJs7GpUa4EoTiV';

describe.runIf(inject('postgres')).concurrent('in a lasting outage', () => {
  let databaseUrl: string;
  const running: ServiceProcess[] = [];
  beforeAll(async () => {
    databaseUrl = await migratedDatabaseUrl();
  });
  afterAll(() => Promise.all(running.map((service) => service.stop('SIGKILL'))));

  it.for(faultNames)(
    '(%s) calls sink to a tenth of the demand, and the first success comes within 15 s of its end',
    async (fault, { expect, onTestFinished }) => {
      // All faults share one database, because calls are counted by the key, and each fault has its own films.
      const apiKey = `key-of-${fault}`;
      const firstId = FIRST + faultNames.indexOf(fault) * 1000;
      const kinopoisk = await startKinopoiskStandIn({ apiKey, films: generateFilms(1000, { firstId }) });
      const service = await startService({
        DATABASE_URL: databaseUrl,
        DB_POOL_SIZE: '4',
        AUTH_SECRET,
        KINOPOISK_API_KEY: kinopoisk.apiKey,
        // Only the calls of the test are counted.
        WARMING_ENABLED: 'false',
        KINOPOISK_BASE_URL: kinopoisk.baseUrl,
        KINOPOISK_DAILY_QUOTA: '5000',
        LIMIT_KINOPOISK_PER_DAY: '5000',
        // Questions that hang count as guesses until they are answered.
        LIMIT_KINOPOISK_UNKNOWN_PER_DAY: '5000',
        LIMIT_KINOPOISK_NEW_FOR_DAYS: '0',
      });
      running.push(service);
      const token = await logIn(service, `patient.${faultNames.indexOf(fault)}`);
      let asked = 0;
      const outcomes: { at: number; tookMs: number; status: number }[] = [];
      const ask = async () => {
        const at = performance.now();
        const response = await service.call('GET', `/movies/${firstId + asked++}`, { token });
        await response.arrayBuffer();
        outcomes.push({ at, tookMs: performance.now() - at, status: response.status });
      };
      const demand = setInterval(() => void ask(), ASK_EVERY_MS);
      onTestFinished(() => clearInterval(demand));

      kinopoisk.failWith(fault);
      await sleep(SETTLED_AFTER_MS);
      const [askedBefore, callsBefore] = [asked, kinopoisk.calls.length];
      await sleep(OUTAGE_MS - SETTLED_AFTER_MS);
      const [demanded, called] = [asked - askedBefore, kinopoisk.calls.length - callsBefore];
      expect(called).toBeLessThanOrEqual(demanded / 10);
      expect(called).toBeGreaterThan(0);
      expect((await service.call('GET', '/health/ready')).status).toBe(200);

      const healedAt = performance.now();
      kinopoisk.heal();
      const firstSuccess = () => outcomes.find(({ status }) => status === 200);
      await expect.poll(firstSuccess, { timeout: RECOVERY_MS + 2000, interval: 50 }).toBeDefined();
      clearInterval(demand);
      const { at, tookMs } = firstSuccess() ?? { at: Infinity, tookMs: 0 };
      expect(at + tookMs - healedAt).toBeLessThan(RECOVERY_MS);
      expect(Math.max(...outcomes.map((outcome) => outcome.tookMs))).toBeLessThan(LONGEST_WAIT_MS);
      expect(outcomes.filter(({ status }) => ![200, 502, 503, 504].includes(status))).toEqual([]);
      expect(await service.stop()).toBe(0);
      await kinopoisk.close();
    },
  );
});
