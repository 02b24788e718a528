/** Work done again and again beside the requests, in this process never twice at the same time. */
export class BackgroundWork {
  private readonly stopping = new AbortController();
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly running = new Set<Promise<void>>();

  /** `onFault` hears of what ends a run early, once until a run goes well again: an outage would say the same every second. */
  constructor(private readonly onFault: (fault: unknown) => void) {}

  repeat(everyMs: number, work: (stopping: AbortSignal) => Promise<unknown>): void {
    let [isRunning, isFailing] = [false, false];
    const run = async (): Promise<void> => {
      if (isRunning) return;
      isRunning = true;
      try {
        await work(this.stopping.signal);
        isFailing = false;
      } catch (fault) {
        if (!isFailing) this.onFault(fault);
        isFailing = true;
      }
      isRunning = false;
    };
    const timer = setInterval(() => this.watch(run()), everyMs);
    this.timers.push(timer.unref());
  }

  /** Runs at once, and once. `work` is observed itself: its failure ends nothing else. */
  once(work: () => Promise<unknown>): void {
    this.watch(
      work().then(
        () => undefined,
        () => undefined,
      ),
    );
  }

  private watch(run: Promise<void>): void {
    const running = run.finally(() => this.running.delete(running));
    this.running.add(running);
  }

  /** No run begins from now on; those under way are told, and waited for. */
  async stop(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    this.stopping.abort();
    await Promise.all(this.running);
  }
}
