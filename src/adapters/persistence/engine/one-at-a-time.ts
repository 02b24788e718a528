import { StorageUnavailable } from '../../../application/shared/ports/storage.ts';

const MAX_WAITING = 64;
/** As long as a statement waits for a lock. */
const LONGEST_WAIT_MS = 2_000;
const RETRY_AFTER_SECONDS = 2;

/**
 * Runs work of one key one after the other. Of many statements that want the lock of the same row only one goes on: the
 * others would each keep a connection that everybody else waits for. Here they wait without one.
 */
export class OneAtATime {
  private readonly lines = new Map<string, (() => void)[]>();

  /** @throws StorageUnavailable after {@link LONGEST_WAIT_MS}, or when too many wait; whatever `work` throws */
  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    await this.turnOf(key);
    try {
      return await work();
    } finally {
      const next = this.lines.get(key)?.shift();
      if (next === undefined) this.lines.delete(key);
      else next();
    }
  }

  private async turnOf(key: string): Promise<void> {
    const line = this.lines.get(key);
    if (line === undefined) {
      this.lines.set(key, []);
      return;
    }
    if (line.length >= MAX_WAITING) throw unavailable();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    line.push(resolve);
    const timer = setTimeout(() => {
      line.splice(line.indexOf(resolve), 1);
      reject(unavailable());
    }, LONGEST_WAIT_MS);
    await promise.finally(() => clearTimeout(timer));
  }
}

function unavailable(): StorageUnavailable {
  return new StorageUnavailable({ retryAfterSeconds: RETRY_AFTER_SECONDS });
}
