/** How often a process is stopped and let go on again. */
const CYCLE_MS = 40;

/**
 * Gives a process this share of one core at most, as a small machine would: it is stopped for the rest of each cycle.
 * @returns what ends the limit
 */
export function limitCpu(pid: number, share: number): () => void {
  let next: NodeJS.Timeout;
  const run = (): void => {
    process.kill(pid, 'SIGCONT');
    next = setTimeout(stop, CYCLE_MS * share);
  };
  const stop = (): void => {
    process.kill(pid, 'SIGSTOP');
    next = setTimeout(run, CYCLE_MS * (1 - share));
  };
  run();
  return () => {
    clearTimeout(next);
    process.kill(pid, 'SIGCONT');
  };
}
