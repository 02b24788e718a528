import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { metricsListener } from '../../../src/adapters/observability/metrics-listener.ts';
import { PrometheusMetrics } from '../../../src/adapters/observability/prometheus-metrics.ts';

describe('PrometheusMetrics', () => {
  it('counts by label and times in seconds', async () => {
    const metrics = new PrometheusMetrics();
    metrics.count('film_source_answers_total', { operation: 'film', from: 'cache' });
    metrics.count('film_source_answers_total', { operation: 'film', from: 'cache' });
    metrics.time('kinopoisk_request_duration_seconds', { operation: 'find' }, 0.2);
    const text = await metrics.text();
    expect(text).toContain('film_source_answers_total{operation="film",from="cache"} 2');
    expect(text).toContain('kinopoisk_request_duration_seconds_bucket{le="0.25",operation="find"} 1');
    expect(text).toContain('kinopoisk_request_duration_seconds_bucket{le="0.1",operation="find"} 0');
    expect(text).toContain('# TYPE kinopoisk_requests_total counter');
  });

  it('starts log-ins, limits and answers at 0', async () => {
    const text = await new PrometheusMetrics().text();
    expect(text).toContain('\nauth_logins_total{outcome="wrong_password"} 0\n');
    expect(text).toContain('\nauth_refresh_reuse_total 0\n');
    expect(text).toContain('\nhttp_rate_limited_total{policy="register"} 0\n');
    expect(text).toContain('\nfilm_source_answers_total{operation="search",from="nowhere"} 0\n');
  });

  it('has metrics of the process if enabled', async () => {
    const metrics = new PrometheusMetrics();
    expect(await metrics.text()).not.toContain('process_cpu_seconds_total');
    metrics.watchProcess();
    await metrics.text();
    const text = await metrics.text();
    expect(text).toMatch(/\nprocess_resident_memory_bytes \d+\n/);
    expect(text).toMatch(/\nnodejs_eventloop_lag_p99_seconds \d/);
    const [, ratio] = /\nnodejs_eventloop_utilization_ratio (\S+)\n/.exec(text) ?? [];
    expect(Number(ratio)).toBeGreaterThan(0);
    expect(Number(ratio)).toBeLessThanOrEqual(1);
  });

  it('counts separately from other applications in the process', async () => {
    const [one, other] = [new PrometheusMetrics(), new PrometheusMetrics()];
    one.count('kinopoisk_requests_total', { operation: 'find', status: '200' });
    expect(await other.text()).not.toContain('status="200"');
  });

  it('reads gauges on each scrape, and leaves out failing ones', async () => {
    const metrics = new PrometheusMetrics();
    let state = 'open';
    metrics.gauge('circuit', 'help', ['state'], () => [{ labels: { state }, value: 1 }]);
    metrics.gauge('plain', 'help', [], () => [{ value: 7 }]);
    metrics.gauge('broken', 'help', [], () => Promise.reject(new Error('the database is away')));
    metrics.gauge('broken_at_once', 'help', [], () => {
      throw new Error('there is no database');
    });
    expect(await metrics.text()).toMatch(/circuit\{state="open"\} 1[^]*\nplain 7\n/);
    state = 'closed';
    const text = await metrics.text();
    expect(text).toContain('circuit{state="closed"} 1');
    expect(text).not.toMatch(/state="open"|\nbroken/);
  });
});

describe('the listener for metrics', () => {
  async function ask(path: string, { method = 'GET', readiness = 'ready' } = {}) {
    const server = createServer(metricsListener(new PrometheusMetrics(), async () => readiness)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, { method });
    const { status, headers } = response;
    const body = await response.text();
    server.closeAllConnections();
    server.close();
    return {
      status,
      type: headers.get('content-type'),
      allow: headers.get('allow'),
      retryAfter: headers.get('retry-after'),
      body,
    };
  }

  it.each(['/metrics', '/metrics?name=x'])('answers GET %s in the format of Prometheus', async (path) => {
    expect(await ask(path)).toMatchObject({
      status: 200,
      type: expect.stringContaining('text/plain; version=0.0.4') as string,
      body: expect.stringContaining('# HELP film_source_answers_total') as string,
    });
  });

  it('answers HEAD without a body', async () => {
    expect(await ask('/metrics', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
  });

  it('answers whether the service is alive, and whether it is ready', async () => {
    expect(await ask('/health/live')).toMatchObject({ status: 200, body: '{"status":"alive"}' });
    expect(await ask('/health/ready')).toMatchObject({ status: 200, body: '{"status":"ready"}' });
    expect(await ask('/health/ready', { readiness: 'starting' })).toMatchObject({
      status: 503,
      retryAfter: '5',
      body: '{"status":"starting"}',
    });
  });

  it.each(['/', '/health', '/metrics/', '//metrics', '/constructor'])('does not find %s', async (path) => {
    expect((await ask(path)).status).toBe(404);
  });

  it('accepts only GET and HEAD', async () => {
    expect(await ask('/metrics', { method: 'POST' })).toMatchObject({ status: 405, allow: 'GET, HEAD' });
  });
});
