import { StorageUnavailable } from '../../../application/shared/ports/storage.ts';

const MAX_WAITING = 64;
/** The lock timeout of statements. */
const LONGEST_WAIT_MS = 2_000;
const RETRY_AFTER_SECONDS = 2;

/**
 * Runs work with the same key one after the other. Statements that wait for the lock of the same row would each hold a
 * connection that other callers need; here they wait without a connection.
 */
export class OneAtATime {
  private readonly lines = new Map<string, (() => void)[]>();

  /** @throws StorageUnavailable after {@link LONGEST_WAIT_MS}, or when too many wait; any error of `work` */
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
