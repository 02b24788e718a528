const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 15_000;

/** Short as long as something changes, longer and longer while nothing does. */
export function nextPause(pauseMs: number, hasChanged: boolean): number {
  return hasChanged ? FIRST_PAUSE_MS : Math.min(LONGEST_PAUSE_MS, pauseMs * 1.6);
}

/**
 * Asks again and again, but not while nobody looks at the page. `ask` returns what would change. Call the result to stop.
 */
export function pollWhileVisible(ask: () => Promise<string>): () => void {
  let pauseMs = FIRST_PAUSE_MS;
  let seen: string | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stopped = new AbortController();
  const isVisible = () => document.visibilityState === 'visible';

  function schedule(waitMs: number): void {
    clearTimeout(timer);
    if (!stopped.signal.aborted && isVisible()) timer = setTimeout(() => void run(), waitMs);
  }

  async function run(): Promise<void> {
    const now = await ask();
    pauseMs = nextPause(pauseMs, now !== seen);
    seen = now;
    schedule(pauseMs);
  }

  document.addEventListener('visibilitychange', () => schedule(0), { signal: stopped.signal });
  schedule(pauseMs);
  return () => {
    clearTimeout(timer);
    stopped.abort();
  };
}
