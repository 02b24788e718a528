import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { generateFilms } from '../../kinopoisk-stand-in/generate-films.ts';
import type { KinopoiskStandIn } from '../../kinopoisk-stand-in/kinopoisk-stand-in.ts';
import { startKinopoiskStandIn } from '../../kinopoisk-stand-in/kinopoisk-stand-in.ts';
import type { TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

const FIRST = 9_700_001;
const TRACE = 'ab'.repeat(16);
const PARENT = 'cd'.repeat(8);

describe('a trace', () => {
  let kinopoisk: KinopoiskStandIn;
  let app: TestApp;
  let token: string;
  let film = FIRST;
  beforeAll(async () => {
    kinopoisk = await startKinopoiskStandIn({ films: generateFilms(30, { firstId: FIRST }) });
    app = await startTestApp({
      settings: { KINOPOISK_API_KEY: kinopoisk.apiKey, KINOPOISK_BASE_URL: kinopoisk.baseUrl },
    });
    ({ token } = await app.logIn());
  });
  beforeEach(() => {
    kinopoisk.forgetCalls();
    app.log.length = 0;
  });
  afterAll(async () => {
    await app.close();
    await kinopoisk.close();
  });

  /** Requests an unknown film. @returns the trace headers that Kinopoisk and the log got */
  async function opened(headers: Record<string, string>) {
    const { status } = await app.call('GET', `/movies/${(film += 1)}`, { token, headers });
    expect(status).toBe(200);
    const calls = kinopoisk.callsOf('film');
    expect(calls).toHaveLength(1);
    const line = app.log.find(({ operation }) => operation === 'getMovie');
    return { sent: calls[0]?.headers, logged: line?.['trace_id'] };
  }

  it.each([
    ['01', '01'],
    ['00', '00'],
    ['03', '01'],
  ])('with the flags %s is passed on to Kinopoisk with %s and a new parent id', async (given, passedOn) => {
    const { sent, logged } = await opened({ traceparent: `00-${TRACE}-${PARENT}-${given}` });
    expect(logged).toBe(TRACE);
    expect(sent?.traceparent).toMatch(new RegExp(`^00-${TRACE}-[0-9a-f]{16}-${passedOn}$`));
    expect(sent?.traceparent).not.toContain(PARENT);
  });

  it('does not pass on the tracestate of the caller', async () => {
    const traceparent = `00-${TRACE}-${PARENT}-01`;
    const { sent } = await opened({ traceparent, tracestate: 'vendor=somebody', baggage: 'user=neo' });
    expect(sent?.traceparent).toContain(TRACE);
    expect([sent?.tracestate, sent?.baggage]).toEqual([undefined, undefined]);
  });

  it.each([
    '',
    TRACE,
    `ff-${TRACE}-${PARENT}-01`,
    `00-${'0'.repeat(32)}-${PARENT}-01`,
    `00-${TRACE}-${'0'.repeat(16)}-01`,
    `00-${TRACE.toUpperCase()}-${PARENT}-01`,
    `00-${TRACE}-${PARENT}-01-more`,
  ])('is ignored if it is "%s"', async (traceparent) => {
    const { sent, logged } = await opened({ traceparent });
    expect([sent?.traceparent, logged]).toEqual([undefined, undefined]);
  });
});
