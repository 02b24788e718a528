/** Thrown to a caller for whose work there is no room. */
export class QueueFull extends Error {
  override readonly name = 'QueueFull';
}

type Waiting = { readonly start: () => void; readonly refuse: () => void };

/**
 * Runs so much work at once and keeps so much waiting. Callers take turns: one with a hundred calls waits for them as long as
 * it has to, and the others for one of those at most. When all places are taken, the newest call of the caller with the most
 * of them makes room, so that nobody can take them all.
 */
export class FairBulkhead {
  /** Calls that wait, oldest first, by caller; the caller whose turn is next stands first. */
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

  /** @throws QueueFull, at once or, when others need the place, later; whatever `work` throws */
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

  /** The place of what has run goes to whoever comes next: there is no moment in which somebody else could take it. */
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
