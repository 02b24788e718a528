import type { ServerResponse } from 'node:http';

/**
 * Runs `run` when the answer is finished or its client has disconnected, at once if that has happened already: a
 * client may disconnect while its request waits, and a listener that is added later would never be called.
 */
export function onceClosed(res: ServerResponse, run: () => void): void {
  if (res.closed) run();
  else res.once('close', run);
}
