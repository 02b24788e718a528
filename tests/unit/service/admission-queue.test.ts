import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { clientAddress } from '../../../src/adapters/http/input/client-address.ts';
import { AdmissionQueue } from '../../../src/adapters/http/server/admission-queue.ts';

const HERE = () => clientAddress('192.0.2.1');
const THERE = () => clientAddress('192.0.2.2');

const PER_TURN = 16;
const BURST_LENGTH = 128;

function queueWith(count: number): { admissionQueue: AdmissionQueue; begun: number[]; clock: { nowMs: number } } {
  const clock = { nowMs: 1_000 };
  const admissionQueue = new AdmissionQueue(() => clock.nowMs);
  const begun: number[] = [];
  for (let index = 0; index < count; index++) admissionQueue.pass(() => void begun.push(index), HERE);
  return { admissionQueue, begun, clock };
}

describe('AdmissionQueue', () => {
  it('starts a few requests at once', () => {
    const { begun } = queueWith(PER_TURN);
    expect(begun).toEqual(Array.from({ length: PER_TURN }, (_, index) => index));
  });

  it('starts as many in each turn, in the order of their arrival', async () => {
    const { begun } = queueWith(3 * PER_TURN + 1);
    const afterTurns = [];
    for (let turn = 0; turn < 5; turn++) {
      afterTurns.push(begun.length);
      await nextTurn();
    }
    expect(afterTurns).toEqual([PER_TURN, 2 * PER_TURN, 3 * PER_TURN, 3 * PER_TURN + 1, 3 * PER_TURN + 1]);
    expect(begun).toEqual(begun.toSorted((a, b) => a - b));
  });

  it('lets no request overtake waiting ones', async () => {
    const { admissionQueue, begun } = queueWith(PER_TURN + 1);
    admissionQueue.pass(() => void begun.push(-1), HERE);
    expect(begun).toHaveLength(PER_TURN);
    await nextTurn();
    expect(begun.slice(PER_TURN)).toEqual([PER_TURN, -1]);
  });

  it('starts a request at once when none waits any more', async () => {
    const { admissionQueue, begun } = queueWith(PER_TURN + 1);
    for (let turn = 0; turn < 3; turn++) await nextTurn();
    admissionQueue.pass(() => void begun.push(-1), HERE);
    expect(begun).toHaveLength(PER_TURN + 2);
  });

  it('reports how long the first of many requests has waited', async () => {
    const { admissionQueue, clock } = queueWith(PER_TURN + BURST_LENGTH);
    clock.nowMs += 70;
    expect(admissionQueue.backlogWaitMs).toBe(0);
    admissionQueue.pass(() => undefined, HERE);
    expect(admissionQueue.backlogWaitMs).toBe(70);
    await nextTurn();
    expect(admissionQueue.backlogWaitMs).toBe(0);
  });

  it('starts a request of another address before a flood', async () => {
    const { admissionQueue, begun } = queueWith(1_000);
    admissionQueue.pass(() => void begun.push(-1), THERE);
    await nextTurn();
    expect(begun.indexOf(-1)).toBeLessThan(PER_TURN + 2);
  });

  it('starts fewer in a turn while connections are accepted', async () => {
    const { admissionQueue, begun, clock } = queueWith(1_000);
    admissionQueue.connected();
    await nextTurn();
    expect(begun).toHaveLength(PER_TURN + 4);
    clock.nowMs += 101;
    await nextTurn();
    expect(begun).toHaveLength(2 * PER_TURN + 4);
  });

  it('answers all refused requests in the next turn, and few of them while connections are accepted', async () => {
    const { admissionQueue, clock } = queueWith(0);
    const waited: number[] = [];
    const refuse = (count: number) => {
      for (let index = 0; index < count; index++) admissionQueue.refuse((waitedMs) => void waited.push(waitedMs));
    };
    refuse(100);
    expect(waited).toEqual([]);
    await nextTurn();
    expect(waited).toHaveLength(100);
    admissionQueue.connected();
    refuse(20);
    clock.nowMs += 7;
    await nextTurn();
    expect(waited.slice(100)).toEqual(Array.from({ length: 16 }, () => 7));
    await nextTurn();
    expect(waited).toHaveLength(120);
  });

  it('is full only for an address that has its share of a burst in the queue', () => {
    const { admissionQueue } = queueWith(1_000);
    expect([HERE, THERE].map((from) => admissionQueue.isFullFor(from()))).toEqual([true, false]);
  });

  it('counts an IPv6 customer as one address, however many blocks send requests', async () => {
    const { admissionQueue, begun } = queueWith(PER_TURN);
    const inBlock = (block: number) => () => clientAddress(`2001:db8:5:${block}::1`);
    for (let block = 0; block < 1_000; block++) admissionQueue.pass(() => void begun.push(block), inBlock(block));
    expect([inBlock(5_000), THERE].map((from) => admissionQueue.isFullFor(from()))).toEqual([true, false]);
    admissionQueue.pass(() => void begun.push(-1), THERE);
    await nextTurn();
    expect(begun).toContain(-1);
  });

  it('starts the requests behind one that throws', () => {
    vi.useFakeTimers({ toFake: ['setImmediate'] });
    onTestFinished(() => void vi.useRealTimers());
    const { admissionQueue, begun } = queueWith(PER_TURN);
    const fault = new Error('planted');
    admissionQueue.pass(() => {
      throw fault;
    }, HERE);
    admissionQueue.pass(() => void begun.push(-1), HERE);
    // The fault itself is thrown later, where it ends only its own request.
    expect(() => vi.runAllTimers()).toThrow(fault);
    expect(begun).toContain(-1);
  });

  it('is full for everybody if more addresses wait than a burst has requests', () => {
    const { admissionQueue } = queueWith(PER_TURN);
    for (let address = 0; address <= BURST_LENGTH; address++)
      admissionQueue.pass(
        () => undefined,
        () => clientAddress(`2001:db8:${address}::1`),
      );
    expect(admissionQueue.isFullFor(THERE())).toBe(true);
  });
});
