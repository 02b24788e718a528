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
  /** Queued calls by caller, oldest first; the caller whose turn is next comes first. */
  private readonly lines = new Map<string, Waiting[]>();
  private runningCount = 0;
  private waitingCount = 0;

  constructor(private readonly size: { readonly concurrency: number; readonly maxQueue: number }) {}

  get running(): number {
    return this.runningCount;
  }

  get waiting(): number {
    return this.waitingCount;
  }

  /** @throws QueueFull, at once or later when other callers need the place; any error of `work` */
  async run<T>(caller: string, work: () => Promise<T>): Promise<T> {
    if (this.runningCount < this.size.concurrency) this.runningCount += 1;
    else await this.turnOf(caller);
    try {
      return await work();
    } finally {
      this.startNext();
    }
  }

  private turnOf(caller: string): Promise<void> {
    if (this.waitingCount >= this.size.maxQueue) this.makeRoomFor(caller);
    return new Promise((start, reject) => {
      const line = this.lines.get(caller) ?? [];
      line.push({ start, refuse: () => reject(new QueueFull('another caller needs the place')) });
      this.lines.set(caller, line);
      this.waitingCount += 1;
    });
  }

  private makeRoomFor(caller: string): void {
    const longest = Math.max(0, ...Array.from(this.lines.values(), (line) => line.length));
    const own = this.lines.get(caller)?.length ?? 0;
    const [fullest] = Array.from(this.lines).find(([, line]) => line.length === longest) ?? [];
    if (fullest === undefined || own + 1 >= longest) throw new QueueFull('all places are taken');
    this.takeFrom(fullest, (line) => line.pop())?.refuse();
  }

  /** The place of finished work is handed to the next call directly, so that no other call can take it. */
  private startNext(): void {
    const [caller] = this.lines.keys();
    const next = caller === undefined ? undefined : this.takeFrom(caller, (line) => line.shift());
    if (caller === undefined || next === undefined) {
      this.runningCount -= 1;
      return;
    }
    const rest = this.lines.get(caller);
    if (rest) {
      this.lines.delete(caller);
      this.lines.set(caller, rest);
    }
    next.start();
  }

  private takeFrom(caller: string, take: (line: Waiting[]) => Waiting | undefined): Waiting | undefined {
    const line = this.lines.get(caller) ?? [];
    const taken = take(line);
    if (taken) this.waitingCount -= 1;
    if (line.length === 0) this.lines.delete(caller);
    return taken;
  }
}
