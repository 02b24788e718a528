import type { Owner } from '../../application/shared/fair-queue.ts';
import { FairQueue } from '../../application/shared/fair-queue.ts';

/** The queue has no room for the call. */
export class QueueFull extends Error {
  override readonly name = 'QueueFull';
}

type Waiting = { readonly start: () => void; readonly refuse: () => void };

/**
 * Bounds concurrent and queued work. Callers take turns: a caller with a hundred calls delays others by at most one
 * call. When the queue is full, the newest call of the caller with the most queued calls is dropped, so that nobody can
 * fill the queue.
 */
export class FairBulkhead {
  private readonly queue = new FairQueue<Waiting>();
  private runningCount = 0;

  constructor(private readonly size: { readonly concurrency: number; readonly maxQueue: number }) {}

  get running(): number {
    return this.runningCount;
  }

  get waiting(): number {
    return this.queue.size;
  }

  /** @throws QueueFull, at once or later when other callers need the place; any error of `work` */
  async run<T>(caller: Owner, work: () => Promise<T>): Promise<T> {
    if (this.runningCount < this.size.concurrency) this.runningCount += 1;
    else await this.turnOf(caller);
    try {
      return await work();
    } finally {
      this.startNext();
    }
  }

  private turnOf(caller: Owner): Promise<void> {
    if (this.waiting >= this.size.maxQueue) this.makeRoomFor(caller);
    return new Promise((start, reject) => {
      this.queue.push(caller, { start, refuse: () => reject(new QueueFull('another caller needs the place')) });
    });
  }

  private makeRoomFor(caller: Owner): void {
    const surplus = this.queue.surplusFor(caller);
    if (surplus === undefined) throw new QueueFull('all places are taken');
    this.queue.remove(surplus.owner, surplus.item);
    surplus.item.refuse();
  }

  /** The place of finished work is handed to the next call directly, so that no other call can take it. */
  private startNext(): void {
    const next = this.queue.shift();
    if (next === undefined) this.runningCount -= 1;
    else next.start();
  }
}
