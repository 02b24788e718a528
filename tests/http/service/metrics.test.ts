import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { API } from '../../../src/adapters/http/api.ts';
import { PrometheusMetrics } from '../../../src/adapters/observability/prometheus-metrics.ts';
import { tokens } from '../../../src/bootstrap/tokens.ts';
import { RawClient } from '../../support/raw-client.ts';
import type { TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

const origin = 'https://films.example';

/** Functions that end waiting requests for single genres. */
const held: (() => void)[] = [];

function fails(): never {
  throw new TypeError('on purpose');
}

/** A list that fails after more data than an answer that is buffered as a whole. */
async function* breaksOff() {
  for (let id = 1; id <= 10_000; id += 1) yield { id, name: 'Director'.repeat(20) };
  fails();
}

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({
    hasArgon2: true,
    settings: { CORS_ORIGINS: origin, LIMIT_SEARCH_PER_MINUTE: '1', REFRESH_LEEWAY_SECONDS: '0' },
    rebind: (container) => {
      container.rebind(tokens.genreRepository).toConstantValue({
        list: fails,
        all: fails,
        find: () =>
          new Promise((resolve) => {
            held.push(() => resolve(undefined));
          }),
      });
      container
        .rebind(tokens.directorRepository)
        .toConstantValue({ list: fails, find: fails, all: async () => breaksOff() });
    },
  });
});
afterAll(() => app.close());

/** The value of one line of `/metrics`; 0 if there is no such line. */
async function valueOf(line: string): Promise<number> {
  const text = await app.service.container.get(PrometheusMetrics).text();
  return Number(
    text
      .split('\n')
      .find((one) => one.startsWith(`${line} `))
      ?.slice(line.length) ?? 0,
  );
}

function requests(method: string, route: string, status: number): string {
  return `http_request_duration_seconds_count{method="${method}",route="${route}",status_code="${status}"}`;
}

/**
 * Waits until the line has grown by this much, because the metrics count an answer a moment after the client has it.
 */
async function growth(line: string, by: number, work: () => Promise<unknown>): Promise<void> {
  const before = await valueOf(line);
  await work();
  await expect.poll(() => valueOf(line), { interval: 10 }).toBe(before + by);
}

describe('requests are counted', () => {
  it.each([
    ['GET', '/movies/999', '/movies/{kinopoisk_id}', 401],
    ['GET', '/health/live', '/health/live', 200],
    ['HEAD', '/health/live/', '/health/live', 200],
    ['POST', '/login', '/auth/login', 415],
    ['DELETE', '/movies/999', '/movies/{kinopoisk_id}', 405],
    ['PUT', '/register', '/auth/register', 405],
    ['GET', '/docs/swagger-ui.css', '/docs', 200],
    ['GET', '/openapi.json', '/openapi.json', 200],
    ['GET', '/', '/', 302],
    ['GET', '/genres', '/genres', 500],
    ['GET', '/directors', '/directors', 500],
    ['GET', '/nowhere', '__not_found__', 404],
    ['GET', '/docs/package.json', '__not_found__', 404],
    ['GET', '/%', '__not_found__', 400],
    ['GET', '/movies/%', '__not_found__', 400],
    ['GET', '/movies/1/2/3?route=/movies', '__not_found__', 404],
  ])('%s %s under %s with %i', async (method, path, route, status) => {
    await growth(requests(method, route, status), 1, () =>
      fetch(app.url + path, { method, redirect: 'manual' })
        .then((answer) => answer.arrayBuffer())
        .catch(() => undefined),
    );
  });

  it('under __preflight__ for preflight requests', async () => {
    const headers = { Origin: origin, 'Access-Control-Request-Method': 'GET' };
    await growth(requests('OPTIONS', '__preflight__', 204), 1, () =>
      fetch(`${app.url}/user`, { method: 'OPTIONS', headers }),
    );
  });

  it('with 499 if the client disconnects before its answer', async () => {
    await growth(requests('GET', '/genres/{id}', 499), 1, async () => {
      const socket = connect(Number(new URL(app.url).port), '127.0.0.1');
      await once(socket, 'connect');
      socket.write('GET /genres/4 HTTP/1.1\r\nHost: x\r\n\r\n');
      await expect.poll(() => valueOf('http_requests_in_flight'), { interval: 10 }).toBe(1);
      socket.destroy();
    });
    for (const release of held.splice(0)) release();
  });

  it('while they are in flight', async () => {
    await expect.poll(() => valueOf('http_requests_in_flight'), { interval: 10 }).toBe(0);
    const answers = ['/genres/4', '/genres/5'].map((path) => fetch(app.url + path));
    await expect.poll(() => valueOf('http_requests_in_flight'), { interval: 10 }).toBe(2);
    for (const release of held.splice(0)) release();
    await Promise.all(answers);
    await expect.poll(() => valueOf('http_requests_in_flight'), { interval: 10 }).toBe(0);
  });

  it('only under our own labels, whatever clients send', async () => {
    const client = new RawClient(app.url);
    for (const target of ['/nowhere/%00', '/users/%22%7D', '/MOVIES', '*', 'http://other.example/x', '/problems/"}x'])
      for (const method of ['GET', 'PROPFIND', 'M-SEARCH', 'OPTIONS']) {
        await client.send({ method, target, headers: {} });
      }
    client.close();
    const text = await app.service.container.get(PrometheusMetrics).text();
    const labels = Array.from(
      text.matchAll(/_count\{method="(.*?)",route="(.*?)",status_code="(.*?)"\}/g),
      ([, method, route, status]) => ({ method, route, status }),
    );
    const routes = [
      '__not_found__',
      '__preflight__',
      '/',
      '/docs',
      '/openapi.json',
      ...API.routes.map(({ path }) => path),
    ];
    const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', '_OTHER'];
    expect(labels.filter(({ route }) => !routes.includes(route!))).toEqual([]);
    expect(labels.filter(({ method }) => !methods.includes(method!))).toEqual([]);
    expect(labels.filter(({ status }) => !/^[2-5]\d\d$/.test(status!))).toEqual([]);
    expect(labels).toContainEqual({ method: '_OTHER', route: '__not_found__', status: '404' });
  });
});

describe('accounts are counted', () => {
  const logIn = (username: string, password: string) =>
    app.call('POST', '/auth/login', { body: { login: username, password } });

  it('by the outcome of each log-in', async () => {
    const { username, password } = await app.logIn();
    await growth('auth_logins_total{outcome="success"}', 1, () => logIn(username, password));
    await growth('auth_logins_total{outcome="wrong_password"}', 2, async () => {
      await logIn(username, 'not that one');
      await logIn('nobody.of.that.name', 'not that one');
    });
    const hashes = await valueOf('password_hash_duration_seconds_count');
    await logIn(username, password);
    expect(await valueOf('password_hash_duration_seconds_count')).toBe(hashes + 1);
    expect(await valueOf('password_hash_queue')).toBe(0);
  });

  it('by refresh tokens used a second time', async () => {
    const { username, password } = await app.logIn();
    const { body } = await logIn(username, password);
    const renew = () =>
      app.call('PUT', '/auth/login', { body: { refresh_token: (body as { refresh_token: string }).refresh_token } });
    await growth('auth_refresh_reuse_total', 0, renew);
    await growth('auth_refresh_reuse_total', 1, renew);
  });

  it('by used-up limits', async () => {
    const { token } = await app.logIn();
    const search = () => app.call('GET', '/movies/search?query=x', { token });
    await growth('http_rate_limited_total{policy="search"}', 0, search);
    await growth('http_rate_limited_total{policy="search"}', 1, search);
  });
});

describe('use cases are counted', () => {
  it('by outcome', async () => {
    const { token } = await app.logIn();
    await growth('operations_total{operation="getProfile",status="ok"}', 1, () => app.call('GET', '/user', { token }));
    await growth('operations_total{operation="removeFavoriteMovie",status="favorite-not-found"}', 1, () =>
      app.call('DELETE', '/movies/favorites/301', { token }),
    );
    await growth('operation_duration_seconds_count{operation="getProfile"}', 1, () =>
      app.call('GET', '/user', { token }),
    );
  });
});

describe('the gauge of the service', () => {
  it('is whether it is ready', async () => {
    expect(await valueOf('app_ready')).toBe(1);
    app.service.lifecycle.phase = 'draining';
    expect(await valueOf('app_ready')).toBe(0);
    app.service.lifecycle.phase = 'serving';
  });
});
