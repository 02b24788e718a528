/** Requests that begin in one turn of the event loop. */
const BEGIN_PER_TURN = 16;

/** So many who wait are a burst, whatever time their turns take. */
const BURST_LENGTH = 128;

/** `waitedMs`: for its turn. */
type Begin = (waitedMs: number) => void;

type Waiter = { readonly sinceMs: number; readonly begin: Begin };

/**
 * Lets a few requests begin in each turn of the event loop, in the order they came. Hundreds of connections that are ready
 * at once would otherwise make one long turn of which all that is under way has to wait for the end, once for each answer
 * of the database.
 */
export class AdmissionQueue {
  private readonly waiting: Waiter[] = [];
  private begun = 0;

  constructor(private readonly nowMs: () => number = () => performance.now()) {}

  /** Requests that wait for their turn. */
  get size(): number {
    return this.waiting.length;
  }

  /** How long the first of a crowd has waited for its turn; 0 as long as only a few wait, however slow their turns come. */
  get backlogWaitMs(): number {
    const [first] = this.waiting;
    return first && this.waiting.length > BURST_LENGTH ? this.nowMs() - first.sinceMs : 0;
  }

  /** Now, if few have begun in this turn, otherwise in a later one. */
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
        // Those behind must not wait for ever because of it.
        setImmediate(() => {
          throw fault;
        });
      }
    }
    if (this.begun > 0) setImmediate(this.nextTurn);
  };
}
