import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ANSWER_HEADERS } from '../../../src/adapters/http/output/headers.ts';
import { StorageUnavailable } from '../../../src/application/shared/ports/storage.ts';
import { FaultSwitch } from '../../support/fault-switch.ts';
import type { TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

const ORIGIN = 'https://films.example';
const OTHER = 'https://other.example';

const allowed = (answer: Response | { headers: Headers }) => answer.headers.get('access-control-allow-origin');
const preflight = (origin: string) => ({
  Origin: origin,
  'Access-Control-Request-Method': 'PUT',
  'Access-Control-Request-Headers': 'authorization,content-type,if-none-match,x-anything',
});

describe('calls from pages of another origin', () => {
  const faults = new FaultSwitch();
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({
      settings: { CORS_ORIGINS: `${ORIGIN}, http://localhost:5173/`, LIMIT_SEARCH_PER_MINUTE: '1' },
      rebind: (container) => faults.install(container, ['genreRepository']),
    });
  });
  afterEach(() => faults.heal());
  afterAll(() => app.close());

  it.each([ORIGIN, 'http://localhost:5173'])('are allowed from %s', async (origin) => {
    const answer = await app.call('GET', '/genres/', { headers: { Origin: origin } });
    expect([answer.status, allowed(answer)]).toEqual([200, origin]);
    expect(answer.headers.get('vary')).toContain('Origin');
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    const own = ['Pragma', 'Film-Source', 'Remote-User', 'X-Auth-User-Id', 'X-Auth-Roles'];
    const exposed = (answer.headers.get('access-control-expose-headers') ?? '').split(',');
    expect(exposed).toEqual([...Object.keys(ANSWER_HEADERS), ...own, 'X-Request-Id']);
  });

  it.each([OTHER, 'null', `${ORIGIN}.evil.example`, 'http://films.example', 'https://films.example:8443'])(
    'get no CORS headers for %s, and others get the usual answers',
    async (origin) => {
      const answer = await app.call('GET', '/genres', { headers: { Origin: origin } });
      expect([answer.status, allowed(answer)]).toEqual([200, null]);
      expect(answer.headers.get('vary')).toContain('Origin');
    },
  );

  it.each([
    ['GET', '/user/', {}, 401],
    ['GET', '/no/such/path', {}, 404],
    ['DELETE', '/genres', {}, 405],
    ['POST', '/auth/login/', { rawBody: '{', headers: { 'Content-Type': 'application/json' } }, 400],
    ['POST', '/auth/login/', { rawBody: 'x', headers: { 'Content-Type': 'text/plain' } }, 415],
    ['POST', '/auth/login/', { rawBody: 'x'.repeat(70_000), headers: { 'Content-Type': 'application/json' } }, 413],
    ['POST', '/auth/login/', { body: {} }, 422],
    ['GET', '/movies/%E0%A4%A/', {}, 400],
  ] as const)('read failures, too: %s %s', async (method, path, call, status) => {
    const headers = { ...('headers' in call ? call.headers : {}), Origin: ORIGIN };
    const answer = await app.call(method, path, { ...call, headers });
    expect([answer.status, allowed(answer)]).toEqual([status, ORIGIN]);
    expect(answer.body).toMatchObject({ message: expect.any(String) as string });
  });

  it.each([
    [500, new Error('boom')],
    [503, new StorageUnavailable()],
  ])('read failures of the service itself, too: %i', async (status, failure) => {
    faults.breaks(['genreRepository'], failure);
    const answer = await app.call('GET', '/genres/', { headers: { Origin: ORIGIN } });
    expect([answer.status, allowed(answer)]).toEqual([status, ORIGIN]);
  });

  it('can read that a limit is reached, and when to try again', async () => {
    const { token } = await app.logIn();
    const search = async () => app.call('GET', '/movies/search/?query=x', { token, headers: { Origin: ORIGIN } });
    await search();
    const refused = await search();
    expect([refused.status, allowed(refused)]).toEqual([429, ORIGIN]);
    expect(refused.headers.get('access-control-expose-headers')).toContain('Retry-After');
  });

  it('can read a 304', async () => {
    const answer = await app.call('GET', '/genres/', { headers: { Origin: ORIGIN, 'If-None-Match': '*' } });
    expect([answer.status, allowed(answer)]).toEqual([304, ORIGIN]);
    expect(answer.headers.get('vary')).toContain('Origin');
  });

  it.each(['/auth/login/', '/user', '/movies/301/', '/no/such/path'])('have a preflight: %s', async (path) => {
    const answer = await fetch(app.url + path, { method: 'OPTIONS', headers: preflight(ORIGIN) });
    expect([answer.status, allowed(answer)]).toEqual([204, ORIGIN]);
    expect(answer.headers.get('access-control-allow-methods')?.split(',')).toEqual(
      expect.arrayContaining(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
    );
    expect(answer.headers.get('access-control-allow-headers')).toBe(
      'authorization,content-type,if-none-match,x-anything',
    );
    expect(answer.headers.get('access-control-max-age')).toBe('3600');
    expect(allowed(await fetch(app.url + path, { method: 'OPTIONS', headers: preflight(OTHER) }))).toBeNull();
  });

  it('do not change an OPTIONS that is not a preflight', async () => {
    const answer = await fetch(`${app.url}/user`, { method: 'OPTIONS' });
    expect([answer.status, answer.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS, PATCH']);
  });
});

it('are refused if no origin is set', async () => {
  const app = await startTestApp();
  for (const method of ['GET', 'OPTIONS']) {
    const answer = await fetch(`${app.url}/genres`, { method, headers: preflight(ORIGIN) });
    expect([answer.ok, allowed(answer)]).toEqual([true, null]);
  }
  await app.close();
});
