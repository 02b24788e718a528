import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { collectGarbage } from '../../../src/bootstrap/collect-garbage.ts';

it('frees an object that nobody uses, and leaves no global function', async () => {
  const unused = new WeakRef({});
  // An object is kept until the end of the turn in which a reference to it was created.
  await nextTurn();
  collectGarbage();
  expect(unused.deref()).toBeUndefined();
  expect('gc' in globalThis).toBe(false);
});
