import { describe, expect, it } from 'vitest';
import { clientAddress } from '../../../src/adapters/http/input/client-address.ts';
import { FairQueue, ownerAt } from '../../../src/application/shared/fair-queue.ts';

const owner = (address: string, person: string) => ({ address, person });

function taken(queue: FairQueue<string>): string[] {
  const items: string[] = [];
  for (let item = queue.shift(); item !== undefined; item = queue.shift()) items.push(item);
  return items;
}

describe('FairQueue', () => {
  it('returns the items of one person in their order', () => {
    const queue = new FairQueue<string>();
    for (const item of ['1', '2', '3']) queue.push(owner('a', 'anna'), item);
    expect(taken(queue)).toEqual(['1', '2', '3']);
  });

  it('gives turns to addresses, and to the people behind one of them', () => {
    const queue = new FairQueue<string>();
    for (let n = 1; n <= 4; n += 1) queue.push(owner('a', 'anna'), `anna ${n}`);
    for (let n = 1; n <= 2; n += 1) queue.push(owner('a', 'boris'), `boris ${n}`);
    for (let n = 1; n <= 2; n += 1) queue.push(owner('c', 'clara'), `clara ${n}`);
    expect(taken(queue)).toEqual(['anna 1', 'clara 1', 'boris 1', 'clara 2', 'anna 2', 'boris 2', 'anna 3', 'anna 4']);
  });

  it('serves a new person after one item of each address, however many wait', () => {
    const queue = new FairQueue<string>();
    for (let n = 0; n < 1_000; n += 1) queue.push(owner('a', `person ${n % 50}`), 'of many');
    queue.push(owner('b', 'boris'), 'of one');
    expect([queue.shift(), queue.shift()]).toEqual(['of many', 'of one']);
  });

  it('removes an item, and nothing else', () => {
    const queue = new FairQueue<string>();
    for (const item of ['1', '2']) queue.push(owner('a', 'anna'), item);
    queue.push(owner('b', 'boris'), '3');
    queue.remove(owner('a', 'anna'), '1');
    queue.remove(owner('b', 'boris'), '3');
    queue.remove(owner('nobody', 'nobody'), '2');
    expect(taken(queue)).toEqual(['2']);
  });

  it('counts its items, of all and of one person', () => {
    const queue = new FairQueue<string>();
    for (const item of ['1', '2', '3']) queue.push(owner('a', 'anna'), item);
    queue.push(owner('a', 'boris'), '4');
    queue.shift();
    queue.remove(owner('a', 'anna'), '3');
    queue.remove(owner('a', 'anna'), '3');
    expect([queue.size, queue.lengthOf(owner('a', 'anna')), queue.lengthOf(owner('b', 'anna'))]).toEqual([2, 1, 0]);
    taken(queue);
    queue.shift();
    expect(queue.size).toBe(0);
  });

  it('drops the newest item of the person with the most at the address with the most', () => {
    const queue = new FairQueue<string>();
    expect(queue.surplusFor(owner('a', 'anna'))).toBeUndefined();
    for (const item of ['a1', 'a2']) queue.push(owner('a', 'anna'), item);
    queue.push(owner('a', 'alice'), 'a3');
    for (const item of ['b1', 'b2']) queue.push(owner('b', 'boris'), item);
    expect(queue.surplusFor(owner('c', 'clara'))).toEqual({ owner: owner('a', 'anna'), item: 'a2' });
    // Boris would have as many as the address of Anna and Alice.
    expect(queue.surplusFor(owner('b', 'boris'))).toBeUndefined();
    expect(queue.surplusFor(owner('b', 'bella'))).toEqual({ owner: owner('b', 'boris'), item: 'b2' });
    expect(queue.surplusFor(owner('a', 'alice'))).toBeUndefined();
    expect(queue.surplusFor(owner('a', 'adam'))).toEqual({ owner: owner('a', 'anna'), item: 'a2' });
  });

  it('shares room among the addresses of clients only, while work of the service waits too', () => {
    const queue = new FairQueue<string>();
    const works = ['', 'service quota', 'service changes'];
    for (const work of works) queue.push({ ...owner(work, work), work: 'shared' }, work);
    for (const item of ['a1', 'a2']) queue.push(owner('a', 'anna'), item);
    expect([3, 2].map((room) => queue.exceedsShare('a', room))).toEqual([false, true]);
    queue.push(owner('b', 'boris'), 'b1');
    expect([6, 5].map((room) => queue.exceedsShare('a', room))).toEqual([false, true]);
    // Work of the service that no longer waits is not subtracted either.
    for (const work of works) expect(queue.shift()).toBe(work);
    expect([6, 5].map((room) => queue.exceedsShare('a', room))).toEqual([false, true]);
  });

  it('counts an address as one, however many people or blocks it has', () => {
    const queue = new FairQueue<string>();
    for (let n = 0; n < 50; n += 1) queue.push(ownerAt(clientAddress(`2001:db8:5:${n}::1`)), `${n}`);
    const [site, other] = [ownerAt(clientAddress('2001:db8:5:99::1')), ownerAt(clientAddress('192.0.2.1'))];
    expect(site).toEqual({ address: '2001:db8:5::/48', person: '2001:db8:5:99::/64' });
    expect([site, other].map(({ address }) => queue.exceedsShare(address, 50))).toEqual([true, false]);
    expect(queue.surplusFor(other)?.owner.address).toBe(site.address);
    queue.push(other, 'other');
    expect([queue.shift(), queue.shift()]).toEqual(['0', 'other']);
  });
});
