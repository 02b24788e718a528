import { setImmediate as nextTurn } from 'node:timers/promises';

/** Time per turn of the event loop for reading files, shared by all files. */
const SHARE_MS = 10;

/**
 * Divides the event loop between reading files and everything else: all files together get a few milliseconds per turn.
 * A reader asks for its next turn after every piece, which takes a millisecond or two.
 */
export class EventLoopShare {
  private endsAtMs: number | undefined;

  constructor(private readonly nowMs: () => number = () => performance.now()) {}

  /** Resolves at once while time is left in this turn, otherwise in a later turn. */
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
