import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { PrometheusMetrics } from '../../../src/adapters/observability/prometheus-metrics.ts';
import { EndlessQueue, startBusyApp } from '../../support/busy-app.ts';
import { onServer } from '../../support/postgres-server.ts';
import type { TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

const SHED = /^http_requests_shed_total\{bottleneck="database"\} (\d+)$/m;
/** Waits for a lock of the test, without the time limits of statements. */
const WAIT_FOR_LOCK =
  'set local statement_timeout = 0; set local lock_timeout = 0; select pg_advisory_xact_lock_shared(7)';

describe.runIf(inject('postgres'))('a service whose database cannot keep up', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ engine: 'postgresql' });
  });
  afterAll(() => app.close());

  async function shed(): Promise<number> {
    return Number(SHED.exec(await app.service.container.get(PrometheusMetrics).text())?.[1]);
  }

  function waitMs(): number {
    return app.service.database.pool()?.longestWaitMs ?? 0;
  }

  /** Runs the work while the test holds the lock. */
  async function whileLocked(work: () => Promise<void>): Promise<void> {
    await onServer(app.databaseUrl ?? '', async (sql) => {
      await sql`select pg_advisory_lock(7)`;
      await work();
    });
  }

  it('answers others while many changes of one person wait for a lock', async () => {
    const [{ token, username }, other] = [await app.logIn(), await app.logIn()];
    const { max } = app.service.database.pool() ?? { max: 0 };
    let changes: ReturnType<TestApp['call']>[] = [];
    await onServer(app.databaseUrl ?? '', (sql) =>
      sql.begin(async (held) => {
        await held`select from users where username = ${username} for update`;
        const change = () => app.call('PATCH', '/user', { token, body: { name: 'Neo' } });
        changes = Array.from({ length: 2 * max }, change);
        await expect.poll(() => app.service.database.pool()?.used).toBeGreaterThanOrEqual(3);
        expect((await app.call('GET', '/user', { token: other.token })).status).toBe(200);
      }),
    );
    expect((await Promise.all(changes)).map(({ status }) => status)).toEqual(changes.map(() => 200));
  });

  it('refuses requests at once after a second of waits, except those that need no database', async () => {
    const { token } = await app.logIn();
    // The name of a person who was checked before is in memory.
    await app.call('GET', '/auth/check', { token });
    const { max } = app.service.database.pool() ?? { max: 0 };
    const running: Promise<unknown>[] = [];
    const spared: ReturnType<TestApp['call']>[] = [];
    const { database } = app.service;
    const isFullFor = database.isFullFor.bind(database);
    onTestFinished(() => void Object.assign(database, { isFullFor }));
    await whileLocked(async () => {
      for (let count = 0; count < max; count += 1) running.push(app.service.database.query(WAIT_FOR_LOCK, []));
      // A request waits for three seconds at most, so further requests are needed.
      const ask = () => void running.push(app.call('GET', '/user', { token }));
      const asking = setInterval(ask, 250);
      onTestFinished(() => clearInterval(asking));
      // Half a second more than the limit: the load shedder looks at the wait from time to time.
      await expect.poll(waitMs).toBeGreaterThan(1_500);

      const asked = Array.from({ length: 40 }, () => app.call('GET', '/user', { token }));
      running.push(...asked);
      const check = await app.call('GET', '/auth/check?permission=movies%3Aread', { token });
      expect([check.status, (await app.call('GET', '/health/live')).status]).toEqual([204, 200]);
      // The database is still locked.
      const refused = await Promise.any(asked);
      expect(refused.status).toBe(503);
      expect(refused.body).toMatchObject({ code: 'database-unavailable' });
      expect(refused.headers.get('Retry-After')).toBe('1');
      expect(await shed()).toBeGreaterThan(0);
      clearInterval(asking);
      // As if few statements of the address waited.
      Object.assign(database, { isFullFor: () => false });
      spared.push(...Array.from({ length: 10 }, () => app.call('GET', '/user', { token })));
      // They have arrived when this later request is answered.
      await app.call('GET', '/health/live');
    });
    expect((await Promise.all(spared)).map(({ status }) => status)).toEqual(spared.map(() => 200));
    await Promise.all(running);
    const told = () => app.log.filter(({ message }) => String(message).startsWith('overload'));
    // The end is logged with a request that comes after it.
    const toldAfterRequest = async () => [(await app.call('GET', '/user', { token })).status, told().length];
    await expect.poll(toldAfterRequest).toEqual([200, 2]);
    expect(told()).toMatchObject([{ level: 'warn' }, { level: 'info', shed: await shed() }]);
  });
});

describe('an overloaded service', () => {
  const ORIGIN = 'https://shelf.example';
  const queue = new EndlessQueue();
  let app: TestApp;
  beforeAll(async () => {
    app = await startBusyApp({ CORS_ORIGINS: ORIGIN }, queue);
  });
  afterEach(() => {
    Object.assign(queue, { isFull: true, waitedMs: 0, begins: new EndlessQueue().begins });
  });
  afterAll(() => app.close());

  /** A request that arrives now. Its answer has a request id as soon as the request begins. */
  function arriving(url: string): ServerResponse {
    const req = Object.assign(new IncomingMessage(new Socket()), { method: 'GET', url });
    const res = new ServerResponse(req);
    onTestFinished(() => void res.emit('close'));
    app.application(req, res);
    return res;
  }
  const begun = (answers: readonly ServerResponse[]) => answers.filter((res) => res.hasHeader('X-Request-Id')).length;

  it('refuses at once, in the language of the client and for its origin', async () => {
    const answer = await app.call('GET', '/auth/check?permission=movies%3Aread', {
      headers: { 'Accept-Language': 'ru', Origin: ORIGIN },
    });
    expect(answer.status).toBe(503);
    expect(answer.body).toMatchObject({ code: 'server-busy', title: 'Сервис перегружен' });
    expect(answer.headers.get('Retry-After')).toBe('1');
    expect(answer.headers.get('Access-Control-Allow-Origin')).toBe(ORIGIN);
  });

  it('shows a browser a page that tries again by itself', async () => {
    const answer = await fetch(`${app.url}/app/films/301`, {
      headers: { Accept: 'text/html,application/xhtml+xml', 'Accept-Language': 'ru' },
    });
    expect([answer.status, answer.headers.get('refresh')]).toEqual([503, '1']);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await answer.text()).toMatch(/<html lang="ru">[^]*<h1>Сервис перегружен<\/h1>/);
  });

  it.each([
    [ORIGIN, ORIGIN],
    ['https://stranger.example', null],
  ])('answers preflight requests for a page of %s', async (origin, allowed) => {
    const answer = await fetch(`${app.url}/user`, {
      method: 'OPTIONS',
      headers: { Origin: origin, 'Access-Control-Request-Method': 'GET' },
    });
    expect([answer.status, answer.headers.get('Access-Control-Allow-Origin')]).toEqual([204, allowed]);
  });

  it('answers probes, which do not wait behind other requests', async () => {
    queue.begins = () => undefined;
    const answers = await Promise.all([app.call('GET', '/health/live'), app.call('GET', '/health/ready')]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  });

  it('begins a few probes at once, and the others later', async () => {
    const probes = Array.from({ length: 40 }, () => arriving('/health/live'));
    expect(begun(probes)).toBe(16);
    await expect.poll(() => begun(probes)).toBe(40);
  });

  it('answers an address that has few requests in the queue, unless its turn comes late', async () => {
    queue.isFull = false;
    expect((await app.call('GET', '/genres')).status).toBe(200);
    queue.waitedMs = 501;
    const late = await app.call('GET', '/genres');
    expect([late.status, late.body]).toEqual([503, expect.objectContaining({ code: 'server-busy' })]);
  });

  it('does nothing for a client that disconnected in the queue', () => {
    const turns: (() => void)[] = [];
    Object.assign(queue, { isFull: false, begins: (begin: () => void) => void turns.push(begin) });
    const answers = [arriving('/genres'), arriving('/genres')];
    Object.defineProperty(answers[0], 'closed', { value: true });
    for (const begin of turns) begin();
    expect(answers.map((res) => res.hasHeader('X-Request-Id'))).toEqual([false, true]);
  });

  it('logs the overload once, and counts refusals', async () => {
    await app.call('GET', '/genres');
    const told = app.log.filter(({ message }) => String(message).startsWith('overload'));
    expect(told).toMatchObject([{ level: 'warn', bottleneck: 'process' }]);
    const text = await app.service.container.get(PrometheusMetrics).text();
    const [, count] = /^http_requests_shed_total\{bottleneck="process"\} (\d+)$/m.exec(text) ?? [];
    expect(Number(count)).toBeGreaterThanOrEqual(2);
    expect(text).toMatch(
      /^http_request_duration_seconds_count\{method="GET",route="__not_found__",status_code="503"\}/m,
    );
  });
});
