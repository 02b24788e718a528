import { Writable } from 'node:stream';
import { beforeEach, describe, expect, it } from 'vitest';
import winston from 'winston';
import { WinstonOperationLog } from '../../../src/adapters/observability/winston-operation-log.ts';

const run = { operation: 'getMovie', status: 'ok', durationMs: 12.3456, actor: 'anonymous' };

let lines: Record<string, unknown>[];
let logger: winston.Logger;

beforeEach(() => {
  lines = [];
  const stream = new Writable({
    write: (line: Buffer, _encoding, done) => {
      lines.push(JSON.parse(line.toString()) as Record<string, unknown>);
      done();
    },
  });
  logger = winston.createLogger({
    format: winston.format.json(),
    transports: [new winston.transports.Stream({ stream })],
  });
});

describe('WinstonOperationLog', () => {
  const log = () => new WinstonOperationLog(logger, () => ({ requestId: 'of-a-request', traceId: 'of-a-trace' }));

  it('writes one line per operation, with its request and trace', () => {
    log().record({ ...run, details: { user: 'neo' } });
    expect(lines).toEqual([
      {
        level: 'info',
        message: 'getMovie ok',
        operation: 'getMovie',
        status: 'ok',
        duration_ms: 12.35,
        actor: 'anonymous',
        request_id: 'of-a-request',
        trace_id: 'of-a-trace',
        details: { user: 'neo' },
      },
    ]);
  });

  it('leaves out missing fields', () => {
    new WinstonOperationLog(logger, () => undefined).record(run);
    expect(Object.keys(lines[0] ?? {}).toSorted()).toEqual([
      'actor',
      'duration_ms',
      'level',
      'message',
      'operation',
      'status',
    ]);
  });

  it.each([
    ['what went well', 'ok', undefined, 'info'],
    ['a refusal', 'movie-not-found', undefined, 'info'],
    ['what an operator may have to mend', 'database-unavailable', new Error('connection refused'), 'warn'],
    ['what may be a theft', 'refresh-token-reused', undefined, 'warn'],
    ['what nobody expected', 'internal-error', new TypeError('x is undefined'), 'error'],
  ])('has the right level for %s', (_, status, cause, level) => {
    log().record({ ...run, status, cause });
    expect(lines[0]).toMatchObject({ level, status });
  });

  it('writes the stack of an unexpected failure, and only the reason of an expected one', () => {
    const fault = Object.assign(new TypeError('x is undefined'), { code: 'E_X', parameters: ['hunter2'] });
    log().record({ ...run, status: 'internal-error', cause: fault });
    log().record({ ...run, status: 'database-unavailable', cause: fault });
    const reason = { name: 'TypeError', message: 'x is undefined', code: 'E_X' };
    expect(lines.map(({ cause }) => cause)).toEqual([{ ...reason, stack: fault.stack }, reason]);
  });
});
