/** Requests started per turn of the event loop. */
const BEGIN_PER_TURN = 16;

/** Queue length up to which a burst is accepted, however long its turns take. */
const BURST_LENGTH = 128;

/** `waitedMs`: time spent in the queue. */
type Begin = (waitedMs: number) => void;

type Waiter = { readonly sinceMs: number; readonly begin: Begin };

/**
 * Starts a few requests per turn of the event loop, in order of arrival. Hundreds of connections that are ready at once
 * would otherwise make one long turn, and all running requests would wait for its end at each answer of the database.
 */
export class AdmissionQueue {
  private readonly waiting: Waiter[] = [];
  private begun = 0;

  constructor(private readonly nowMs: () => number = () => performance.now()) {}

  /** Number of queued requests. */
  get size(): number {
    return this.waiting.length;
  }

  /** How long the first request has been queued; 0 while the queue is shorter than a burst. */
  get backlogWaitMs(): number {
    const [first] = this.waiting;
    return first && this.waiting.length > BURST_LENGTH ? this.nowMs() - first.sinceMs : 0;
  }

  /** Starts the request now if few have started in this turn, otherwise in a later turn. */
  pass(begin: Begin): void {
    if (this.begun === 0 && this.waiting.length === 0) setImmediate(this.nextTurn);
    if (this.begun < BEGIN_PER_TURN && this.waiting.length === 0) {
      this.begun += 1;
      begin(0);
    } else this.waiting.push({ sinceMs: this.nowMs(), begin });
  }

  private readonly nextTurn = (): void => {
    this.begun = 0;
    for (const { begin, sinceMs } of this.waiting.splice(0, BEGIN_PER_TURN)) {
      this.begun += 1;
      try {
        begin(this.nowMs() - sinceMs);
      } catch (fault) {
        // An error in one request must not block those queued behind it.
        setImmediate(() => {
          throw fault;
        });
      }
    }
    if (this.begun > 0) setImmediate(this.nextTurn);
  };
}
