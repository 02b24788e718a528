import { afterEach, describe, expect, it } from 'vitest';
import { createLogger } from '../../src/adapters/observability/logger.ts';
import { HttpServer } from '../../src/bootstrap/http-server.ts';
import { loadShedding } from '../../src/bootstrap/load-shedding.ts';
import { CountingMetrics } from '../fakes/counting-metrics.ts';

/** What is measured of the event loop, as a test wants it. */
const measured = { isOn: false, excess: 0 };

let server: HttpServer | undefined;
afterEach(async () => {
  await server?.close();
});

async function overloadable() {
  const metrics = new CountingMetrics();
  const logger = createLogger({ level: 'info', format: 'json', output: 'stdout' });
  const lines: Record<string, unknown>[] = [];
  logger.on('data', (line: Record<string, unknown>) => lines.push(line));
  server = new HttpServer(loadShedding(measured, metrics, logger));
  const url = await server.listen(0, '127.0.0.1');
  server.serve((_req, res) => res.end('served'));
  return { url, metrics, lines };
}

describe('HttpServer in an overload', () => {
  it('turns requests away at once, but no probes, and says so in the log once', async () => {
    const { url, metrics, lines } = await overloadable();
    Object.assign(measured, { isOn: true, excess: 1 });
    const refused = await fetch(`${url}/movies`, { method: 'POST', body: 'x'.repeat(100_000) });
    expect(refused.status).toBe(503);
    expect(refused.headers.get('Retry-After')).toBe('1');
    expect(await refused.json()).toMatchObject({
      code: 'server-busy',
      instance: `/requests/${refused.headers.get('X-Request-Id')}`,
    });
    expect((await fetch(`${url}/healthy`)).status).toBe(503);
    expect(await (await fetch(`${url}/health/ready`)).text()).toBe('served');

    Object.assign(measured, { isOn: false, excess: 0 });
    expect(await (await fetch(`${url}/movies`)).text()).toBe('served');
    expect(await (await fetch(`${url}/movies`)).text()).toBe('served');
    expect(lines.map(({ level, message, turned_away }) => ({ level, message, turned_away }))).toEqual([
      { level: 'warn', message: 'asked for more than it can do: requests are turned away', turned_away: undefined },
      { level: 'info', message: 'requests are no longer turned away', turned_away: 2 },
    ]);
    expect(metrics.counts).toEqual({ http_requests_shed_total: 2 });
  });

  it('turns away the share that is too much', async () => {
    const { url } = await overloadable();
    Object.assign(measured, { isOn: true, excess: 0.5 });
    const statuses = await Promise.all(Array.from({ length: 200 }, async () => (await fetch(url)).status));
    const refused = statuses.filter((status) => status === 503).length;
    // Less likely than one in a million millions beyond.
    expect(refused).toBeGreaterThan(50);
    expect(refused).toBeLessThan(150);
  });
});
