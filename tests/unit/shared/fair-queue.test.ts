import { describe, expect, it } from 'vitest';
import { FairQueue } from '../../../src/application/shared/fair-queue.ts';

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

  it('finds the newest item of the person with the most; of several, the one served first', () => {
    const queue = new FairQueue<string>();
    expect(queue.newestOfLongest()).toBeUndefined();
    for (const item of ['a1', 'a2']) queue.push(owner('a', 'anna'), item);
    for (const item of ['b1', 'b2']) queue.push(owner('b', 'boris'), item);
    queue.push(owner('a', 'alice'), 'c1');
    expect(queue.newestOfLongest()).toEqual({ owner: owner('a', 'anna'), length: 2, item: 'a2' });
    queue.push(owner('b', 'boris'), 'b3');
    expect(queue.newestOfLongest()).toEqual({ owner: owner('b', 'boris'), length: 3, item: 'b3' });
  });
});
