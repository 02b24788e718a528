import { once } from 'node:events';
import type { RequestListener, Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { KinopoiskCalls } from '../../../src/adapters/kinopoisk/kinopoisk-calls.ts';
import { KinopoiskHttp } from '../../../src/adapters/kinopoisk/kinopoisk-http.ts';
import { isFilmSourceFailure, SERVICE_ITSELF } from '../../../src/application/films/ports/film-source.ts';
import { CountingMetrics } from '../../fakes/counting-metrics.ts';
import { UnlimitedApiQuota } from '../../fakes/unlimited-api-quota.ts';

const apiKey = '00000000-secret-0000-key-000000000000';
const clock = { now: () => new Date('2026-11-20T12:00:00.000Z'), monotonicMs: () => performance.now() };
const json = { 'Content-Type': 'application/json' };
const gzippedJson = { ...json, 'Content-Encoding': 'gzip' };
const card = { kinopoiskId: 301, nameRu: 'Матрица' };
const cardText = JSON.stringify(card);
const servers: Server[] = [];

type Answer = (attempt: number, ...exchange: Parameters<RequestListener>) => void;

/**
 * An upstream on a loopback port that records the path and the key of every request. `answer` gets the number of the
 * request, from 1.
 */
async function serve(answer: Answer) {
  const seen = { url: '', requests: [] as unknown[] };
  const server = createServer((request, response) => {
    seen.requests.push([request.url, request.headers['x-api-key']]);
    answer(seen.requests.length, request, response);
  });
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  seen.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return seen;
}

async function close(server: Server) {
  server.closeAllConnections();
  await once(server.close(), 'close');
}

function ask(baseUrl: string, settings: { timeoutMs?: number; retryPauseMs?: number } = {}): Promise<unknown> {
  const calls = new KinopoiskCalls(new UnlimitedApiQuota(), new CountingMetrics(), clock);
  const http = new KinopoiskHttp({ baseUrl, apiKey, timeoutMs: 5000, retryPauseMs: 5, ...settings }, calls, clock);
  return http.get({ operation: 'find', path: '/films/301', purpose: 'asked', owner: SERVICE_ITSELF });
}

/** Every error that a test causes is also searched for text that it must not contain. */
async function failureOf(call: Promise<unknown>) {
  const error = await call.then(
    () => expect.unreachable('the call succeeded'),
    (thrown: unknown) => thrown,
  );
  if (!isFilmSourceFailure(error)) throw error;
  expect(inspect(error, { depth: 20, showHidden: true })).not.toMatch(/secret|x-api-key|upstream words/i);
  return [error.code, error.cause instanceof Error ? error.cause.message : error.cause];
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map(close));
});

describe('KinopoiskHttp', () => {
  it.each(['', '/', '/proxy', '/proxy/'])(
    'requests the path below the base address if that ends in "%s"',
    async (end) => {
      const upstream = await serve((_, __, response) => response.writeHead(200, json).end(cardText));
      expect(await ask(upstream.url + end)).toEqual(card);
      expect(upstream.requests).toEqual([[`${end.replace(/\/$/, '')}/films/301`, apiKey]]);
    },
  );

  it('reads a compressed answer', async () => {
    const upstream = await serve((_, __, response) => response.writeHead(200, gzippedJson).end(gzipSync(cardText)));
    expect(await ask(upstream.url)).toEqual(card);
  });

  it('does not inflate a gzip bomb', async () => {
    const bomb = gzipSync(Buffer.alloc(128 * 1_048_576));
    const upstream = await serve((_, __, response) => response.writeHead(200, gzippedJson).end(bomb));
    const inflated = process.memoryUsage().arrayBuffers;
    expect(await failureOf(ask(upstream.url))).toEqual([
      'kinopoisk-bad-answer',
      'find: body of more than 1048576 bytes',
    ]);
    expect(process.memoryUsage().arrayBuffers - inflated).toBeLessThan(16 * 1_048_576);
    expect(upstream.requests).toHaveLength(1);
  });

  it('stops reading an endless body', async () => {
    let written = 0;
    const closed = Promise.withResolvers<void>();
    const upstream = await serve((_, __, response) => {
      response.writeHead(200, json);
      const more = () => {
        while (response.writable && response.write(Buffer.alloc(65_536, ' '))) written += 65_536;
      };
      response.on('drain', more).on('close', closed.resolve);
      more();
    });
    expect(await failureOf(ask(upstream.url))).toEqual([
      'kinopoisk-bad-answer',
      'find: body of more than 1048576 bytes',
    ]);
    await closed.promise;
    expect(written).toBeLessThan(64 * 1_048_576);
  });

  it.each([301, 302, 303, 307, 308])(
    'never follows a redirect (%i), neither with nor without the key',
    async (status) => {
      const elsewhere = await serve((_, __, response) => response.writeHead(200, json).end(cardText));
      const upstream = await serve((_, { url }, response) =>
        response.writeHead(status, { Location: elsewhere.url + url }).end(),
      );
      expect(await failureOf(ask(upstream.url))).toEqual(['kinopoisk-bad-answer', 'find: redirect refused']);
      expect([upstream.requests.length, elsewhere.requests.length]).toEqual([1, 0]);
    },
  );

  it('tries again after connections that break before the head and within the body', async () => {
    const upstream = await serve((attempt, _, response) => {
      if (attempt === 1) response.destroy();
      else if (attempt === 2)
        response.writeHead(200, { ...json, 'Content-Length': 50 }).write('{', () => response.destroy());
      else response.writeHead(200, json).end(cardText);
    });
    expect(await ask(upstream.url)).toEqual(card);
    expect(upstream.requests).toHaveLength(3);
  });

  it('gives up when the third connection breaks', async () => {
    const upstream = await serve((_, { socket }) => socket.resetAndDestroy());
    expect(await failureOf(ask(upstream.url))).toEqual(['kinopoisk-bad-answer', 'find: ECONNRESET']);
    expect(upstream.requests).toHaveLength(3);
  });

  it.each([
    { share: 0, retryPauseMs: 1000, fromMs: 0, toMs: 1000 },
    { share: 0.5, retryPauseMs: 200, fromMs: 300, toMs: 1300 },
  ])('pauses for a random part ($share) of a time that doubles', async ({ share, retryPauseMs, fromMs, toMs }) => {
    const upstream = await serve((attempt, _, response) =>
      response.writeHead(attempt < 3 ? 503 : 200, json).end(cardText),
    );
    const random = vi.spyOn(Math, 'random').mockReturnValue(share);
    const startedMs = performance.now();
    await ask(upstream.url, { retryPauseMs }).finally(() => random.mockRestore());
    const tookMs = performance.now() - startedMs;
    expect(tookMs).toBeGreaterThan(fromMs - 5);
    expect(tookMs).toBeLessThan(toMs);
  });

  it('calls a refused connection a bad answer', async () => {
    const upstream = await serve(() => undefined);
    await Promise.all(servers.splice(0).map(close));
    expect(await failureOf(ask(upstream.url))).toEqual(['kinopoisk-bad-answer', 'find: ECONNREFUSED']);
  });

  it('does not retry an answer that is not HTTP', async () => {
    const upstream = await serve((_, { socket }) => socket.end('upstream words\r\n\r\n'));
    expect(await failureOf(ask(upstream.url))).toEqual(['kinopoisk-bad-answer', 'find: HTTPParserError']);
    expect(upstream.requests).toHaveLength(1);
  });
});

describe('KinopoiskHttp within its deadline', () => {
  const timeoutMs = 250;

  async function inTime(call: Promise<unknown>) {
    const startedMs = performance.now();
    const failure = await failureOf(call);
    expect(performance.now() - startedMs).toBeLessThan(timeoutMs + 1000);
    return failure;
  }

  it.each<{ title: string; answer: Answer }>([
    { title: 'the head', answer: () => undefined },
    { title: 'the body', answer: (_, __, response) => response.writeHead(200, json).write('{') },
    {
      title: 'the rest of a compressed body',
      answer: (_, __, response) => response.writeHead(200, gzippedJson).write(gzipSync(cardText).subarray(0, 12)),
    },
    {
      title: 'a body that drips',
      answer: (_, __, response) => {
        response.writeHead(200, json);
        const drip = setInterval(() => response.write(' '), 20);
        response.on('close', () => clearInterval(drip));
      },
    },
    {
      title: 'the second attempt',
      answer: (attempt, _, response) => void (attempt === 1 && response.writeHead(503).end()),
    },
    { title: 'the rest of a refusal', answer: (_, __, response) => response.writeHead(401, json).write('{') },
  ])('gives up waiting for $title', async ({ answer }) => {
    const upstream = await serve(answer);
    expect(await inTime(ask(upstream.url, { timeoutMs }))).toEqual([
      'kinopoisk-timeout',
      'find: no answer within the deadline',
    ]);
  });

  it('gives up even if fetch ignores its signal', async () => {
    vi.stubGlobal('fetch', () => new Promise(() => {}));
    const failure = await inTime(ask('https://kinopoisk.test', { timeoutMs })).finally(() => vi.unstubAllGlobals());
    expect(failure).toEqual(['kinopoisk-timeout', 'find: no answer within the deadline']);
  });

  it('makes no pause that does not fit', async () => {
    const upstream = await serve((_, __, response) => response.writeHead(502).end());
    const failure = await inTime(ask(upstream.url, { timeoutMs, retryPauseMs: 1_000_000_000 }));
    expect(failure).toEqual(['kinopoisk-bad-answer', 'find: status 502']);
    expect(upstream.requests).toHaveLength(1);
  });

  it('leaves no timer behind', async () => {
    const upstream = await serve((_, __, response) => response.writeHead(200, json).end(cardText));
    const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
    await ask(upstream.url);
    const before = timers();
    for (let call = 0; call < 20; call++) await ask(upstream.url, { timeoutMs: 60_000 });
    expect(timers()).toBeLessThan(before + 20);
  });
});
