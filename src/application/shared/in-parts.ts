import type { Clock } from './ports/clock.ts';
import type { Stopping } from './time-slice.ts';
import { TimeSlice } from './time-slice.ts';

/** Time limit of a run. The rest waits for the next run. */
const MOST_MS = 20_000;

/**
 * Deletes any number of rows in batches, until none is left, the time is over or the service stops. At least one batch
 * is deleted. `part` returns how many rows it deleted. @returns the total
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
