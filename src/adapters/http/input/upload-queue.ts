import { ServerBusy } from '../../../application/shared/server-busy.ts';

/** Files that are read at the same time: each takes a few megabytes, whatever is in it. */
const MAX_READING = 4;
/** Of one address, so that slow senders there leave room for others. */
const MAX_READING_OF_ONE = 2;
/** What waits takes the few kilobytes that its socket buffers. */
const MAX_WAITING = 48;
const MAX_WAITING_OF_ONE = 24;
const PATIENCE_MS = 5_000;
const RETRY_AFTER_SECONDS = 5;

type Waiter = { readonly from: string; readonly begin: () => void };

/**
 * Bounds the memory of all uploads together: a few files are read at the same time, a few more wait for their turn without
 * being read, the rest is refused.
 */
export class UploadQueue {
  private readonly reading: string[] = [];
  private readonly waiting: Waiter[] = [];

  constructor(private readonly patienceMs = PATIENCE_MS) {}

  /** @returns what makes room again, however often it is called, once there was room for a file from there. @throws ServerBusy */
  async enter(from: string): Promise<() => void> {
    if (this.hasRoomFor(from)) this.reading.push(from);
    else await this.turnOf(from);
    let isIn = true;
    return () => {
      if (!isIn) return;
      isIn = false;
      this.reading.splice(this.reading.indexOf(from), 1);
      this.beginNext();
    };
  }

  private hasRoomFor(from: string): boolean {
    return this.reading.length < MAX_READING && countOf(this.reading, from) < MAX_READING_OF_ONE;
  }

  private async turnOf(from: string): Promise<void> {
    const waitingOfOne = this.waiting.filter((waiter) => waiter.from === from).length;
    if (this.waiting.length >= MAX_WAITING || waitingOfOne >= MAX_WAITING_OF_ONE) throw busy();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiter: Waiter = { from, begin: resolve };
    this.waiting.push(waiter);
    const timer = setTimeout(() => {
      this.waiting.splice(this.waiting.indexOf(waiter), 1);
      reject(busy());
    }, this.patienceMs);
    await promise.finally(() => clearTimeout(timer));
  }

  /** The one that has waited longest and whose address has room. Its place is taken at once. */
  private beginNext(): void {
    const at = this.waiting.findIndex(({ from }) => this.hasRoomFor(from));
    const [next] = at < 0 ? [] : this.waiting.splice(at, 1);
    if (next === undefined) return;
    this.reading.push(next.from);
    next.begin();
  }
}

function countOf(places: readonly string[], from: string): number {
  return places.filter((place) => place === from).length;
}

function busy(): ServerBusy {
  return new ServerBusy({ retryAfterSeconds: RETRY_AFTER_SECONDS });
}
