import { afterEach, describe, expect, it } from 'vitest';
import { CreateSuperuser } from '../../../src/application/accounts/create-superuser.ts';
import { tokens } from '../../../src/bootstrap/tokens.ts';
import type { KinopoiskStandIn } from '../../kinopoisk-stand-in/kinopoisk-stand-in.ts';
import { startKinopoiskStandIn } from '../../kinopoisk-stand-in/kinopoisk-stand-in.ts';
import { availableEngines } from '../../support/database.ts';
import type { TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

const NOON = new Date('2026-11-20T12:00:00.000Z');

describe.each(availableEngines())('the quota of Kinopoisk on %s', (engine) => {
  let opened: { close: () => Promise<void> }[] = [];
  afterEach(async () => {
    for (const each of opened.toReversed()) await each.close();
    opened = [];
  });

  async function start(kinopoisk?: KinopoiskStandIn): Promise<{ app: TestApp; root: string }> {
    const app = await startTestApp({
      engine,
      settings: {
        KINOPOISK_DAILY_QUOTA: '300',
        ...(kinopoisk && { KINOPOISK_API_KEY: kinopoisk.apiKey, KINOPOISK_BASE_URL: kinopoisk.baseUrl }),
      },
      rebind: (container) =>
        container.rebind(tokens.clock).toConstantValue({ now: () => NOON, monotonicMs: () => performance.now() }),
    });
    opened.push(app);
    const superuser = { username: 'root', password: 'correct horse battery staple' };
    await app.service.container.get(CreateSuperuser).execute({ kind: 'system', name: 'cli' }, superuser);
    return { app, root: (await app.logIn('root')).token };
  }

  it('is shown without a call to Kinopoisk', async () => {
    const kinopoisk = await startKinopoiskStandIn();
    opened.push(kinopoisk);
    const { app, root: token } = await start(kinopoisk);
    await app.service.container.get(tokens.apiQuota).learn({ limit: 500, used: 12 }, NOON);
    const { status, headers, body } = await app.call('GET', '/kinopoisk/quota', { token });
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(body).toEqual({
      has_api_key: true,
      limit: 300,
      used: 12,
      remaining: 288,
      reserved: 150,
      resets_at: '2026-11-21T00:00:00.000Z',
    });
    expect(kinopoisk.calls).toEqual([]);
  });

  it('is null without an API key', async () => {
    const { app, root: token } = await start();
    expect((await app.call('GET', '/kinopoisk/quota', { token })).body).toEqual({
      has_api_key: false,
      limit: null,
      used: null,
      remaining: null,
      reserved: null,
      resets_at: null,
    });
  });
});
