import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
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
    operation: 'logIn',
    status: 'ok',
    duration_ms: 12.5,
    actor: 'anonymous',
    trace_id: undefined,
    details: { address: '::1' },
  };

  it('has the time, the level, what was done and the rest by name, and nothing twice', () => {
    expect(lineOf('pretty', event)).toMatch(
      /^\d\d:\d\d:\d\d\.\d{3} info {2}logIn ok duration_ms=12\.5 actor=anonymous details=\{"address":"::1"\}$/,
    );
  });

  it.each([
    ['error', 31],
    ['warn', 33],
    ['info', 32],
    ['debug', 90],
  ])('shows the level %s by its colour on a terminal that has colours', (level, code) => {
    vi.stubEnv('NO_COLOR', undefined);
    vi.stubEnv('FORCE_COLOR', '1');
    expect(lineOf('pretty', { ...event, level })).toContain(`\u001B[${code}m${level.padEnd(5)}\u001B[39m logIn ok`);
  });

  it('lets no control character through to the terminal', () => {
    const hostile = 'a\r\n\u001B[2J\u009B1m\u007F\u2028b';
    const escaped = String.raw`a\u000d\u000a\u001b[2J\u009b1m\u007f\u2028b`;
    expect(lineOf('pretty', { message: hostile, actor: hostile })).toContain(` info  ${escaped} actor=${escaped}`);
    expect(lineOf('pretty', { details: { role: hostile } })).not.toMatch(/[\p{Cc}\p{Zl}]/u);
  });
});

describe('a line for a program', () => {
  it('is one JSON object, its time in UTC first', () => {
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
