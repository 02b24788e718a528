import { ServerBusy } from '../../../application/shared/server-busy.ts';

/** Uploads read at the same time. Each takes a few megabytes of memory, whatever it contains. */
const MAX_READING = 4;
/** Uploads of one address read at the same time, so that slow clients there leave room for others. */
const MAX_READING_OF_ONE = 2;
/** A waiting upload takes only the few kilobytes of its socket buffers. */
const MAX_WAITING = 48;
const MAX_WAITING_OF_ONE = 24;
const MAX_WAIT_MS = 5_000;
const RETRY_AFTER_SECONDS = 5;

type Waiter = { readonly from: string; readonly begin: () => void };

/**
 * Bounds the memory of all uploads: reads a few files at the same time, queues a few more without reading them, and
 * refuses the rest.
 */
export class UploadQueue {
  private readonly reading: string[] = [];
  private readonly waiting: Waiter[] = [];

  constructor(private readonly maxWaitMs = MAX_WAIT_MS) {}

  /**
   * Waits until the address may upload. @returns a function that releases the place; calling it again does nothing.
   * @throws ServerBusy
   */
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
    }, this.maxWaitMs);
    await promise.finally(() => clearTimeout(timer));
  }

  /** Starts the upload that has waited longest and whose address has room. Takes its place at once. */
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
