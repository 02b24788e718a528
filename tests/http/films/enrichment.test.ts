import type { Container } from 'inversify';
import { describe, expect, inject, it } from 'vitest';
import { EnrichmentJob } from '../../../src/application/films/upstream/enrichment-job.ts';
import { tokens } from '../../../src/bootstrap/tokens.ts';
import { startKinopoiskStandIn } from '../../kinopoisk-stand-in/kinopoisk-stand-in.ts';
import { startTestApp } from '../../support/test-app.ts';

const going = { aborted: false };
/** After this time, no instance has a failed question in its cache. */
const FORGOTTEN_AFTER_MS = 10_000;

describe.runIf(inject('postgres'))('two instances on one PostgreSQL', () => {
  it('later complete the films of a failing source, with one call for each', async () => {
    const kinopoisk = await startKinopoiskStandIn();
    const settings = { KINOPOISK_API_KEY: kinopoisk.apiKey, KINOPOISK_BASE_URL: kinopoisk.baseUrl };
    let aheadMs = 0;
    const clock = {
      now: () => new Date(Date.now() + aheadMs),
      monotonicMs: () => performance.now() + aheadMs,
    };
    const rebind = (container: Container) => container.rebind(tokens.clock).toConstantValue(clock);
    const first = await startTestApp({ engine: 'postgresql', settings, rebind });
    const second = await startTestApp({ engine: 'postgresql', settings, rebind, besides: first });
    const { token } = await first.logIn();
    const ids = [901_001, 901_002, 901_010];
    for (const operation of ['staff', 'videos'] as const) kinopoisk.failWith('500', { operation });
    for (const id of ids) await first.call('POST', '/movies/favorites', { token, body: { kinopoisk_id: id } });
    kinopoisk.heal();
    kinopoisk.forgetCalls();
    aheadMs = FORGOTTEN_AFTER_MS;

    const jobs = [first, second].map(({ service }) => service.container.get(EnrichmentJob));
    for (let run = 0; run < 3; run += 1) await Promise.all(jobs.map((job) => job.run(going)));

    for (const operation of ['staff', 'videos'] as const) expect(kinopoisk.callsOf(operation)).toHaveLength(ids.length);
    const { body } = await second.call('GET', '/movies/901001', { token });
    expect(body).toMatchObject({ director: { name: expect.any(String) as string } });
    const lines = [...first.log, ...second.log].filter(({ operation }) => operation === 'enrichMovie');
    expect(lines.map(({ status, actor }) => [status, actor])).toEqual(ids.map(() => ['ok', 'system']));
    await second.close();
    await first.close();
    await kinopoisk.close();
  });
});
