const queues = new Map<unknown, Promise<void>>();

/**
 * Runs one piece of work per name at a time. With Web Locks, this holds in all tabs and workers of the origin,
 * otherwise (Node.js before 24.5, pages over plain HTTP) only in this program or tab.
 */
export function withLock<T>(name: string, work: () => Promise<T>): Promise<T> {
  const locks = lockManager();
  return locks ? (locks.request(name, work) as Promise<T>) : inTurn(name, work);
}

/** Runs one piece of work per key at a time in this program or tab. */
export async function inTurn<T>(key: unknown, work: () => Promise<T>): Promise<T> {
  const turn = (queues.get(key) ?? Promise.resolve()).then(work);
  const end = turn.then(ignore, ignore);
  queues.set(key, end);
  try {
    return await turn;
  } finally {
    if (queues.get(key) === end) queues.delete(key);
  }
}

type LockManager = { request(name: string, work: () => Promise<unknown>): Promise<unknown> };

function lockManager(): LockManager | undefined {
  const { navigator } = globalThis as { navigator?: { locks?: LockManager } };
  return navigator?.locks;
}

function ignore(): void {}
