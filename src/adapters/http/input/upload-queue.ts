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

/**
 * While others wait, a sender that is slower than {@link MIN_BYTES_PER_SECOND} after {@link SLOW_AFTER_MS} is cut off.
 */
const LOOK_EVERY_MS = 1_000;
const SLOW_AFTER_MS = 3_000;
const MIN_BYTES_PER_SECOND = 64 * 1024;

/** A file that is being sent. `isAwaited`: all received bytes are read, so the upload waits for its sender. */
export type Upload = {
  readonly from: string;
  readonly receivedBytes: () => number;
  readonly isAwaited: () => boolean;
  /** Ends the upload without an answer. */
  readonly cut: () => void;
};

type Reading = { readonly upload: Upload; readonly sinceMs: number; readonly bytesBefore: number };

type Waiter = { readonly upload: Upload; readonly begin: (reading: Reading) => void };

/**
 * Bounds the memory of all uploads: reads a few files at the same time, queues a few more without reading them, and
 * refuses the rest. Cuts off slow senders while others wait, so that nobody keeps a place by sending slowly.
 */
export class UploadQueue {
  private readonly reading = new Set<Reading>();
  private readonly waiting: Waiter[] = [];
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
    const reading = this.hasRoomFor(upload) ? this.admit(upload) : await this.turnOf(upload);
    return () => {
      if (this.reading.delete(reading)) this.beginNext();
    };
  }

  private hasRoomFor({ from }: Upload): boolean {
    const ofOne = Array.from(this.reading).filter(({ upload }) => upload.from === from).length;
    return this.reading.size < MAX_READING && ofOne < MAX_READING_OF_ONE;
  }

  private admit(upload: Upload): Reading {
    const reading = { upload, sinceMs: this.nowMs(), bytesBefore: upload.receivedBytes() };
    this.reading.add(reading);
    return reading;
  }

  private async turnOf(upload: Upload): Promise<Reading> {
    const waitingOfOne = this.waiting.filter((waiter) => waiter.upload.from === upload.from).length;
    if (this.waiting.length >= MAX_WAITING || waitingOfOne >= MAX_WAITING_OF_ONE) throw busy();
    const { promise, resolve, reject } = Promise.withResolvers<Reading>();
    const waiter: Waiter = { upload, begin: resolve };
    this.waiting.push(waiter);
    this.looking ??= setInterval(() => this.cutSlow(), LOOK_EVERY_MS).unref();
    const timer = setTimeout(() => {
      this.waiting.splice(this.waiting.indexOf(waiter), 1);
      reject(busy());
    }, this.maxWaitMs);
    return promise.finally(() => clearTimeout(timer));
  }

  /** Starts the upload that has waited longest among those whose address has room. Counts it at once. */
  private beginNext(): void {
    const at = this.waiting.findIndex(({ upload }) => this.hasRoomFor(upload));
    const [next] = at < 0 ? [] : this.waiting.splice(at, 1);
    next?.begin(this.admit(next.upload));
  }

  private cutSlow(): void {
    if (this.waiting.length === 0) {
      clearInterval(this.looking);
      this.looking = undefined;
    }
    for (const { upload, sinceMs, bytesBefore } of this.waiting.length === 0 ? [] : this.reading) {
      const readMs = this.nowMs() - sinceMs;
      const isSlow = (upload.receivedBytes() - bytesBefore) * 1000 < readMs * MIN_BYTES_PER_SECOND;
      if (readMs >= SLOW_AFTER_MS && isSlow && upload.isAwaited()) upload.cut();
    }
  }
}

function busy(): ServerBusy {
  return new ServerBusy({ retryAfterSeconds: RETRY_AFTER_SECONDS });
}
