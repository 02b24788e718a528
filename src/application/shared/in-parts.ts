import type { Clock } from './ports/clock.ts';
import type { Stopping } from './time-slice.ts';
import { TimeSlice } from './time-slice.ts';

/** What is not gone by then waits for the next run. */
const MOST_MS = 20_000;

/**
 * Deletes part by part what nobody knows the size of, until nothing is left, the time is over or the service stops.
 * One part is deleted in any case. `part` tells how much it deleted. @returns how much that was in all
 */
export async function inParts(
  clock: Pick<Clock, 'monotonicMs'>,
  stopping: Stopping,
  part: () => Promise<number>,
): Promise<number> {
  const slice = new TimeSlice(clock, MOST_MS, stopping);
  let [all, deleted] = [0, 0];
  do {
    deleted = await part();
    all += deleted;
  } while (deleted > 0 && !slice.isOver);
  return all;
}
