/** Periodic work besides requests. Each job runs at most once at a time in this process. */
export class BackgroundWork {
  private readonly stopping = new AbortController();
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly running = new Set<Promise<void>>();

  /**
   * `onFault` is called for the first failed run, and again only after a run has succeeded. Otherwise an outage would
   * repeat the same message every second.
   */
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

  /** Runs the work once, immediately. `work` reports its own failure, so nothing else is affected. */
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

  /** Starts no further runs, signals running ones to stop, and waits for them. */
  async stop(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    this.stopping.abort();
    await Promise.all(this.running);
  }
}
