import type { Owner } from '../../../application/shared/fair-queue.ts';
import { FairQueue } from '../../../application/shared/fair-queue.ts';
import { ServerBusy } from '../../../application/shared/server-busy.ts';
import type { Sender } from '../server/awaited-bodies.ts';
import { withAwaited } from '../server/awaited-bodies.ts';

/** Uploads read at the same time, so of four addresses. Each takes a few megabytes of memory, whatever it contains. */
const MAX_READING = 8;
/** Uploads of one address read at the same time, so that slow clients there leave room for others. */
const MAX_READING_OF_ONE = 2;
/** A waiting upload takes only the few kilobytes of its socket buffers. */
const MAX_WAITING = 48;
const MAX_WAITING_OF_ONE = 24;
const MAX_WAIT_MS = 5_000;
const RETRY_AFTER_SECONDS = 5;

/**
 * While others wait for its place, a sender that is slower than {@link MIN_BYTES_PER_SECOND} after {@link SLOW_AFTER_MS} is
 * cut off.
 */
const LOOK_EVERY_MS = 1_000;
const SLOW_AFTER_MS = 3_000;
const MIN_BYTES_PER_SECOND = 64 * 1024;

/** A file that `from` is sending. */
export type Upload = Sender & {
  readonly from: Owner;
  /** Ends the upload without an answer. */
  readonly cut: () => void;
};

type Reading = { readonly upload: Upload; readonly sinceMs: number; readonly bytesBefore: number };

type Waiter = { readonly upload: Upload; readonly begin: (reading: Reading) => void; readonly refuse: () => void };

/**
 * Bounds the memory of all uploads: reads a few files at the same time, queues a few more without reading them, and
 * refuses the rest. Addresses take turns. When the queue is full, the newest upload of the address with the most
 * uploads is refused. Cuts off slow senders while others wait, so that nobody keeps a place by sending slowly.
 */
export class UploadQueue {
  private readonly reading = new Set<Reading>();
  private readonly waiting = new FairQueue<Waiter>();
  private looking: NodeJS.Timeout | undefined;

  constructor(
    private readonly maxWaitMs = MAX_WAIT_MS,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  /**
   * Waits until the upload may be read. @returns a function that frees its place; repeated calls do nothing @throws
   * ServerBusy
   */
  async enter(upload: Upload): Promise<() => void> {
    const reading = this.hasRoomFor(upload.from) ? this.admit(upload) : await this.turnOf(upload);
    return () => {
      if (this.reading.delete(reading)) this.beginNext();
    };
  }

  private hasRoomFor(from: Owner): boolean {
    return this.reading.size < MAX_READING && this.mayHaveMore(from);
  }

  private mayHaveMore({ address }: Owner): boolean {
    const ofOne = Array.from(this.reading).filter(({ upload }) => upload.from.address === address).length;
    return ofOne < MAX_READING_OF_ONE;
  }

  /** Whether a waiting upload could begin if one of this address ended. Otherwise cutting it off would help nobody. */
  private isPlaceWanted({ address }: Owner): boolean {
    if (this.waiting.lengthAt(address) > 0) return true;
    return Array.from(this.waiting.firsts()).some(({ upload }) => this.mayHaveMore(upload.from));
  }

  private admit(upload: Upload): Reading {
    const reading = { upload, sinceMs: this.nowMs(), bytesBefore: upload.receivedBytes() };
    this.reading.add(reading);
    return reading;
  }

  private async turnOf(upload: Upload): Promise<Reading> {
    const { from } = upload;
    if (this.waiting.lengthAt(from.address) >= MAX_WAITING_OF_ONE) throw busy();
    if (this.waiting.size >= MAX_WAITING) this.makeRoomFor(from);
    const { promise, resolve, reject } = Promise.withResolvers<Reading>();
    const refuse = () => {
      this.waiting.remove(from, waiter);
      reject(busy());
    };
    const waiter: Waiter = { upload, begin: resolve, refuse };
    this.waiting.push(from, waiter);
    this.looking ??= setInterval(() => this.cutSlow(), LOOK_EVERY_MS).unref();
    const timer = setTimeout(refuse, this.maxWaitMs);
    return promise.finally(() => clearTimeout(timer));
  }

  private makeRoomFor(from: Owner): void {
    const surplus = this.waiting.surplusFor(from);
    if (surplus === undefined) throw busy();
    surplus.item.refuse();
  }

  /** Starts the next upload whose address has room. Counts it at once. */
  private beginNext(): void {
    const next = this.waiting.shift((from) => this.hasRoomFor(from));
    next?.begin(this.admit(next.upload));
  }

  private cutSlow(): void {
    if (this.waiting.size === 0) {
      clearInterval(this.looking);
      this.looking = undefined;
    }
    const slow = this.waiting.size === 0 ? [] : Array.from(this.reading).filter((reading) => this.isSlow(reading));
    const uploads = slow.map(({ upload }) => upload);
    withAwaited(uploads, (awaited) => {
      for (const upload of awaited) if (this.isPlaceWanted(upload.from)) upload.cut();
    });
  }

  private isSlow({ upload, sinceMs, bytesBefore }: Reading): boolean {
    const readMs = this.nowMs() - sinceMs;
    return readMs >= SLOW_AFTER_MS && (upload.receivedBytes() - bytesBefore) * 1000 < readMs * MIN_BYTES_PER_SECOND;
  }
}

function busy(): ServerBusy {
  return new ServerBusy({ retryAfterSeconds: RETRY_AFTER_SECONDS });
}
