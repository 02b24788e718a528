import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { beforeEach, expect, it, vi } from 'vitest';
import { AwaitedBodies, withAwaited } from '../../../src/adapters/http/server/awaited-bodies.ts';

const EVERY_MS = 1_000;

let bodies: AwaitedBodies;
let refused: IncomingMessage[];

beforeEach(() => {
  refused = [];
  bodies = new AwaitedBodies(30_000, (req) => refused.push(req));
});

/** A request whose service has read everything so far. `bytes`: how many it has received. */
function aRequest(headers: Record<string, string> = { 'content-length': '100000' }) {
  const received = { bytes: 0 };
  const socket = Object.defineProperty(new Socket(), 'bytesRead', { get: () => received.bytes });
  const req = Object.assign(new IncomingMessage(socket), { headers });
  bodies.add(req, new ServerResponse(req));
  return { req, socket, received };
}

async function pass(seconds: number, meanwhile: () => void = () => undefined): Promise<void> {
  for (let second = 0; second < seconds; second += 1) {
    bodies.look(EVERY_MS);
    meanwhile();
    await nextTurn();
  }
}

it('refuses a body once, when its client has been awaited for too long, also if single bytes arrive', async () => {
  const { req, received } = aRequest();
  const trickle = () => void (received.bytes += 1);
  await pass(30, trickle);
  expect(refused).toEqual([]);
  await pass(30, trickle);
  expect(refused).toEqual([req]);
});

it('does not count the time in which received bytes wait for the service', async () => {
  const { req } = aRequest({ 'transfer-encoding': 'chunked' });
  await pass(20);
  req.push('some');
  await pass(100);
  expect(refused).toEqual([]);
  req.read();
  await pass(11);
  expect(refused).toEqual([req]);
});

it('does not count the time in which a busy event loop has not read what was sent', async () => {
  const { received } = aRequest();
  await pass(100, () => void (received.bytes += 64 * 1024));
  expect(refused).toEqual([]);
});

it('does not refuse requests that are complete, have no body, or whose connection is closed', async () => {
  Object.assign(aRequest().req, { complete: true });
  aRequest({});
  bodies.remove(aRequest().socket);
  await pass(100);
  expect(refused).toEqual([]);
});

it('forgets a body that is answered with the next request of its connection', async () => {
  const { socket, req } = aRequest();
  await pass(30);
  Object.assign(req, { complete: true });
  const next = Object.assign(new IncomingMessage(socket), { headers: { 'content-length': '1' } });
  bodies.add(next, new ServerResponse(next));
  await pass(30);
  expect(refused).toEqual([]);
  await pass(1);
  expect(refused).toEqual([next]);
});

it('counts only senders of which bytes are missing before and after the event loop has read', async () => {
  const act = vi.fn<(awaited: readonly object[]) => void>();
  const readBefore = { isAwaited: () => false, receivedBytes: () => 0 };
  const readAfter = {
    isAwaited: vi.fn<() => boolean>().mockReturnValueOnce(true).mockReturnValue(false),
    receivedBytes: () => 0,
  };
  const slow = { isAwaited: () => true, receivedBytes: () => 0 };
  withAwaited([readBefore, readAfter, slow], act);
  expect(act).not.toHaveBeenCalled();
  await nextTurn();
  expect(act.mock.calls).toEqual([[[slow]]]);
});
