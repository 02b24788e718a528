import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Response } from 'express';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { ExpensiveWorkLimits } from '../../../src/adapters/http/server/expensive-work.ts';
import { ExpensiveWork } from '../../../src/adapters/http/server/expensive-work.ts';
import type { Owner } from '../../../src/application/shared/fair-queue.ts';
import { TooManyRequests } from '../../../src/application/shared/ports/rate-limiter.ts';
import { ServerBusy } from '../../../src/application/shared/server-busy.ts';

const LIMITS = { perUser: 2, perAddress: 3, starting: 1, continuing: 1, writing: 1, stalled: 2 };
const anna = { address: '192.0.2.1', person: 'anna' };
const boris = { address: '192.0.2.1', person: 'boris' };
const clara = { address: '192.0.2.3', person: 'clara' };

function aResponse(method = 'GET'): Response {
  return new ServerResponse(Object.assign(new IncomingMessage(new Socket()), { method })) as Response;
}

function workWith(limits: Partial<ExpensiveWorkLimits> = {}, cut: (res: Response) => void = () => undefined) {
  return new ExpensiveWork({ ...LIMITS, ...limits }, cut);
}

/** Emits the event of the HTTP server for an answer that is finished, or whose client has disconnected. */
function close(res: Response): void {
  res.emit('close');
}

function refusalOf(enter: () => unknown): unknown {
  try {
    enter();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('ExpensiveWork', () => {
  it('keeps no place for a client that has disconnected before', async () => {
    const work = workWith();
    for (let times = 0; times < 5; times += 1) {
      const res = aResponse();
      res.destroy();
      await nextTurn();
      expect(res.closed).toBe(true);
      expect(await work.enter(anna, res).begin()).toBe(false);
    }
    expect(await work.enter(anna, aResponse()).begin()).toBe(true);
  });

  it('limits the running requests of a person and of an address', () => {
    const work = workWith();
    const first = aResponse();
    work.enter(anna, first);
    work.enter(anna, aResponse());
    expect(refusalOf(() => work.enter(anna, aResponse()))).toMatchObject({ state: { policy: 'lists', limit: 2 } });
    work.enter(boris, aResponse());
    const refusal = refusalOf(() => work.enter(boris, aResponse()));
    expect(refusal).toBeInstanceOf(TooManyRequests);
    expect(refusal).toMatchObject({ state: { policy: 'lists-address', limit: 3 }, retryAfterSeconds: 1 });
    expect(refusalOf(() => work.enter(clara, aResponse()))).toBeUndefined();
    close(first);
    expect(refusalOf(() => work.enter(anna, aResponse()))).toBeUndefined();
  });

  it('gives a free turn to the address that has waited longest, not to the first in the queue', async () => {
    const work = workWith({ perUser: 10, perAddress: 10 });
    const first = work.enter(anna, aResponse());
    expect(await first.begin()).toBe(true);
    const begun: string[] = [];
    const waiting = [anna, anna, clara].map(async (owner) => {
      const request = work.enter(owner, aResponse());
      await request.begin();
      begun.push(owner.person);
      request.end();
    });
    await nextTurn();
    expect(begun).toEqual([]);
    first.end();
    await Promise.all(waiting);
    expect(begun).toEqual(['anna', 'clara', 'anna']);
  });

  it('leaves first turns to other addresses, however many people ask from one address at once', async () => {
    const work = workWith({ perAddress: 10, starting: 4 });
    const begun: string[] = [];
    const ofOne = Array.from({ length: 4 }, (_, nth): Owner => ({ address: anna.address, person: `person ${nth}` }));
    const answers = [...ofOne, clara].map((owner) => ({ owner, res: aResponse() }));
    const beginning = answers.map(async ({ owner, res }) => {
      if (await work.enter(owner, res).begin()) begun.push(owner.person);
    });
    await nextTurn();
    await nextTurn();
    expect(begun).toEqual(['person 0', 'person 1', 'clara']);
    for (const { res } of answers.slice(2, 4)) close(res);
    await Promise.all(beginning);
  });

  it('leaves a later turn, and a turn for changes, to other addresses', async () => {
    const work = workWith({ perUser: 10, perAddress: 10, starting: 4, continuing: 2, writing: 2 });
    for (const method of ['GET', 'POST']) {
      const begun: string[] = [];
      const ends: (() => void)[] = [];
      const owners = [anna, boris, clara];
      const all = owners.map(async (owner) => {
        const one = work.enter(owner, aResponse(method));
        await one.begin();
        if (method === 'GET') await one.next(true);
        begun.push(owner.person);
        ends.push(() => one.end());
      });
      for (let turns = 0; turns < 6; turns += 1) await nextTurn();
      expect(begun).toEqual(['anna', 'clara']);
      for (const end of ends) end();
      await Promise.all(all);
      for (const end of ends) end();
    }
  });

  it('starts no other change of an address while one of its changes is slow', async () => {
    const work = workWith({ writing: 2 });
    vi.useFakeTimers({ toFake: ['performance'] });
    onTestFinished(() => void vi.useRealTimers());
    const first = work.enter(anna, aResponse('POST'));
    await first.begin();
    vi.advanceTimersByTime(1_000);
    const begun: string[] = [];
    const ofBoris = work
      .enter(boris, aResponse('POST'))
      .begin()
      .then(() => begun.push('boris'));
    await work.enter(clara, aResponse('POST')).begin();
    expect(begun).toEqual([]);
    first.end();
    await ofBoris;
  });

  it('runs one change of a person at a time, and leaves the other place to somebody else', async () => {
    const work = workWith({ perUser: 10, writing: 2 });
    const [first, second, others] = [anna, anna, clara].map((owner) => work.enter(owner, aResponse('POST')));
    expect(await first!.begin()).toBe(true);
    const begun: string[] = [];
    const next = second!.begin().then(() => void begun.push('second'));
    await others!.begin();
    expect(begun).toEqual([]);
    first!.end();
    await next;
    expect(begun).toEqual(['second']);
  });

  it('starts nothing for a client that has disconnected, before or during the wait', async () => {
    const work = workWith();
    const first = work.enter(anna, aResponse());
    await first.begin();
    const [waiting, atOnce] = [aResponse(), aResponse()];
    const begun = work.enter(boris, waiting).begin();
    const another = work.enter(clara, atOnce).begin();
    close(atOnce);
    await nextTurn();
    close(waiting);
    expect(await Promise.all([begun, another])).toEqual([false, false]);
    // They do not keep a turn either.
    first.end();
    expect(await work.enter(clara, aResponse()).begin()).toBe(true);
  });

  it('frees the turn of a client that disconnects', async () => {
    const work = workWith();
    const res = aResponse();
    await work.enter(anna, res).begin();
    close(res);
    expect(await work.enter(clara, aResponse()).begin()).toBe(true);
  });

  it('gives changes, which may wait for a lock, separate turns from reads', async () => {
    const work = workWith();
    await work.enter(anna, aResponse('POST')).begin();
    expect(await work.enter(clara, aResponse()).begin()).toBe(true);
  });

  it('refuses a request that has waited for five seconds', async () => {
    const work = workWith();
    await work.enter(anna, aResponse()).begin();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const waiting = work.enter(clara, aResponse()).begin();
    const refused = expect(waiting).rejects.toBeInstanceOf(ServerBusy);
    await nextTurn();
    await vi.advanceTimersByTimeAsync(5_000);
    vi.useRealTimers();
    await refused;
  });

  it('cuts the answer that has been unread longest if there are too many', async () => {
    const cut: Response[] = [];
    const work = workWith({ starting: 9, perUser: 9, perAddress: 9 }, (res) => void cut.push(res));
    const responses = [aResponse(), aResponse(), aResponse()];
    const requests = responses.map((res, at) => work.enter([anna, boris, clara][at]!, res));
    await Promise.all(requests.map((request) => request.begin()));
    const going = requests.map((request) => request.next(false));
    expect(cut).toEqual([responses[0]]);
    for (const res of responses) close(res);
    expect(await Promise.all(going)).toEqual([false, false, false]);
  });
});
