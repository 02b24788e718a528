import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exchangeRaw } from '../../support/raw-exchange.ts';
import type { TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

let app: TestApp;
let token: string;
beforeAll(async () => {
  app = await startTestApp();
  ({ token } = await app.logIn());
});
afterAll(() => app.close());

const json = { 'Content-Type': 'application/json' };

async function codeOf(method: string, path: string, call: Parameters<TestApp['call']>[2] = {}): Promise<unknown> {
  const { status, body } = await app.call(method, path, call);
  return [status, (body as { code?: string }).code];
}

describe('bodies', () => {
  it.each([
    ['no JSON', '{"kinopoisk_id":', json, [400, 'malformed-request']],
    ['bytes that are no UTF-8', new Uint8Array([0x22, 0xff, 0x22]), json, [400, 'malformed-request']],
    ['nesting without end', '['.repeat(5000) + ']'.repeat(5000), json, [400, 'malformed-request']],
    ['more than 64 KiB', JSON.stringify('x'.repeat(70_000)), json, [413, 'payload-too-large']],
    ['another type', '<id>301</id>', { 'Content-Type': 'application/xml' }, [415, 'unsupported-media-type']],
    [
      'another charset',
      '{}',
      { 'Content-Type': 'application/json; charset=windows-1251' },
      [415, 'unsupported-media-type'],
    ],
    [
      'a form',
      'kinopoisk_id=301',
      { 'Content-Type': 'application/x-www-form-urlencoded' },
      [415, 'unsupported-media-type'],
    ],
    ['an unknown encoding', '{}', { ...json, 'Content-Encoding': 'secret' }, [415, 'unsupported-media-type']],
    ['a list', '[]', json, [422, 'validation-failed']],
    ['null', 'null', json, [422, 'validation-failed']],
    ['a string for a number', '{"kinopoisk_id":"301"}', json, [422, 'validation-failed']],
    ['a fraction', '{"kinopoisk_id":1.5}', json, [422, 'validation-failed']],
    ['more than four bytes', '{"kinopoisk_id":2147483648}', json, [422, 'validation-failed']],
    ['infinity', '{"kinopoisk_id":1e400}', json, [422, 'validation-failed']],
  ])('of %s are refused', async (_what, rawBody, headers, expected) => {
    expect(await codeOf('POST', '/movies/favorites', { token, rawBody, headers })).toEqual(expected);
  });

  it('with more than 64 KiB after decompression are refused', async () => {
    const rawBody = new Uint8Array(gzipSync(JSON.stringify('x'.repeat(10_000_000))));
    const headers = { ...json, 'Content-Encoding': 'gzip' };
    expect(await codeOf('POST', '/movies/favorites', { token, rawBody, headers })).toEqual([413, 'payload-too-large']);
  });

  it('that are longer than 64 KiB compressed are refused, also without any content', async () => {
    const head = 'POST /auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Encoding: gzip';
    const bytes = Buffer.from(`1f8b08000000000000ff${'000000ffff'.repeat(14_000)}`, 'hex');
    const chunk = [Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')];
    const unfinished = [Buffer.from(`${head}\r\nTransfer-Encoding: chunked\r\n\r\n`), ...chunk];
    expect(await exchangeRaw(app.url, Buffer.concat(unfinished))).toBe(413);
  });

  it('that are compressed are all read, however many come at once', async () => {
    const rawBody = new Uint8Array(gzipSync(JSON.stringify({ kinopoisk_id: 0 })));
    const headers = { ...json, 'Content-Encoding': 'gzip' };
    const refused = () => codeOf('POST', '/movies/favorites', { token, rawBody, headers });
    const answers = await Promise.all(Array.from({ length: 20 }, refused));
    expect(answers).toEqual(answers.map(() => [422, 'validation-failed']));
  });

  it('may contain any number of brackets in a text', async () => {
    const body = { login: '['.repeat(100), password: '{'.repeat(100) };
    expect(await codeOf('POST', '/auth/login', { body })).toEqual([401, 'invalid-credentials']);
  });
});

describe('parameters', () => {
  it.each([
    '/movies/search',
    '/movies/search?query=',
    '/movies/search?query=%20',
    '/movies/search?query=a%00b',
    `/movies/search?query=${'я'.repeat(201)}`,
    '/movies/search?query=a&query=b',
    '/movies/search?query[]=a',
    '/movies/search?query=a&page[x]=1',
    ...['0', '21', '-1', '1e0', '0x1', '01', '+1', '1.0', ' 1', '', '１', '99999999999999'].map(
      (page) => `/movies/search?query=a&page=${encodeURIComponent(page)}`,
    ),
    '/movies/favorites?page=1&per_page=101',
    '/movies/favorites?page=1&per_page=0',
    '/movies/favorites?sort=password_hash',
    '/movies/favorites?sort=title&sort=year',
    '/movies/0',
    '/movies/2147483648',
    '/movies/abc',
    '/movies/1e3',
  ])('of %s are refused', async (path) => {
    expect(await codeOf('GET', path, { token })).toEqual([422, 'validation-failed']);
  });

  it('whose percent-encoding is broken are a malformed request', async () => {
    expect(await codeOf('GET', '/movies/%E0%A4%A', { token })).toEqual([400, 'malformed-request']);
  });
});

describe('credentials', () => {
  it.each([
    [undefined, 401, 'unauthenticated', 'Bearer'],
    ['Bearer undefined', 401, 'unauthenticated', 'Bearer'],
    ['Bearer null', 401, 'unauthenticated', 'Bearer'],
    ['Bearer aaa.bbb.ccc', 401, 'invalid-token', 'Bearer error="invalid_token"'],
    ['Bearer', 401, 'invalid-token', 'Bearer error="invalid_token"'],
    ['Basic bmVvOm5lbw==', 401, 'invalid-token', 'Bearer error="invalid_token"'],
    ['Bearer a b', 401, 'invalid-token', 'Bearer error="invalid_token"'],
  ])('"%s" is answered with %i %s', async (authorization, status, code, challenge) => {
    const headers: Record<string, string> = authorization === undefined ? {} : { Authorization: authorization };
    const answer = await app.call('GET', '/user', { headers });
    expect([answer.status, (answer.body as { code: string }).code]).toEqual([status, code]);
    expect(answer.headers.get('www-authenticate')).toBe(challenge);
  });

  it('in the query or a form field are ignored', async () => {
    expect(await codeOf('GET', `/user?access_token=${token}`)).toEqual([401, 'unauthenticated']);
  });

  it('are checked before the input', async () => {
    expect(await codeOf('GET', '/movies/abc')).toEqual([401, 'unauthenticated']);
    expect(await codeOf('POST', '/movies/favorites', { rawBody: '{', headers: json })).toEqual([
      401,
      'unauthenticated',
    ]);
  });

  it('are read from a single Authorization header only', async () => {
    const socket = connect(Number(new URL(app.url).port), '127.0.0.1');
    const head = `GET /user HTTP/1.1\r\nHost: x\r\nConnection: close\r\n`;
    socket.write(`${head}Authorization: Bearer ${token}\r\nAuthorization: Bearer ${token}\r\n\r\n`);
    const text = (await socket.setEncoding('utf8').toArray()).join('');
    expect(text).toMatch(/^HTTP\/1\.1 401 /);
  });
});

describe('routing', () => {
  it('answers 405 with Allow for an unknown method of a known path', async () => {
    const answer = await app.call('DELETE', '/movies/favorites', { token });
    expect([answer.status, (answer.body as { code: string }).code]).toEqual([405, 'method-not-allowed']);
    expect(answer.headers.get('allow')).toBe('GET, HEAD, OPTIONS, POST');
  });

  it('answers 404 as a problem anywhere else', async () => {
    expect(await codeOf('GET', '/wp-login.php')).toEqual([404, 'route-not-found']);
    expect(await codeOf('GET', '/problems/no-such-problem')).toEqual([404, 'route-not-found']);
    expect(await codeOf('GET', '/problems/__proto__')).toEqual([404, 'route-not-found']);
  });

  it('leads from / to the documentation', async () => {
    const answer = await fetch(`${app.url}/`, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([302, 'docs/']);
  });

  it.each([
    'package.json',
    'README.md',
    'index.html',
    'nowhere',
    'swagger-ui.css/',
    'a/package.json',
    'a/swagger-ui-init.js',
  ])('answers /docs/%s like any other unknown path', async (path) => {
    expect(await codeOf('GET', `/docs/${path}`)).toEqual([404, 'route-not-found']);
  });

  it.each([
    ['range', { Range: 'bytes=99999999-' }],
    ['range that ends before it begins', { Range: 'bytes=5-1' }],
    ['condition', { 'If-Match': '"another"' }],
    ['condition on the time', { 'If-Unmodified-Since': 'Mon, 01 Jan 1990 00:00:00 GMT' }],
  ])('refuses a %s that does not fit a file', async (_what, headers) => {
    expect(await codeOf('GET', '/docs/swagger-ui.css', { headers })).toEqual([400, 'malformed-request']);
  });

  it('has no documentation if it is turned off', async () => {
    const quiet = await startTestApp({ settings: { DOCS_ENABLED: 'false' } });
    const statuses = await Promise.all(
      ['/', '/docs/', '/openapi.json'].map(async (path) => (await quiet.call('GET', path)).status),
    );
    expect(statuses).toEqual([404, 404, 404]);
    await quiet.close();
  });
});

describe('every answer', () => {
  it('has the valid request id of a client, or else one of ours', async () => {
    const own = await app.call('GET', '/health/live', { headers: { 'X-Request-Id': 'client-chosen-1' } });
    expect(own.headers.get('x-request-id')).toBe('client-chosen-1');
    const other = await app.call('GET', '/nowhere', { headers: { 'X-Request-Id': 'a"b {}' } });
    expect(other.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(other.body).toMatchObject({ instance: `/requests/${other.headers.get('x-request-id')}` });
  });

  it('carries no token that a client sends as its request id', async () => {
    const { username, password, token: access } = await app.logIn();
    const { body } = await app.call('POST', '/login', { body: { username, password } });
    const { refresh_token: refresh } = body as { refresh_token: string };
    const personal = { name: 'x', permissions: ['account:own'] };
    const made = await app.call('POST', '/user/tokens', { token: access, body: personal });
    for (const secret of [access, refresh, (made.body as { token: string }).token]) {
      const { headers } = await app.call('GET', '/user', { headers: { 'X-Request-Id': secret } });
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  it('has security headers and does not reveal the software', async () => {
    const { headers } = await app.call('GET', '/health/live');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  it('is private if it depends on the caller', async () => {
    const { headers } = await app.call('GET', '/movies/search?query=nothing', { token });
    expect(headers.get('cache-control')).toBe('private, no-cache');
    expect(headers.get('vary')).toContain('Authorization');
  });

  it('explains its problem on a page in both languages', async () => {
    const { status, text } = await app.call('GET', '/problems/movie-not-found');
    expect(status).toBe(200);
    expect(text).toContain('No such film');
    expect(text).toContain('Нет такого фильма');
  });
});

describe('the operation log', () => {
  it('has one line for each operation, even a refused one, with actor, operation, outcome and duration', async () => {
    const headers = { 'X-Request-Id': 'log-test-0001', traceparent: `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01` };
    await app.call('GET', '/user', { token, headers });
    await app.call('GET', '/movies/abc', { token, headers });
    await app.call('GET', '/user', { headers });
    const lines = app.log.filter((line) => line['request_id'] === 'log-test-0001');
    expect(lines.map(({ operation, status, method, route }) => [operation, status, method, route])).toEqual([
      ['getProfile', 'ok', 'GET', '/user'],
      ['getMovie', 'validation-failed', 'GET', '/movies/{kinopoisk_id}'],
      ['getProfile', 'unauthenticated', 'GET', '/user'],
    ]);
    expect(lines[0]).toMatchObject({
      level: 'info',
      trace_id: 'ab'.repeat(16),
      duration_ms: expect.any(Number) as number,
    });
    expect(lines[0]?.['actor']).toMatch(/^[0-9a-f-]{36}$/);
    expect(lines[2]?.['actor']).toBe('anonymous');
  });

  it('never shows a password or a token', async () => {
    await app.call('POST', '/auth/login', { body: { login: 'nobody', password: 'hunter2-hunter2' } });
    const text = JSON.stringify(app.log);
    expect(text).not.toContain('hunter2');
    expect(text).not.toContain('correct horse');
    expect(text).not.toContain(token.slice(0, 40));
  });
});

describe('long Accept headers', () => {
  const title = async (headers: Record<string, string>) =>
    ((await app.call('GET', '/movies/301', { headers })).body as { title: string }).title;

  it('are removed before they are parsed', async () => {
    const [russian, english] = [await title({ 'Accept-Language': 'ru' }), await title({})];
    expect(russian).not.toBe(english);
    expect(await title({ 'Accept-Language': 'ru,'.repeat(150) })).toBe(russian);
    expect(await title({ 'Accept-Language': 'ru,'.repeat(200) })).toBe(english);
    const many = { headers: { 'Accept-Encoding': 'gzip,'.repeat(200) } };
    expect((await fetch(`${app.url}/openapi.json`, many)).headers.get('Content-Encoding')).toBeNull();
  });
});
