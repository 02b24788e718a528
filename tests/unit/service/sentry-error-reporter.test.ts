import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SentryErrorReporter } from '../../../src/adapters/observability/sentry-error-reporter.ts';
import { StorageUnavailable } from '../../../src/application/shared/ports/storage.ts';
import { FixedClock } from '../../fakes/fixed-clock.ts';
import type { IngestStandIn } from '../../support/ingest-stand-in.ts';
import { startIngestStandIn } from '../../support/ingest-stand-in.ts';

const request = { requestId: 'request-0001', traceId: 'ab'.repeat(16) };
const FLUSHED_WITHIN_MS = 10_000;

describe('SentryErrorReporter', () => {
  let ingest: IngestStandIn;
  let clock: FixedClock;
  let undelivered: unknown[];

  beforeEach(async () => {
    ingest = await startIngestStandIn();
    clock = new FixedClock();
    undelivered = [];
  });
  afterEach(() => ingest.close());

  function reporter({ dsn = ingest.dsn, current = (): typeof request | undefined => request } = {}) {
    const settings = { dsn, version: '1.2.3', root: process.cwd() };
    // A report of an earlier test may fail when its ingest is closed.
    const ofThisTest = undelivered;
    return new SentryErrorReporter(settings, clock, current, (reason) => ofThisTest.push(reason));
  }

  it('reports what failed, where in the project, in which operation and request', async () => {
    const errors = reporter();
    const fault = Object.assign(new TypeError('films is not iterable'), { code: 'E_FILMS' });
    errors.report(fault, { operation: 'listMovies' });
    await errors.flush(FLUSHED_WITHIN_MS);
    const [event] = ingest.events;
    expect(event).toMatchObject({
      level: 'error',
      release: 'kinopolka@1.2.3',
      timestamp: clock.now().getTime() / 1000,
      transaction: 'listMovies',
      tags: { operation: 'listMovies', code: 'E_FILMS', request_id: request.requestId, trace_id: request.traceId },
      exception: {
        values: [{ type: 'TypeError', value: 'films is not iterable', mechanism: { handled: true } }],
      },
    });
    const frames = event?.exception.values[0]?.stacktrace?.frames ?? [];
    expect(frames.at(-1)?.filename).toBe('app:///tests/unit/service/sentry-error-reporter.test.ts');
    expect(JSON.stringify(event)).not.toContain(process.cwd());
  });

  it('sends only the allowed fields, and nothing that the library adds', async () => {
    const errors = reporter();
    errors.report(Object.assign(new Error('boom'), { code: 'E_BOOM', sql: 'select 1' }), { operation: 'listMovies' });
    await errors.flush(FLUSHED_WITHIN_MS);
    const [, envelope = ''] = ingest.received[0]?.split('\n\n') ?? [];
    const [head = '', item = ''] = envelope.split('\n');
    expect(Object.keys(JSON.parse(head) as object).toSorted()).toEqual(['event_id', 'sent_at']);
    expect(JSON.parse(item)).toEqual({ type: 'event' });
    const [event] = ingest.events;
    expect(Object.keys(event ?? {}).toSorted()).toEqual(
      [
        ...['contexts', 'event_id', 'exception', 'level', 'platform', 'release', 'tags', 'timestamp', 'transaction'],
      ].toSorted(),
    );
    expect(event).toMatchObject({ contexts: { runtime: { name: 'node', version: process.version } } });
    const [exception] = event?.exception.values ?? [];
    expect(Object.keys(exception ?? {}).toSorted()).toEqual(['mechanism', 'stacktrace', 'type', 'value']);
  });

  it('reports a frozen fault once, and changes no fault', async () => {
    const errors = reporter();
    const frozen = Object.freeze(new Error('frozen'));
    for (const fault of [frozen, frozen]) errors.report(fault);
    const fault = new Error('as it was');
    const before = Reflect.ownKeys(fault);
    errors.report(fault);
    await errors.flush(FLUSHED_WITHIN_MS);
    expect(ingest.events.map(({ exception }) => exception.values[0]?.value)).toEqual(['frozen', 'as it was']);
    expect(Reflect.ownKeys(fault)).toEqual(before);
  });

  it('reports a fatal fault outside of any request', async () => {
    const errors = reporter({ current: () => undefined });
    errors.report(new Error('boom'), { isFatal: true });
    await errors.flush(FLUSHED_WITHIN_MS);
    expect(ingest.events).toMatchObject([
      { level: 'fatal', exception: { values: [{ mechanism: { handled: false } }] } },
    ]);
    expect(ingest.events[0]?.tags).toEqual({});
  });

  it.each([
    ['something thrown that is no error', 'plain text', { type: 'string', value: 'plain text' }],
    ['nothing at all', undefined, { type: 'undefined', value: 'undefined' }],
    ['an error whose name is no text', Object.assign(new Error('odd'), { name: 7 }), { type: '7', value: 'odd' }],
    ['an object without a text', Object.create(null), { type: 'object', value: 'it has no text' }],
    [
      'an error that cannot be read',
      Object.defineProperty(new Error('unread'), 'message', { get: () => expect.fail() }),
      { type: 'object', value: 'it has no text' },
    ],
    [
      'the innermost cause',
      new Error('outer', { cause: new RangeError('inner') }),
      { type: 'RangeError', value: 'inner' },
    ],
  ])('tells of %s', async (_, fault, expected) => {
    const errors = reporter();
    errors.report(fault);
    await errors.flush(FLUSHED_WITHIN_MS);
    expect(ingest.events).toMatchObject([{ exception: { values: [expected] } }]);
  });

  it('reads no part of a message as a part of the stack', async () => {
    const errors = reporter();
    errors.report(new Error('syntax error at or near hunter2 (x:1:2)\nat hunter2 (/home/hunter2.js:1:2)'));
    await errors.flush(FLUSHED_WITHIN_MS);
    expect(JSON.stringify(ingest.events[0]?.exception.values[0]?.stacktrace)).not.toContain('hunter2');
  });

  it('skips expected failures and already reported ones', async () => {
    const errors = reporter();
    const fault = new Error('once');
    errors.report(new StorageUnavailable({ cause: new Error('connection refused') }));
    errors.report(fault, { operation: 'getMovie' });
    errors.report(fault);
    await errors.flush(FLUSHED_WITHIN_MS);
    expect(ingest.events.map(({ transaction }) => transaction)).toEqual(['getMovie']);
  });

  it('sends at most sixty reports a minute, ten at the same time', async () => {
    const errors = reporter();
    for (let n = 0; n < 100; n += 1) errors.report(new Error(`first ${n}`));
    await errors.flush(FLUSHED_WITHIN_MS);
    expect(ingest.events).toHaveLength(10);
    for (let n = 0; n < 100; n += 1) {
      errors.report(new Error(`second ${n}`));
      await errors.flush(FLUSHED_WITHIN_MS);
    }
    expect(ingest.events).toHaveLength(10);
    clock.advanceSeconds(60);
    for (let n = 0; n < 100; n += 1) {
      errors.report(new Error(`third ${n}`));
      await errors.flush(FLUSHED_WITHIN_MS);
    }
    expect(ingest.events).toHaveLength(70);
  });

  it('sends nothing twice, and logs once that reports are lost', async () => {
    const errors = reporter();
    ingest.answerWith(500);
    for (const n of [1, 2, 3]) {
      errors.report(new Error(`lost ${n}`));
      await errors.flush(FLUSHED_WITHIN_MS);
    }
    expect(ingest.received).toHaveLength(3);
    expect(undelivered).toEqual(['answered with 500']);
    ingest.answerWith(200);
    errors.report(new Error('arrives'));
    await errors.flush(FLUSHED_WITHIN_MS);
    ingest.answerWith(403);
    errors.report(new Error('lost again'));
    await errors.flush(FLUSHED_WITHIN_MS);
    expect(undelivered).toEqual(['answered with 500', 'answered with 403']);
  });

  it('pauses for as long as the server requests', async () => {
    const errors = reporter();
    ingest.answerWith(429, { 'Retry-After': '60' });
    for (const n of [1, 2, 3]) {
      errors.report(new Error(`too many ${n}`));
      await errors.flush(FLUSHED_WITHIN_MS);
    }
    expect(ingest.received).toHaveLength(1);
  });

  it('follows no redirect', async () => {
    const errors = reporter();
    const elsewhere = await startIngestStandIn();
    ingest.answerWith(307, { Location: `${new URL(elsewhere.dsn).origin}/api/42/envelope/` });
    errors.report(new Error('not for others'));
    await errors.flush(FLUSHED_WITHIN_MS);
    expect(elsewhere.received).toEqual([]);
    expect(undelivered).toHaveLength(1);
    await elsewhere.close();
  });

  it('waits for a server that does not answer for at most the given time', async () => {
    const errors = reporter();
    ingest.answerWith(undefined);
    errors.report(new Error('unheard'));
    await errors.flush(100);
    expect(undelivered).toEqual([]);
  });

  it('works if the server cannot be reached', async () => {
    await ingest.close();
    const errors = reporter();
    errors.report(new Error('alone'));
    await errors.flush(FLUSHED_WITHIN_MS);
    expect(undelivered).toHaveLength(1);
    ingest = await startIngestStandIn();
  });

  it('shows no secret when it is printed', () => {
    expect(JSON.stringify(reporter())).not.toContain(new URL(ingest.dsn).username);
  });
});
