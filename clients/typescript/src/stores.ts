/** The data that a session with a password stores. */
export type StoredSession = {
  readonly sessionId: string;
  readonly accessToken: string;
  readonly refreshToken: string;
  /** When the access token expires, in milliseconds since 1970. */
  readonly expiresAt: number;
};

/** Where `createSession` keeps its tokens. All methods may return promises. */
export interface SessionStore {
  /**
   * Stores that share a session have the same name, such as those of several tabs. It is not needed for a single store.
   */
  readonly name?: string;
  read(): StoredSession | undefined | Promise<StoredSession | undefined>;
  write(session: StoredSession): void | Promise<void>;
  clear(): void | Promise<void>;
}

/** Keeps the session for as long as the program runs. */
export function memoryStore(): SessionStore {
  let kept: StoredSession | undefined;
  return {
    read: () => kept,
    write(session) {
      kept = session;
    },
    clear() {
      kept = undefined;
    },
  };
}

/** The part of Web Storage that is used. */
export type KeyValueStorage = {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
};

/**
 * Keeps the session in Web Storage, such as `sessionStorage`, for one tab. With `localStorage`, two tabs may both
 * renew, because a tab may see the write of another tab a little later. Use `browserStore` for several tabs.
 */
export function webStore(storage: KeyValueStorage, name = 'kinopolka-session'): SessionStore {
  return {
    name,
    read: () => parse(storage.getItem(name)),
    write: (session) => storage.setItem(name, JSON.stringify(session)),
    clear: () => storage.removeItem(name),
  };
}

/** Any other value under the key counts as no session. */
function parse(json: string | null): StoredSession | undefined {
  try {
    const value = JSON.parse(json ?? 'null') as Partial<StoredSession> | null;
    return value?.accessToken && value.refreshToken ? (value as StoredSession) : undefined;
  } catch {
    return undefined;
  }
}
