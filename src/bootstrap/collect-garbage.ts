import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * A full garbage collection, which took 70 ms on an embedded database. V8 returns the memory of the start to the system some seconds after
 * the first one, and an idle service would never need one: it would keep 12 MB. Node.js has this function only with a
 * flag, and the first line of the launcher has no room for one.
 */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  setFlagsFromString('--no-expose-gc');
  collect();
}
