import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PrometheusMetrics } from '../../../src/adapters/observability/prometheus-metrics.ts';
import { RawClient } from '../../support/raw-client.ts';
import type { TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

const INDEX =
  '<!doctype html><head><base href="./" /><script type="module" src="./assets/main-1a2b.js"></script></head>';
const SCRIPT = `export const films = ${JSON.stringify(Array.from({ length: 300 }, (_, at) => `film ${at}`))};\n`;
const BROWSER = { Accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };

/** A folder as the build writes it, with a link that leads outside. */
function makePage(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kinopolka-page-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), INDEX);
  writeFileSync(join(folder, 'assets', 'main-1a2b.js'), SCRIPT);
  writeFileSync(join(folder, 'assets', 'main-1a2b.js.br'), brotliCompressSync(SCRIPT));
  writeFileSync(join(folder, 'assets', 'main-1a2b.js.gz'), gzipSync(SCRIPT));
  writeFileSync(join(folder, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  symlinkSync('/etc/hostname', join(folder, 'assets', 'link.js'));
  return folder;
}

const folder = makePage();
let app: TestApp;
let client: RawClient;
beforeAll(async () => {
  app = await startTestApp({ page: folder });
  client = new RawClient(app.url);
});
afterAll(async () => {
  client.close();
  await app.close();
  rmSync(folder, { recursive: true });
});

const get = (target: string, headers: Record<string, string> = {}) => client.send({ method: 'GET', target, headers });

describe('a view of the page', () => {
  it.each([
    ['/app/', './'],
    ['/app/films', './'],
    ['/app/films/', '../'],
    ['/app/films/301', '../'],
    ['/app/films/301?tab=facts/more', '../'],
    ['/app/a.b/c/%D1%84', '../../'],
  ])('is the same file with a relative path to the folder: %s', async (target, base) => {
    const { status, headers, text } = await get(target);
    expect([status, text]).toEqual([200, INDEX.replace('./"', `${base}"`)]);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-cache');
  });

  it('is sent again only if it has changed', async () => {
    const { headers } = await get('/app/films/301');
    const etag = headers.get('etag') ?? '';
    const known = await get('/app/films/302', { 'If-None-Match': etag });
    expect([known.status, known.text]).toEqual([304, '']);
    // The path back to the folder is different.
    expect((await get('/app/', { 'If-None-Match': etag })).status).toBe(200);
  });

  it('allows only its own scripts and styles, and no frame', async () => {
    const { headers } = await get('/app/');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy.split('; ')).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'self'",
        "require-trusted-types-for 'script'",
      ]),
    );
    expect(policy).not.toContain('unsafe');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('x-frame-options')).toBe('DENY');
  });

  it.each(['/app/films/main-1a2b.js', '/app/assets/', '/app/robots.txt', '/app/assets/other', `/app${'/a'.repeat(9)}`])(
    'does not exist at the path of a file: %s',
    async (target) => {
      const { status, text } = await get(target);
      expect([status, JSON.parse(text)]).toEqual([404, expect.objectContaining({ code: 'route-not-found' })]);
    },
  );
});

describe('a file of the page', () => {
  it.each([
    ['identity', null],
    ['gzip', 'gzip'],
    ['gzip, deflate, br, zstd', 'br'],
    ['br;q=0, gzip', 'gzip'],
  ])('is sent as the build compressed it: to %s', async (accepted, coding) => {
    const { status, headers, text } = await get('/app/assets/main-1a2b.js', { 'Accept-Encoding': accepted });
    expect([status, text, headers.get('content-encoding')]).toEqual([200, SCRIPT, coding]);
    expect(headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(headers.get('vary')).toBe('Accept-Encoding');
    expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  });

  it('is revalidated if its name has no hash', async () => {
    const { headers } = await get('/app/icon.svg');
    expect([headers.get('content-type'), headers.get('cache-control')]).toEqual(['image/svg+xml', 'no-cache']);
  });

  it.each([
    '/app/../package.json',
    '/app/%2e%2e/package.json',
    '/app/..%2fpackage.json',
    '/app/..%5c..%5cpackage.json',
    '/app/..\\package.json',
    '/app/assets/../icon.svg',
    '/app/assets/link.js',
    '/app/icon.svg%00',
    '/app/%00',
    '/app//films',
    '/app/films//301',
    '/app/assets/main-1a2b.js.gz',
    '/app/constructor.js',
  ])('outside of the folder is not found: %s', async (target) => {
    expect((await get(target)).status).toBe(404);
  });

  it('accepts only GET and HEAD', async () => {
    const answer = await client.send({ method: 'PUT', target: '/app/icon.svg', headers: {} });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
    const head = await client.send({ method: 'HEAD', target: '/app/icon.svg', headers: {} });
    expect([head.status, head.text, head.headers.get('content-length')]).toEqual([200, '', '41']);
  });

  it('is counted under one name and not logged', async () => {
    const linesBefore = app.log.length;
    await get('/app/films/301');
    await get('/app/icon.svg');
    expect(app.log.slice(linesBefore)).toEqual([]);
    const text = await app.service.container.get(PrometheusMetrics).text();
    const routes = Array.from(text.matchAll(/http_request_duration_seconds_count\{[^}]*route="(\/app[^"]*)"/g));
    expect(new Set(routes.map(([, route]) => route))).toEqual(new Set(['/app']));
  });
});

describe('the redirect to the page', () => {
  it.each([
    ['/app', {}, './app/'],
    ['/', BROWSER, './app/'],
    ['/', {}, 'docs/'],
    ['/', { Accept: '*/*' }, 'docs/'],
    ['/', { Accept: 'application/json' }, 'docs/'],
  ])('leads from %s with %o to %s, under any prefix', async (target, headers, location) => {
    const answer = await get(target, headers);
    expect([answer.status, answer.headers.get('location')]).toEqual([302, location]);
  });

  it('does not exist if the page is turned off, and neither does its session', async () => {
    const quiet = await startTestApp({ page: folder, settings: { WEB_ENABLED: 'false' } });
    const calls = [
      ['GET', '/app'],
      ['GET', '/app/'],
      ['GET', '/app/icon.svg'],
      ['PUT', '/app/session'],
      ['OPTIONS', '/app/session'],
    ] as const;
    const answers = await Promise.all(calls.map(([method, path]) => fetch(quiet.url + path, { method })));
    expect(answers.map(({ status }) => status)).toEqual(calls.map(() => 404));
    const root = await fetch(quiet.url, { headers: BROWSER, redirect: 'manual' });
    expect(root.headers.get('location')).toBe('docs/');
    const { paths } = (await (await fetch(`${quiet.url}/openapi.json`)).json()) as { paths: object };
    expect(Object.keys(paths).filter((path) => path.startsWith('/app'))).toEqual([]);
    expect(Object.keys(paths)).toContain('/auth/login');
    await quiet.close();
  });
});
