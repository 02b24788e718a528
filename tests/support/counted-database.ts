import { setTimeout as pause } from 'node:timers/promises';
import type { OpenDatabase } from '../../src/adapters/persistence/engine/database.ts';
import { ConnectionFault } from '../../src/adapters/persistence/engine/postgres/connection-fault.ts';

/** `selects`: how many queries were sent. While it `isDown`, all of them fail. */
export type Counted = Pick<OpenDatabase, 'db' | 'listen' | 'asService'> & { selects: number; isDown: boolean };

export function counting(database: OpenDatabase): Counted {
  const counted: Counted = {
    asService: database.asService,
    listen: (channel, listener) => database.listen(channel, listener),
    selects: 0,
    isDown: false,
    db: new Proxy(database.db, {
      get(target, name) {
        if (name === 'select') {
          counted.selects += 1;
          if (counted.isDown) throw new ConnectionFault('the database is down');
        }
        const member: unknown = Reflect.get(target, name);
        return typeof member === 'function' ? (member.bind(target) as unknown) : member;
      },
    }),
  };
  return counted;
}

const WITHIN_MS = 5_000;

/** Waits until the condition is true. @returns how many milliseconds it took */
export async function until(condition: () => Promise<boolean> | boolean): Promise<number> {
  const startedAt = performance.now();
  while (!(await condition())) {
    if (performance.now() - startedAt > WITHIN_MS) throw new Error(`not so within ${WITHIN_MS} ms`);
    await pause(5);
  }
  return performance.now() - startedAt;
}
