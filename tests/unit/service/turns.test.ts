import { EventEmitter } from 'node:events';
import type { Response } from 'express';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { PersonTurns } from '../../../src/adapters/http/server/person-turns.ts';
import { Turns } from '../../../src/adapters/http/server/turns.ts';
import { ServerBusy } from '../../../src/application/shared/server-busy.ts';

const anna = { address: '192.0.2.1', person: 'anna' };
const boris = { address: '192.0.2.1', person: 'boris' };
const clara = { address: '192.0.2.3', person: 'clara' };
const stays = new AbortController().signal;

/** The parts of a response that turns use. */
function aResponse(): Response & { leave: () => void } {
  const res = Object.assign(new EventEmitter(), { closed: false });
  const leave = () => {
    res.closed = true;
    res.emit('close');
  };
  return Object.assign(res, { leave }) as unknown as Response & { leave: () => void };
}

const isWaiting = async (taken: Promise<unknown>) => {
  const soon = new Promise((resolve) => {
    setImmediate(() => resolve('waiting'));
  });
  return (await Promise.race([taken, soon])) === 'waiting';
};

afterEach(() => {
  vi.useRealTimers();
});

describe('Turns', () => {
  it('gives one person a few turns at the same moment, and the next one to another person', async () => {
    const turns = new Turns({ atOnce: 3, ofOnePerson: 2 });
    const [release] = await Promise.all([turns.take(anna, stays), turns.take(anna, stays)]);
    const third = turns.take(anna, stays);
    expect(await isWaiting(third)).toBe(true);
    await turns.take(boris, stays);
    const later = turns.take(clara, stays);
    expect(await isWaiting(later)).toBe(true);
    release(0);
    await third;
    expect(await isWaiting(later)).toBe(true);
  });

  it('skips a person who has enough turns', async () => {
    const turns = new Turns({ atOnce: 2, ofOnePerson: 1 });
    const releaseAnna = await turns.take(anna, stays);
    const releaseBoris = await turns.take(boris, stays);
    const [again, later] = [turns.take(anna, stays), turns.take(clara, stays)];
    releaseBoris(0);
    await later;
    expect(await isWaiting(again)).toBe(true);
    releaseAnna(0);
    await again;
  });

  it('gives an address with slow turns no further ones until these end', async () => {
    let nowMs = 0;
    const turns = new Turns({ atOnce: 4, slowOfOneAddress: 2 }, () => nowMs);
    const [first, second] = [await turns.take(anna, stays), await turns.take(boris, stays)];
    nowMs = 1000;
    const waiting = [turns.take(anna, stays), turns.take(boris, stays)];
    await turns.take(clara, stays);
    expect(await Promise.all(waiting.map(isWaiting))).toEqual([true, true]);
    first(0);
    await waiting[0];
    await waiting[1];
    second(0);
  });

  it('does not limit quick turns of one address', async () => {
    const turns = new Turns({ atOnce: 4, slowOfOneAddress: 2 }, () => 0);
    const taken = [anna, anna, boris, boris].map(async (owner) => turns.take(owner, stays));
    expect(await Promise.all(taken.map(isWaiting))).toEqual([false, false, false, false]);
  });

  it('leaves turns to other addresses, however quickly one address asks', async () => {
    const turns = new Turns({ atOnce: 3, ofOneAddress: 2 }, () => 0);
    const ofOne = Array.from({ length: 3 }, (_, nth) => ({ address: anna.address, person: `person ${nth}` }));
    const taken = ofOne.map(async (owner) => turns.take(owner, stays));
    expect(await Promise.all(taken.map(isWaiting))).toEqual([false, false, true]);
    const release = await turns.take({ address: 'another', person: 'another' }, stays);
    release(0);
    expect(await isWaiting(taken[2]!)).toBe(true);
    (await taken[0]!)(0);
    await taken[2];
  });

  it('does not wait for somebody who has left before', async () => {
    const turns = new Turns({ atOnce: 1 });
    const release = await turns.take(anna, stays);
    const left = AbortSignal.abort();
    expect(await isWaiting(turns.take(boris, left))).toBe(false);
    release(0);
    (await turns.take(boris, left))(0);
    await turns.take(clara, stays);
    expect(await isWaiting(turns.take(boris, stays))).toBe(true);
  });

  it('loses no turn and gives none twice, whoever comes, disconnects or times out', async () => {
    const turns = new Turns({ atOnce: 2, ofOnePerson: 1 });
    let held = 0;
    const owners = [anna, boris, clara];
    const work = async (nth: number) => {
      const leaving = new AbortController();
      if (nth % 4 === 0) setImmediate(() => leaving.abort());
      const release = await turns.take(owners[nth % 3]!, leaving.signal, nth % 5 === 0 ? 1 : undefined);
      if (leaving.signal.aborted) {
        release(0);
        return;
      }
      held += 1;
      expect(held).toBeLessThanOrEqual(2);
      await new Promise(setImmediate);
      held -= 1;
      release(0);
    };
    await Promise.allSettled(Array.from({ length: 120 }, (_, nth) => work(nth)));
    await Promise.all([turns.take(anna, stays), turns.take(boris, stays)]);
    expect(await isWaiting(turns.take(clara, stays))).toBe(true);
  });
});

describe('PersonTurns', () => {
  it('runs three requests of one person, and any number of other people', async () => {
    const turns = new PersonTurns();
    const taken = await Promise.all([1, 2, 3].map(() => turns.take(anna, aResponse())));
    const fourth = turns.take(anna, aResponse());
    expect(await isWaiting(fourth)).toBe(true);
    await Promise.all(Array.from({ length: 50 }, (_, n) => turns.take({ ...boris, person: `${n}` }, aResponse())));
    taken[0]?.();
    expect(await fourth).toBeTypeOf('function');
  });

  it('refuses one person beyond 256 waiting requests, and nobody else', async () => {
    const turns = new PersonTurns();
    await Promise.all([1, 2, 3].map(() => turns.take(anna, aResponse())));
    const responses = Array.from({ length: 256 }, aResponse);
    const waiting = responses.map((res) => turns.take(anna, res));
    await expect(turns.take(anna, aResponse())).rejects.toBeInstanceOf(ServerBusy);
    expect(await turns.take(boris, aResponse())).toBeTypeOf('function');
    for (const res of responses) res.leave();
    expect(new Set(await Promise.all(waiting))).toEqual(new Set([undefined]));
    expect(await isWaiting(turns.take(anna, aResponse()))).toBe(true);
  });

  it('gives no turn to a client that has disconnected, and refuses one that has waited for five seconds', async () => {
    const turns = new PersonTurns();
    const gone = aResponse();
    gone.leave();
    expect(await turns.take(anna, gone)).toBeUndefined();
    await Promise.all([1, 2, 3].map(() => turns.take(anna, aResponse())));
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const refused = expect(turns.take(anna, aResponse())).rejects.toBeInstanceOf(ServerBusy);
    await vi.advanceTimersByTimeAsync(5_000);
    await refused;
  });
});
