const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 15_000;

/**
 * The pause before the next request, in milliseconds: short after a change, and longer each time nothing has changed.
 */
export function nextPause(pauseMs: number, hasChanged: boolean): number {
  return hasChanged ? FIRST_PAUSE_MS : Math.min(LONGEST_PAUSE_MS, pauseMs * 1.6);
}

/**
 * Calls `ask` again and again while the page is visible. `ask` returns a text that differs after a change. @returns a
 * function that stops the calls
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
