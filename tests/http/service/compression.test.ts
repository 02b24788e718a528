import { once } from 'node:events';
import { connect } from 'node:net';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { API } from '../../../src/adapters/http/api.ts';
import { Compression } from '../../../src/adapters/http/output/compression.ts';
import { tokens } from '../../../src/bootstrap/tokens.ts';
import { aCard } from '../../builders/film.ts';
import type { TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

/** A list of these films is much longer than the maximum for an `ETag`. */
const FILMS = 300;

let app: TestApp;
let token: string;
beforeAll(async () => {
  app = await startTestApp();
  ({ token } = await app.logIn());
  const films = Array.from({ length: FILMS }, (_, at) => aCard({ kinopoiskId: 1000 + at, nameRu: `Фильм ${at}` }));
  await app.service.container.get(tokens.movieRepository).save(films);
});
afterAll(() => app.close());

type Raw = { status: number; headers: Map<string, string>; body: Buffer };

/** The bytes as they are received. */
async function raw(path: string, headers: Record<string, string> = {}, method = 'GET', body = ''): Promise<Raw> {
  const socket = connect(Number(new URL(app.url).port), '127.0.0.1');
  const lines = Object.entries({ Host: 'x', Connection: 'close', Authorization: `Bearer ${token}`, ...headers });
  socket.write(
    `${method} ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`,
  );
  const bytes = Buffer.concat((await socket.toArray()) as Buffer[]);
  const end = bytes.indexOf('\r\n\r\n');
  const [status = '', ...fields] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const named = new Map(
    fields.map((field) => [field.slice(0, field.indexOf(':')).toLowerCase(), field.slice(field.indexOf(':') + 2)]),
  );
  const rest = bytes.subarray(end + 4);
  const isChunked = named.get('transfer-encoding') === 'chunked';
  return { status: Number(status.split(' ')[1]), headers: named, body: isChunked ? unchunked(rest) : rest };
}

function unchunked(bytes: Buffer): Buffer {
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf('\r\n', at);
    const length = Number.parseInt(bytes.subarray(at, end).toString('latin1'), 16);
    chunks.push(bytes.subarray(end + 2, end + 2 + length));
    at = end + 4 + length;
  }
  return Buffer.concat(chunks);
}

const PAGE = '/movies?page=1&per_page=100';
const LIST = '/movies';

function decoded({ headers, body }: Raw): unknown {
  const coding = headers.get('content-encoding');
  const text = coding === 'gzip' ? gunzipSync(body) : coding === 'br' ? brotliDecompressSync(body) : body;
  return JSON.parse(text.toString());
}

describe('an answer is compressed', () => {
  it.each([
    ['gzip', 'gzip'],
    ['br', 'br'],
    ['GZIP', 'gzip'],
    ['x-gzip', 'gzip'],
    ['gzip, deflate, br, zstd', 'gzip'],
    ['br;q=1.0, gzip;q=0.8, *;q=0.1', 'br'],
    ['gzip;q=0.5, br;q=0.9', 'br'],
    ['gzip;q=0, br', 'br'],
    ['*', 'gzip'],
    ['gzip;q=0.001', 'gzip'],
    ['deflate', undefined],
    ['zstd', undefined],
    ['', undefined],
    ['identity', undefined],
    ['identity, gzip;q=0.5', undefined],
    ['gzip;q=0', undefined],
    ['*;q=0', undefined],
    ['gzip;q=nonsense', undefined],
  ])('as Accept-Encoding requests: %s → %s', async (accepted, coding) => {
    const plain = decoded(await raw(PAGE));
    for (const path of [PAGE, LIST]) {
      const answer = await raw(path, { 'Accept-Encoding': accepted });
      expect([answer.status, answer.headers.get('content-encoding')]).toEqual([200, coding]);
      expect(answer.headers.get('vary')).toMatch(/\bAccept-Encoding\b/);
      if (path === PAGE) expect(decoded(answer)).toEqual(plain);
      else expect(decoded(answer)).toHaveLength(FILMS);
      if (path === PAGE) expect(answer.headers.get('content-length')).toBe(String(answer.body.length));
    }
  });

  it('to a fraction of its length', async () => {
    const lengths = await Promise.all(
      [{}, { 'Accept-Encoding': 'gzip' }, { 'Accept-Encoding': 'br' }].map(
        async (headers) => (await raw(LIST, headers)).body.length,
      ),
    );
    expect(lengths[1]!).toBeLessThan(lengths[0]! / 4);
    expect(lengths[2]!).toBeLessThan(lengths[0]! / 4);
  });

  it('only on request, and not if it is short', async () => {
    for (const path of [PAGE, LIST]) expect((await raw(path)).headers.has('content-encoding')).toBe(false);
    const short = await raw('/genres/7', { 'Accept-Encoding': 'gzip' });
    expect(short.headers.has('content-encoding')).toBe(false);
    const one = await raw('/movies?page=1&per_page=1', { 'Accept-Encoding': 'gzip' });
    expect([one.headers.get('content-encoding'), one.headers.get('vary')]).toEqual([
      undefined,
      expect.stringContaining('Accept-Encoding'),
    ]);
  });

  it('not if it is short, even for a client that accepts nothing else', async () => {
    const answer = await raw('/movies?page=1&per_page=1', { 'Accept-Encoding': 'gzip, identity;q=0' });
    expect([answer.status, answer.headers.get('content-encoding')]).toEqual([200, undefined]);
    expect(decoded(answer)).toHaveLength(1);
  });

  it('with the same head for HEAD, and no body', async () => {
    for (const path of [PAGE, LIST]) {
      const [get, head] = [
        await raw(path, { 'Accept-Encoding': 'gzip' }),
        await raw(path, { 'Accept-Encoding': 'gzip' }, 'HEAD'),
      ];
      expect(head.body).toHaveLength(0);
      for (const name of ['content-encoding', 'content-type', 'vary', 'etag'])
        expect([name, head.headers.get(name)]).toEqual([name, get.headers.get(name)]);
    }
  });

  it('in documents and files too', async () => {
    const [document, again] = [
      await raw('/openapi.json', { 'Accept-Encoding': 'br' }),
      await raw('/openapi.json', { 'Accept-Encoding': 'br' }),
    ];
    expect(decoded(document)).toMatchObject({ openapi: '3.1.0' });
    expect(again.body).toEqual(document.body);
    expect(decoded(await raw('/openapi.json'))).toEqual(decoded(document));
  });

  it('for the document, with a strong tag for each coding, which leads to a 304', async () => {
    const tags = ['identity', 'gzip', 'br'].map(async (coding) => {
      const accepted = { 'Accept-Encoding': coding };
      const { headers } = await raw('/openapi.json', accepted);
      const tag = String(headers.get('etag'));
      expect(tag).toMatch(/^"[\w-]{20,}"$/);
      const again = await raw('/openapi.json', { ...accepted, 'If-None-Match': tag });
      expect([again.status, again.headers.get('etag'), again.body.length]).toEqual([304, tag, 0]);
      const other = await raw('/openapi.json', { ...accepted, 'If-None-Match': '"another"' });
      expect([other.status, other.headers.get('etag')]).toEqual([200, tag]);
      return tag;
    });
    expect(new Set(await Promise.all(tags)).size).toBe(3);
  });
});

describe('the ETag', () => {
  it('names the bytes, so each coding has its own, and each leads to a 304', async () => {
    const codings = ['', 'gzip', 'br'];
    const tags = await Promise.all(
      codings.map(async (coding) => (await raw(PAGE, { 'Accept-Encoding': coding })).headers.get('etag')!),
    );
    expect(new Set(tags).size).toBe(3);
    for (const [at, tag] of tags.entries()) {
      const condition = { 'Accept-Encoding': codings[at]!, 'If-None-Match': tag };
      const same = await raw(PAGE, condition);
      expect([same.status, same.headers.get('etag'), same.body.length]).toEqual([304, tag, 0]);
      expect(same.headers.has('content-encoding')).toBe(false);
      expect(same.headers.get('vary')).toContain('Accept-Encoding');
      expect((await raw(PAGE, { ...condition, 'If-None-Match': `"old", W/${tag}` })).status).toBe(304);
      expect((await raw(PAGE, { ...condition, 'If-None-Match': '*' })).headers.get('etag')).toBe(tag);
    }
  });

  it('for a coding that the client no longer accepts leads to the whole answer', async () => {
    const { headers } = await raw(PAGE, { 'Accept-Encoding': 'gzip' });
    expect((await raw(PAGE, { 'If-None-Match': headers.get('etag')! })).status).toBe(200);
  });

  it('for an uncompressed answer still matches for a client that accepts codings now', async () => {
    const tag = (await raw(PAGE)).headers.get('etag')!;
    expect((await raw(PAGE, { 'Accept-Encoding': 'gzip', 'If-None-Match': tag })).status).toBe(304);
  });
});

describe('tokens', () => {
  it('are in no compressed answer', async () => {
    const withTokens = API.routes.filter(({ answers }) =>
      Object.values(answers).some(
        ({ body }) => body && /"[a-z_]*token":/.test(JSON.stringify(z.toJSONSchema(body, { unrepresentable: 'any' }))),
      ),
    );
    expect(withTokens.map(({ operationId }) => operationId)).toEqual(
      expect.arrayContaining(['logIn', 'refreshSession', 'logOutOthers']),
    );
    expect(withTokens.filter(({ hasSecrets }) => hasSecrets !== true)).toEqual([]);
  });

  it('are sent uncompressed, whatever the client accepts', async () => {
    const { username, password } = await app.logIn();
    const body = JSON.stringify({ login: username, password });
    const headers = {
      'Accept-Encoding': 'gzip, identity;q=0',
      'Content-Type': 'application/json',
      'Content-Length': String(body.length),
    };
    const answer = await raw('/auth/login', headers, 'POST', body);
    expect([answer.status, answer.headers.has('content-encoding')]).toEqual([200, false]);
    expect(decoded(answer)).toMatchObject({ token_type: 'Bearer' });
  });
});

describe('Compression', () => {
  const accepted = 'gzip';
  const long = 'x'.repeat(10_000);

  it('limits how many answers it compresses at once', async () => {
    const compression = new Compression();
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => compression.whole(long, accepted)));
    expect(outcomes.filter((bytes) => bytes !== undefined)).toHaveLength(2);
    expect(gunzipSync((await compression.whole(long, accepted))!).toString()).toBe(long);
  });

  it('serves twenty clients at once, and closes everything when clients disconnect', async () => {
    for (let round = 0; round < 2; round += 1) {
      const leaving = Array.from({ length: 10 }, async () => {
        const socket = connect(Number(new URL(app.url).port), '127.0.0.1').on('error', () => undefined);
        socket.write(
          `GET ${LIST} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: br\r\nAuthorization: Bearer ${token}\r\n\r\n`,
        );
        await once(socket, 'data');
        socket.destroy();
      });
      const staying = Array.from({ length: 10 }, () => raw(LIST, { 'Accept-Encoding': 'gzip' }));
      for (const answer of await Promise.all(staying)) expect(decoded(answer)).toHaveLength(FILMS);
      await Promise.all(leaving);
    }
    await expect
      .poll(async () => (await raw(LIST, { 'Accept-Encoding': 'gzip' })).headers.get('content-encoding'))
      .toBe('gzip');
    expect(app.log.filter(({ level }) => level === 'error')).toEqual([]);
  });
});
