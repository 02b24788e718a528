import type { IncomingMessage } from 'node:http';
import { ServerResponse } from 'node:http';
import { PassThrough, Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { Request, Response } from 'express';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { readBody } from '../../../src/adapters/http/input/request-body.ts';
import type { RequestScope } from '../../../src/adapters/http/server/request-scope.ts';
import { setRequestScope } from '../../../src/adapters/http/server/request-scope.ts';
import { ServerBusy } from '../../../src/application/shared/server-busy.ts';
import { clientAt } from '../../builders/session.ts';

const OPTIONS = { acceptsForm: false, publicUrl: undefined, corsOrigins: [] } as const;
const WHOLE = gzipSync('{"a":1}');

/** A request from this address with a body, compressed by default, and its answer. */
function sending(address: string, bytes: Uint8Array = WHOLE, encoding = 'gzip') {
  const headers = { 'content-type': 'application/json', 'content-encoding': encoding };
  const req = Object.assign(Readable.from([bytes]), { headers, method: 'POST' }) as unknown as Request;
  const res = Object.assign(new ServerResponse(req as IncomingMessage), { locals: {} }) as unknown as Response;
  setRequestScope(res, { client: clientAt(address) } as RequestScope);
  return { res, body: readBody(req, res, OPTIONS) };
}

describe('compressed bodies', () => {
  it('are decompressed one at a time, and IPv6 customers take turns with other addresses', async () => {
    const done: string[] = [];
    const send = (address: string) => sending(address).body.then(() => done.push(address));
    const flood = Array.from({ length: 20 }, (_, block) => send(`2001:db8:5:${block}::1`));
    await Promise.all([...flood, send('192.0.2.1')]);
    expect(done.slice(0, 3)).toContain('192.0.2.1');
  });

  it.each([
    ['is cut off', WHOLE.subarray(0, -9)],
    ['is followed by other bytes', Buffer.concat([WHOLE, Buffer.from('x')])],
    ['contains a second body that is cut off', Buffer.concat([WHOLE, WHOLE.subarray(0, 12)])],
    ['is empty', Buffer.alloc(0)],
    ['is not compressed', Buffer.from('{"a":1}')],
  ])('keep no turn if one of them %s', async (_, bytes) => {
    const broken = await Promise.allSettled(['192.0.2.1', '192.0.2.2'].map((from) => sending(from, bytes).body));
    expect(broken.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await sending('192.0.2.3').body).toEqual({ a: 1 });
  });

  it('of clients that have disconnected are not decompressed, and keep no turn', async () => {
    const sent = ['192.0.2.1', '192.0.2.2', '192.0.2.3'].map((from) => sending(from));
    const outcomes = Promise.allSettled(sent.map(({ body }) => body));
    while (sent.some(({ res }) => res.listenerCount('close') === 0)) await nextTurn();
    for (const { res } of sent.slice(1)) res.emit('close');
    expect((await outcomes).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(await sending('192.0.2.4').body).toEqual({ a: 1 });
  });

  it('are refused after a wait of five seconds', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const sent = Array.from({ length: 20 }, () => sending('192.0.2.1'));
    const outcomes = Promise.allSettled(sent.map(({ body }) => body));
    while (sent.some(({ res }) => res.listenerCount('close') === 0)) await nextTurn();
    vi.advanceTimersByTime(5_000);
    expect((await outcomes).at(-1)).toMatchObject({ status: 'rejected', reason: expect.any(ServerBusy) as ServerBusy });
  });
});

describe('bodies that are complete at the same moment', () => {
  it.each([
    ['long', 1, 2_000],
    ['short', 16, 10],
  ])('are parsed in several turns of the event loop if they are %s, at most %i in each', async (_, most, length) => {
    const body = Buffer.from(JSON.stringify('x'.repeat(length)));
    let parsedInTurn = 0;
    const parsed: number[] = [];
    const order: string[] = [];
    const send = async (address: string) => {
      await sending(address, body, 'identity').body;
      parsedInTurn += 1;
      order.push(address);
    };
    const all = Promise.all([...Array.from({ length: 40 }, () => send('192.0.2.1')), send('192.0.2.2')]);
    while (order.length < 41) {
      await nextTurn();
      parsed.push(parsedInTurn);
      parsedInTurn = 0;
    }
    await all;
    expect(Math.max(...parsed)).toBeLessThanOrEqual(most);
    expect(order.indexOf('192.0.2.2')).toBeLessThan(2 * most + 1);
  });

  it('keep no turn if their client has disconnected', async () => {
    const body = Buffer.from(JSON.stringify('x'.repeat(2_000)));
    const sent = ['192.0.2.1', '192.0.2.2', '192.0.2.3'].map((from) => sending(from, body, 'identity'));
    const outcomes = Promise.allSettled(sent.map((each) => each.body));
    const isWaiting = () => sent.every(({ res }) => res.listenerCount('close') > 0);
    for (let turns = 0; turns < 100 && !isWaiting(); turns += 1) await nextTurn();
    for (const { res } of sent.slice(1)) res.emit('close');
    const statuses = (await outcomes).map(({ status }) => status);
    expect([statuses.at(0), statuses.at(-1)]).toEqual(['fulfilled', 'rejected']);
    expect(await sending('192.0.2.4', body, 'identity').body).toBe('x'.repeat(2_000));
  });
});

it('a form of another origin is refused before it is read', async () => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://stranger.example' };
  const req = Object.assign(new PassThrough(), { headers, host: 'films.example' }) as unknown as Request;
  const body = readBody(req, new ServerResponse(req as IncomingMessage) as Response, { ...OPTIONS, acceptsForm: true });
  await expect(body).rejects.toMatchObject({ code: 'cross-origin-request' });
});
