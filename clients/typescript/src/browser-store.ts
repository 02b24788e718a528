import type { SessionStore, StoredSession } from './stores.ts';

const OBJECTS = 'sessions';
const KEY = 'current';

/**
 * Keeps the session in IndexedDB, for all tabs. Unlike in `localStorage`, a tab sees at once what another one has
 * written. Every script of the page can read it. A page with scripts of other authors should keep the refresh token on
 * a server.
 */
export function browserStore(name = 'kinopolka-session'): SessionStore {
  let opened: Promise<Database> | undefined;

  async function begin(mode: Mode): Promise<Transaction> {
    opened ??= open(name, forget);
    return (await opened).transaction(OBJECTS, mode);
  }

  /** The connection is closed: the next transaction opens another one. */
  function forget(): void {
    opened = undefined;
  }

  async function run<T>(mode: Mode, use: (objects: Objects) => Outcome<T>): Promise<T> {
    const transaction = await begin(mode).catch(() => {
      // Browsers close connections of pages that were in the background, and do not always report it.
      forget();
      return begin(mode);
    });
    return new Promise((resolve, reject) => {
      const outcome = use(transaction.objectStore(OBJECTS));
      transaction.addEventListener('complete', () => resolve(outcome.result));
      transaction.addEventListener('abort', () => reject(transaction.error));
    });
  }

  return {
    name,
    read: () => run('readonly', (objects) => objects.get(KEY)),
    write: async (session) => void (await run('readwrite', (objects) => objects.put(session, KEY))),
    clear: async () => void (await run('readwrite', (objects) => objects.delete(KEY))),
  };
}

function open(name: string, forget: () => void): Promise<Database> {
  return new Promise((resolve, reject) => {
    const opening = (globalThis as unknown as { indexedDB: Factory }).indexedDB.open(name);
    opening.addEventListener('upgradeneeded', () => opening.result.createObjectStore(OBJECTS));
    opening.addEventListener('success', () => {
      const { result } = opening;
      result.addEventListener('close', forget);
      // Another tab wants to delete the database, and an open connection would block this.
      result.addEventListener('versionchange', () => {
        forget();
        result.close();
      });
      resolve(result);
    });
    opening.addEventListener('error', () => reject(opening.error));
  });
}

// The part of IndexedDB in use, declared here so that programs without the types of browsers compile.
type Mode = 'readonly' | 'readwrite';
type Target = { addEventListener(event: string, listener: () => void): void };
type Outcome<T> = Target & { readonly result: T; readonly error: Error };
type Factory = { open(name: string): Outcome<Database> };
type Objects = {
  get(key: string): Outcome<StoredSession | undefined>;
  put(value: StoredSession, key: string): Outcome<unknown>;
  delete(key: string): Outcome<unknown>;
};
type Transaction = Target & { objectStore(name: string): Objects; readonly error: Error };
type Database = Target & {
  createObjectStore(name: string): unknown;
  transaction(name: string, mode: Mode): Transaction;
  close(): void;
};
