import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { drip, faults, flapping, gzipBomb, httpStatus, huge, redirect } from '../../kinopoisk-stand-in/faults.ts';
import { type KinopoiskStandIn, startKinopoiskStandIn } from '../../kinopoisk-stand-in/kinopoisk-stand-in.ts';

let standIn: KinopoiskStandIn;

beforeEach(async () => {
  standIn = await startKinopoiskStandIn();
});
afterEach(() => standIn.close());

function callFilm(init: RequestInit = {}): Promise<Response> {
  return call('/api/v2.2/films/901001', init);
}

function call(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(standIn.baseUrl + path, { headers: { 'X-API-KEY': standIn.apiKey }, ...init });
}

/** Status, content type and the first characters, or the name of the error. */
async function outcome(timeoutMs = 300): Promise<string> {
  try {
    const answer = await callFilm({ signal: AbortSignal.timeout(timeoutMs) });
    const text = await answer.text();
    return `${answer.status} ${answer.headers.get('content-type')} ${text.slice(0, 12)}`;
  } catch (error) {
    return (error as Error).name;
  }
}

describe('the faults of the Kinopoisk stand-in', () => {
  it.each([
    ['hang', 'TimeoutError'],
    ['stall', 'TimeoutError'],
    ['drip', 'TimeoutError'],
    ['reset-before-head', 'TypeError'],
    ['reset-mid-body', 'TypeError'],
    ['truncated', 'TypeError'],
    ['broken-json', '200 application/json {"kinopoiskI'],
    ['empty-body', '200 application/json '],
    ['html', '200 text/html; charset=utf-8 <!DOCTYPE ht'],
    ['wrong-content-type', '200 text/plain {"kinopoiskI'],
    ['wrong-shape', '200 application/json [{"kinopoisk'],
    ['wrong-types', '200 application/json {"kinopoiskI'],
    ['all-null', '200 application/json {"kinopoiskI'],
    ['401', '401 application/json {"message":"'],
    ['402', '402 application/json {"message":"'],
    ['404', '404 application/json {"message":"'],
    ['429', '429 application/json {"message":"'],
    ['500', '500 text/html <!DOCTYPE ht'],
    ['503', '503 text/html <!DOCTYPE ht'],
  ] as const)('%s ends as %s', async (name, expected) => {
    standIn.failWith(name);
    expect(await outcome()).toBe(expected);
    standIn.heal();
    expect(await outcome(2_000)).toMatch(/^200 application\/json {"kinopoiskI/);
  });

  it('has a function for every name', () => {
    for (const make of Object.values(faults)) expect(make()).toBeTypeOf('function');
  });

  it('sends the whole body slowly', async () => {
    standIn.failWith(drip({ everyMs: 1 }));
    expect(await (await call('/api/v2.2/films/901023/videos')).json()).toEqual({ total: 0, items: [] });
  });

  it('sends Retry-After only if configured', async () => {
    standIn.failWith(httpStatus(429, { retryAfter: 3600 }), { times: 1 });
    standIn.failWith('429', { times: 1 });
    expect((await callFilm()).headers.get('retry-after')).toBeNull();
    expect((await callFilm()).headers.get('retry-after')).toBe('3600');
    expect((await callFilm()).status).toBe(200);
  });

  it('affects only the named operation, and every other call if it flaps', async () => {
    standIn.failWith(flapping(), { operation: 'film' });
    const statuses: number[] = [];
    for (const path of ['films/901001', 'films/901001/videos', 'films/901001', 'films/901001']) {
      statuses.push((await call(`/api/v2.2/${path}`)).status);
    }
    expect(statuses).toEqual([503, 200, 200, 503]);
  });

  it('streams a huge body as JSON', async () => {
    standIn.failWith(huge({ megabytes: 3 }));
    expect(((await (await callFilm()).json()) as { description: string }).description).toHaveLength(3 * 1_048_576);
  });

  it('sends a bomb that is a thousand times smaller when compressed', async () => {
    standIn.failWith(gzipBomb({ megabytes: 3 }));
    const answer = await callFilm();
    expect(Number(answer.headers.get('content-length'))).toBeLessThan(5_000);
    expect(await answer.text()).toHaveLength(3 * 1_048_576 + 18);
  });

  it('redirects to another origin', async () => {
    standIn.failWith(redirect('http://127.0.0.1:9'));
    const answer = await callFilm({ redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([302, 'http://127.0.0.1:9/api/v2.2/films/901001']);
  });

  it('waits for the configured time', async () => {
    standIn.setLatency(50);
    const startedAt = performance.now();
    await callFilm();
    expect(performance.now() - startedAt).toBeGreaterThan(45);
  });

  it('ends hanging calls when it closes, and starts again at the same address', async () => {
    standIn.failWith('hang', { times: 1 });
    const hanging = outcome(4_000);
    await expect.poll(() => standIn.calls.length).toBe(1);
    await standIn.close();
    expect(await hanging).toBe('TypeError');
    expect(await outcome()).toBe('TypeError');
    await standIn.listen();
    expect(await outcome()).toMatch(/^200 /);
  });
});
