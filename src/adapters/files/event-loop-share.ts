import { setImmediate as nextTurn } from 'node:timers/promises';

/** Work on files in one turn of the event loop, all files together. */
const SHARE_MS = 10;

/**
 * Divides the event loop between all files that are read and everything else: in each turn the files have a few
 * milliseconds together. Whoever reads asks between pieces that take a millisecond or two.
 */
export class EventLoopShare {
  private endsAtMs: number | undefined;

  constructor(private readonly nowMs: () => number = () => performance.now()) {}

  /** Resolves at once while there is time left in this turn, otherwise in a later one. */
  async next(): Promise<void> {
    while (this.nowMs() >= this.endOfShare()) await nextTurn();
  }

  private endOfShare(): number {
    if (this.endsAtMs === undefined) {
      this.endsAtMs = this.nowMs() + SHARE_MS;
      setImmediate(() => {
        this.endsAtMs = undefined;
      });
    }
    return this.endsAtMs;
  }
}
