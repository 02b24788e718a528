/** In each cycle the process is stopped once and continued once. */
const CYCLE_MS = 40;

/**
 * Limits a process to a share of one core, from 0 to 1, like a small machine: it is stopped for the rest of each cycle.
 * @returns a function that ends the limit
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
