import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConnectionLimits } from '../../../src/adapters/http/server/connection-guard.ts';
import { HttpServer } from '../../../src/adapters/http/server/http-server.ts';
import { RequestMetrics } from '../../../src/adapters/http/server/request-metrics.ts';
import { PrometheusMetrics } from '../../../src/adapters/observability/prometheus-metrics.ts';
import type { MovieRepository } from '../../../src/application/films/ports/movie-repository.ts';
import { tokens } from '../../../src/bootstrap/tokens.ts';
import type { MovieFilter } from '../../../src/domain/films/movie-filter.ts';
import { mapStream } from '../../../src/domain/shared/page.ts';
import { manyFilms } from '../../support/many-films.ts';
import type { TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

/** Together these are larger than the buffers of both operating systems for a connection that nobody reads. */
const FILMS = 6_000;
const MUCH = Buffer.alloc(32 * 1024 * 1024, 'x');
/** For exchanges in which time does not matter. */
const PATIENT = { timeouts: { nothingMs: 30_000, allMs: 60_000 } };
const QUICKLY = { nothingMs: 250, allMs: 1_500 };

type Open = { readonly url: string; readonly metrics: PrometheusMetrics; readonly server: HttpServer };

const servers: HttpServer[] = [];
const sockets: Socket[] = [];

async function listen(listener: RequestListener, limits: Partial<ConnectionLimits> = {}): Promise<Open> {
  const metrics = new PrometheusMetrics();
  const all = { total: 100, perAddress: 100, trustedProxies: [], timeouts: QUICKLY, ...limits };
  const server = new HttpServer(all, metrics);
  server.serve(listener);
  servers.push(server);
  return { url: await server.listen(0, '127.0.0.1'), metrics, server };
}

async function connected(url: string, text = ''): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname).on('error', () => undefined);
  sockets.push(socket);
  await once(socket, 'connect');
  socket.pause().write(text);
  return socket;
}

const asking = (path: string, token = '') =>
  `GET ${path} HTTP/1.1\r\nHost: films.example\r\nAuthorization: Bearer ${token}\r\n\r\n`;

let app: TestApp;
let recordsRead = 0;

function counted<T>(record: T): T {
  recordsRead += 1;
  return record;
}

beforeAll(async () => {
  app = await startTestApp({
    settings: { LIMIT_LISTS_PER_USER: '3' },
    rebind: (container) => {
      const movies = container.get(tokens.movieRepository);
      const counting = Object.assign(Object.create(movies) as MovieRepository, {
        stream: (filter: MovieFilter) => mapStream(movies.stream(filter), counted),
      });
      container.rebind(tokens.movieRepository).toConstantValue(counting);
    },
  });
  for (const statement of manyFilms(FILMS).split(';')) await app.service.database.query(statement, []);
});
afterAll(() => app.close());

const underWay = () => app.service.container.get(RequestMetrics).inFlight;

async function cut(metrics: PrometheusMetrics, reason: string): Promise<number> {
  return Number(
    new RegExp(`^http_connections_cut_total\\{reason="${reason}"\\} (\\d+)$`, 'm').exec(await metrics.text())?.[1],
  );
}

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

describe('a connection', () => {
  it('is cut if the client reads nothing of its answer, however many others are answered', async () => {
    const { url, metrics } = await listen((req, res) => res.end(req.url === '/much' ? MUCH : 'little'));
    for (let n = 0; n < 5; n += 1) await connected(url, asking('/much'));
    await expect.poll(() => cut(metrics, 'not_read')).toBe(5);
    expect(await (await fetch(url)).text()).toBe('little');
  });

  it('is cut if the client reads its answer too slowly', async () => {
    const timeouts = { nothingMs: 60_000, allMs: 1_000 };
    const { url, metrics } = await listen((_req, res) => res.end(MUCH), { timeouts });
    const socket = await connected(url, asking('/'));
    const sip = setInterval(() => void socket.read(), 20);
    await expect.poll(() => cut(metrics, 'not_read')).toBe(1);
    clearInterval(sip);
    expect(socket.bytesRead).toBeGreaterThan(0);
  });

  it('with thousands of requests in one packet is cut once, and its parser is used again', async () => {
    const { url, metrics } = await listen((req, res) => res.end(req.url));
    for (let n = 1; n <= 3; n += 1) {
      await connected(url, asking('/').repeat(1_500));
      await expect.poll(() => cut(metrics, 'too_many_requests')).toBe(n);
      expect(await (await fetch(`${url}/${n}`, { method: 'POST', body: 'x' })).text()).toBe(`/${n}`);
    }
  });

  it.each([
    ['has no host', 'GET / HTTP/1.1\r\n\r\n', 400],
    ['has two hosts', 'GET / HTTP/1.1\r\nHost: films.example\r\nhOST: films.example\r\n\r\n', 400],
    ['of HTTP/1.0 has two hosts', 'GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n', 400],
    ['claims to be HTTP/2.0', 'GET / HTTP/2.0\r\nHost: films.example\r\n\r\n', 505],
    ['claims to be HTTP/0.9', 'GET / HTTP/0.9\r\nHost: films.example\r\n\r\n', 505],
    [
      'has an unknown expectation',
      'GET / HTTP/1.1\r\nHost: films.example\r\nConnection: close\r\nExpect: x\r\n\r\n',
      417,
    ],
    ['of HTTP/1.0 has no host', 'GET / HTTP/1.0\r\n\r\n', 200],
  ])('whose request %s gets a complete answer and is closed', async (_, request, status) => {
    const { url } = await listen((_req, res) => void res.end('fine'));
    const socket = await connected(url, request);
    const text = Buffer.concat(await socket.toArray()).toString();
    expect(text).toMatch(new RegExp(`^HTTP/1[.]1 ${status} `));
    if (status === 200) return;
    const [head = '', body = ''] = text.split('\r\n\r\n');
    expect(head).toMatch(/^X-Request-Id: [-0-9a-f]{36}$/m);
    expect(head).toMatch(/^Content-Type: application\/problem\+json; charset=utf-8$/m);
    expect(JSON.parse(body)).toMatchObject({ type: 'about:blank', status });
  });

  it.each([
    ['without a host', 'GET / HTTP/1.1\r\n\r\n', 400],
    ['with an unknown expectation', 'GET / HTTP/1.1\r\nHost: films.example\r\nExpect: x\r\n\r\n', 417],
  ])('with thousands of requests %s is cut, although each of them is refused', async (_, request, status) => {
    const { url, metrics } = await listen((_req, res) => void res.end('fine'));
    const socket = await connected(url, request);
    const [answer] = (await once(socket.resume(), 'data')) as [Buffer];
    expect(answer.toString()).toContain(`HTTP/1.1 ${status} `);
    await connected(url, request.repeat(1_500));
    await expect.poll(() => cut(metrics, 'too_many_requests')).toBe(1);
  });

  it.each(['reads it', 'answers before'])('with a body in tiny chunks is cut, even if the service %s', async (how) => {
    const { url, metrics } = await listen((req, res) => {
      if (how === 'reads it') req.resume().once('end', () => res.end('done'));
      else res.end('done');
    }, PATIENT);
    const head = 'POST / HTTP/1.1\r\nHost: films.example\r\nTransfer-Encoding: chunked\r\n\r\n';
    const socket = await connected(url, `${head}${'1\r\nx\r\n'.repeat(30_000)}`);
    await expect.poll(() => cut(metrics, 'tiny_chunks')).toBe(1);
    expect(socket.bytesRead).toBeLessThan(1_000);
    // As many chunks as a client sends that writes field by field.
    const body = ReadableStream.from(
      (function* () {
        for (let n = 0; n < 900; n += 1) yield Buffer.from('x');
        for (let n = 0; n < 200; n += 1) yield Buffer.alloc(16_384, 'x');
      })(),
    );
    const answer = await fetch(url, { method: 'POST', body, duplex: 'half' });
    expect(await answer.text()).toBe('done');
  });

  it('is not cut while the service computes its answer, or is idle', async () => {
    const { url, metrics } = await listen((_req, res) => void setTimeout(() => res.end('late'), 3 * QUICKLY.nothingMs));
    expect(await (await fetch(url)).text()).toBe('late');
    expect(await cut(metrics, 'not_read')).toBe(0);
  });

  it('has its requests handled one after the other, in their order', async () => {
    let [inside, most] = [0, 0];
    const { url } = await listen((req, res) => {
      most = Math.max(most, (inside += 1));
      setImmediate(() => {
        inside -= 1;
        res.end(`<${req.url}>`);
      });
    });
    const paths = Array.from({ length: 16 }, (_, n) => `/${n}`);
    const socket = await connected(url, paths.map((path) => asking(path)).join(''));
    let text = '';
    socket.setEncoding('utf8').on('data', (part) => (text += String(part)));
    socket.resume();
    await expect.poll(() => text.match(/<[^>]*>/g)).toEqual(paths.map((path) => `<${path}>`));
    expect(most).toBe(1);
  });

  it('is not read while requests wait, so neither their bodies nor further requests fill the memory', async () => {
    const held = Promise.withResolvers<Socket>();
    const answers: (() => void)[] = [];
    const { url, metrics } = await listen((req, res) => {
      if (req.url === '/other') {
        res.end('fine');
        return;
      }
      answers.push(() => req.resume().once('end', () => res.end(`<${req.url}>`)));
      if (answers.length === 1) held.resolve(req.socket);
      else answers.at(-1)?.();
    }, PATIENT);
    const paths = Array.from({ length: 40 }, (_, n) => `/${n}`);
    const body = 'x'.repeat(60_000);
    const posts = paths.map(
      (path) => `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    const socket = await connected(url, posts.join(''));
    const ofService = await held.promise;
    for (let n = 0; n < 5; n += 1) expect(await (await fetch(`${url}/other`)).text()).toBe('fine');
    expect(ofService.bytesRead).toBeLessThan(4 * 65_536);
    let text = '';
    socket.setEncoding('utf8').on('data', (part) => (text += String(part)));
    socket.resume();
    answers[0]?.();
    await expect.poll(() => text.match(/<[^>]*>/g)).toEqual(paths.map((path) => `<${path}>`));
    expect(await cut(metrics, 'too_many_requests')).toBe(0);
  });

  it.each([
    [100, 200],
    [101, 431],
  ])('whose request has %i header fields gets %i', async (fields, status) => {
    const { url } = await listen((_req, res) => void res.end('fine'));
    const others = Array.from({ length: fields - 2 }, (_, n) => `X-${n}: 1\r\n`).join('');
    const socket = await connected(url, `GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${others}\r\n`);
    expect(Buffer.concat(await socket.toArray()).toString()).toMatch(new RegExp(`^HTTP/1[.]1 ${status} `));
  });

  it('is cut if it pipelines many requests and reads no answer', async () => {
    let begun = 0;
    const { url, metrics } = await listen((_req, res) => {
      begun += 1;
      res.end(MUCH);
    });
    await connected(url, asking('/').repeat(500));
    await expect.poll(() => cut(metrics, 'too_many_requests')).toBeGreaterThan(0);
    expect(begun).toBe(1);
  });

  it('is closed at once if its address has too many, unless it is a trusted proxy', async () => {
    const answer: RequestListener = (_req, res) => void res.end('fine');
    const { url, metrics } = await listen(answer, { perAddress: 2 });
    const [first] = [await connected(url), await connected(url)];
    await once(await connected(url).then((socket) => socket.resume()), 'close');
    expect(await cut(metrics, 'too_many_connections')).toBe(1);
    first.destroy();
    await expect.poll(async () => (await fetch(url).catch(() => undefined))?.status).toBe(200);

    const proxied = await listen(answer, { perAddress: 2, trustedProxies: ['127.0.0.0/8'] });
    for (let n = 0; n < 3; n += 1) await connected(proxied.url);
    expect((await fetch(proxied.url)).status).toBe(200);
  });

  it('is closed at once if all addresses together have too many', async () => {
    const { url, metrics } = await listen((_req, res) => void res.end('fine'), { total: 1 });
    await connected(url);
    await once(await connected(url).then((socket) => socket.resume()), 'close');
    expect(await cut(metrics, 'too_many_connections')).toBe(1);
  });
});

describe('a body', () => {
  const posting = (path: string, body: string, headers = '') =>
    `POST ${path} HTTP/1.1\r\nHost: films.example\r\nContent-Length: 1000\r\n${headers}\r\n${body}`;

  // The connections are checked once a second.
  beforeEach(() => vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
  afterEach(() => vi.useRealTimers());

  async function pass(seconds: number, meanwhile: () => void = () => undefined): Promise<void> {
    for (let second = 0; second < seconds; second += 1) {
      await nextTurn();
      vi.advanceTimersByTime(1_000);
      meanwhile();
    }
    await nextTurn();
  }

  it('that arrives byte by byte is refused with 408 after 30 s, and its reader notices it', async () => {
    const [begun, ended] = [Promise.withResolvers<void>(), Promise.withResolvers<string>()];
    const { url, metrics } = await listen((req, res) => {
      begun.resolve();
      ended.resolve(
        textOf(req).then(
          () => 'complete',
          () => 'incomplete',
        ),
      );
      res.setHeader('X-Request-Id', 'given-by-express');
    }, PATIENT);
    const socket = await connected(url, posting('/', ''));
    await begun.promise;
    await pass(30, () => void socket.write('x'));
    expect(await cut(metrics, 'slow_body')).toBe(0);
    await pass(1);
    const [head = '', body = ''] = Buffer.concat(await socket.toArray())
      .toString()
      .split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1[.]1 408 /);
    expect(head).toMatch(/^Connection: close$/m);
    expect(JSON.parse(body)).toMatchObject({ type: 'about:blank', status: 408, request_id: 'given-by-express' });
    expect(await ended.promise).toBe('incomplete');
    expect(await cut(metrics, 'slow_body')).toBe(1);
  });

  it('that waits for the service gets its answer, however long it waits', async () => {
    const [turn, received] = [Promise.withResolvers<void>(), { bytes: () => 0 }];
    const { url, metrics } = await listen((req, res) => {
      received.bytes = () => req.readableLength;
      void turn.promise.then(async () => res.end(String((await textOf(req)).length)));
    }, PATIENT);
    const socket = await connected(url, posting('/', 'x'.repeat(999), 'Connection: close\r\n'));
    await expect.poll(() => received.bytes()).toBe(999);
    await pass(300);
    turn.resolve();
    socket.write('x');
    expect(Buffer.concat(await socket.toArray()).toString()).toMatch(/^HTTP\/1[.]1 200 .*1000$/s);
    expect(await cut(metrics, 'slow_body')).toBe(0);
  });

  it('that goes on after the answer ends the connection after 30 s', async () => {
    const answered = Promise.withResolvers<void>();
    const { url, metrics } = await listen((_req, res) => void res.end('early', answered.resolve), PATIENT);
    const socket = await connected(url, posting('/', 'x'));
    await answered.promise;
    await pass(31);
    expect(await cut(metrics, 'slow_body')).toBe(1);
    expect(Buffer.concat(await socket.toArray()).toString()).toMatch(/^HTTP\/1[.]1 200 .*early$/s);
  });

  it.each([
    ['/auth/login', 'application/json', '{"login":', 'logIn', 'malformed-request'],
    ['/imports', 'text/csv', 'title,year\nБрат,', 'startImport', 'validation-failed'],
  ])(
    'of %s that stops is refused with 408, which is no fault of the service',
    async (path, type, body, operation, status) => {
      const { url } = await listen(app.application, PATIENT);
      const { token } = await app.logIn();
      const socket = await connected(
        url,
        posting(path, body, `Authorization: Bearer ${token}\r\nContent-Type: ${type}\r\n`),
      );
      await expect.poll(underWay).toBe(1);
      const answer = socket.toArray();
      // More than 31 s, if the service is slow to read the first bytes.
      while (!socket.closed) await pass(1);
      expect(Buffer.concat(await answer).toString()).toMatch(/^HTTP\/1[.]1 408 /);
      await expect.poll(underWay).toBe(0);
      const metrics = await app.service.container.get(PrometheusMetrics).text();
      expect(metrics).toContain(
        `http_request_duration_seconds_count{method="POST",route="${path}",status_code="408"} 1`,
      );
      await expect.poll(() => app.log).toContainEqual(expect.objectContaining({ operation, status }));
      expect(app.log.filter(({ level }) => level === 'error')).toEqual([]);
    },
  );
});

describe('a whole list', () => {
  it('is not read further after a client has disconnected at any moment', async () => {
    const { url } = await listen(app.application);
    const { token } = await app.logIn();
    recordsRead = 0;
    const delays = [0, 0, 0, 1, 2, 4, 8, 16, 32];
    for (const delayMs of delays) {
      const socket = await connected(url, asking('/movies', token));
      if (delayMs === 0) socket.destroySoon();
      else await sleep(delayMs).then(() => socket.destroy());
      await expect.poll(underWay).toBe(0);
    }
    expect((await app.call('GET', '/movies?page=1', { token })).status).toBe(200);
    expect(recordsRead).toBeLessThan((delays.length * FILMS) / 2);
  });

  it('is not begun for clients that disconnected before their turn', async () => {
    const { url } = await listen(app.application);
    const { token } = await app.logIn();
    recordsRead = 0;
    for (let n = 0; n < 40; n += 1) (await connected(url, asking('/movies', token))).destroySoon();
    await expect.poll(underWay).toBe(0);
    expect(recordsRead).toBeLessThan(FILMS);
  });

  it('is sent completely to a client that reads slowly', async () => {
    const { url } = await listen(app.application);
    const { token } = await app.logIn();
    const answer = await fetch(`${url}/movies`, { headers: { Authorization: `Bearer ${token}` } });
    let text = '';
    for await (const part of answer.body!.pipeThrough(new TextDecoderStream())) {
      text += part;
      await sleep(1);
    }
    expect(JSON.parse(text)).toHaveLength(FILMS);
  });

  it('that is not read counts in the limit of its person, and affects nobody else', async () => {
    const { url, metrics } = await listen(app.application, { timeouts: { nothingMs: 1_000, allMs: 60_000 } });
    const [{ token: idler }, { token: reader }] = [await app.logIn(), await app.logIn()];
    for (let n = 0; n < 3; n += 1) await connected(url, asking('/movies', idler));
    await expect.poll(underWay).toBe(3);

    const refused = await app.call('GET', '/movies', { token: idler });
    expect([refused.status, refused.body]).toEqual([429, expect.objectContaining({ code: 'too-many-requests' })]);
    expect(refused.headers.get('RateLimit-Policy')).toBe('"lists";q=3;qu="concurrent-requests"');
    expect(refused.headers.get('Retry-After')).toBe('1');
    expect((await app.call('GET', '/user', { token: idler })).status).toBe(200);
    expect((await app.call('GET', '/movies', { token: reader })).body).toHaveLength(FILMS);

    await expect.poll(() => cut(metrics, 'not_read')).toBe(3);
    await expect.poll(async () => (await app.call('GET', '/movies?page=1', { token: idler })).status).toBe(200);
    expect(await app.service.container.get(PrometheusMetrics).text()).toMatch(
      /^http_rate_limited_total\{policy="lists"\} [1-9]/m,
    );
  });
});
