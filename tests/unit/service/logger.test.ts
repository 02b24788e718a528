import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { API } from '../../../src/adapters/http/api.ts';
import type { LogSettings } from '../../../src/adapters/observability/logger.ts';
import { createLogger } from '../../../src/adapters/observability/logger.ts';

const LINE = Symbol.for('message');

function lineOf(format: LogSettings['format'], event: Record<string, unknown>): string {
  const info = { level: 'info', message: 'logIn ok', ...event };
  const done = createLogger({ level: 'info', format, output: 'stdout' }).format.transform(info) as Record<
    symbol,
    string
  >;
  return done[LINE] ?? '';
}

beforeEach(() => {
  vi.stubEnv('FORCE_COLOR', undefined);
  vi.stubEnv('NO_COLOR', '1');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

describe('a line for a person', () => {
  const event = {
    operation: 'addFavorite',
    status: 'favorite-not-found',
    duration_ms: 12.5,
    actor: '0199d1c2-7a3b-7c4d-8e5f-a0b1c2d3e4f5',
    method: 'DELETE',
    route: '/movies/favorites/{kinopoisk_id}',
    request_id: '5f0c2e1a-9b7d-4c3e-8f21-0a1b2c3d4e5f',
    trace_id: undefined,
  };

  it('has the time, the level, method and route, status, duration and a short request id', () => {
    expect(lineOf('pretty', event)).toMatch(
      /^\d\d:\d\d:\d\d\.\d{3} info {2}DELETE \/movies\/favorites\/\{kinopoisk_id\} favorite-not-found 13 ms 5f0c2e1a$/,
    );
  });

  it('fits a terminal of 100 columns with the longest route, and a code of usual length', () => {
    const routes = API.routes.map(({ method, path }) => ({ method: method.toUpperCase(), route: path }));
    for (const route of routes)
      expect(lineOf('pretty', { ...event, ...route, status: 'database-unavailable' }).length).toBeLessThanOrEqual(100);
    expect(routes.length).toBeGreaterThan(40);
  });

  it('names the operation if no request started it', () => {
    const { method, route, request_id, ...own } = event;
    expect([method, route, request_id].every((part) => part !== undefined)).toBe(true);
    expect(lineOf('pretty', { ...own, status: 'ok' })).toMatch(/ info {2}addFavorite ok 13 ms$/);
  });

  it('has further details at its end if there is room, otherwise below it', () => {
    expect(lineOf('pretty', { message: 'overload', bottleneck: 'process' })).toMatch(
      / info {2}overload bottleneck=process$/,
    );
    expect(lineOf('pretty', { ...event, details: { address: '::1' } })).toMatch(
      / 5f0c2e1a\n {4}details=\{"address":"::1"\}$/,
    );
  });

  it('shows a cause below it, with one line for each call of the stack', () => {
    const cause = { name: 'TypeError', message: 'x', stack: 'TypeError: x\n    at one (a.ts:1)\n    at two (b.ts:2)' };
    expect(lineOf('pretty', { ...event, cause })).toMatch(
      / 5f0c2e1a\n {4}TypeError: x\n {4}at one \(a\.ts:1\)\n {4}at two \(b\.ts:2\)$/,
    );
    expect(lineOf('pretty', { ...event, cause: { name: 'Error', message: 'gone' } })).toMatch(/\n {4}Error: gone$/);
  });

  it.each([
    ['error', 31],
    ['warn', 33],
    ['info', 32],
    ['debug', 90],
  ])('shows the level %s in its colour on a terminal with colours', (level, code) => {
    vi.stubEnv('NO_COLOR', undefined);
    vi.stubEnv('FORCE_COLOR', '1');
    expect(lineOf('pretty', { ...event, level })).toContain(
      `\u001B[${code}m${level.padEnd(5)}\u001B[39m DELETE /movies`,
    );
  });

  it('writes no control character to the terminal', () => {
    const hostile = 'a\r\n\u001B[2J\u009B1m\u007F\u2028b';
    const escaped = String.raw`a\u000d\u000a\u001b[2J\u009b1m\u007f\u2028b`;
    expect(lineOf('pretty', { message: hostile, by: hostile })).toContain(` info  ${escaped}\n    by=${escaped}`);
    expect(lineOf('pretty', { details: { role: hostile } })).not.toMatch(/[\p{Cc}\p{Zl}]/u);
    const cause = { name: hostile, message: hostile };
    for (const shown of [
      { request_id: hostile, method: hostile },
      { status: hostile },
      { cause },
      { cause: { stack: hostile } },
    ])
      expect(lineOf('pretty', { ...event, ...shown }).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Zl}]/u);
  });
});

describe('a line for a program', () => {
  it('is one JSON object, which begins with the time in UTC', () => {
    const line = lineOf('json', { actor: 'a\nb', trace_id: undefined });
    expect(line).not.toContain('\n');
    expect(Object.entries(JSON.parse(line) as object)).toEqual([
      ['time', expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)],
      ['level', 'info'],
      ['message', 'logIn ok'],
      ['actor', 'a\nb'],
    ]);
  });
});

describe('the logger', () => {
  it('writes the lines of one turn of the event loop together, from its level on', async () => {
    const written: string[] = [];
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      written.push(String(text));
      return true;
    });
    const logger = createLogger({ level: 'info', format: 'json', output: 'stdout' });
    logger.debug('too detailed');
    logger.info('first', { films: 3 });
    logger.log({ level: 'warn', message: 'second' });
    expect(written).toEqual([]);
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    expect(written).toHaveLength(1);
    const lines = (written[0] ?? '').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { level: 'info', message: 'first', films: 3 },
      { level: 'warn', message: 'second' },
    ]);
  });
});
