import createApi from 'openapi-fetch';
import type { components, paths } from './api.generated.ts';
import { inTurn, withLock } from './lock.ts';
import { ProblemError, unwrap } from './problem.ts';
import type { AccessToken, Session } from './session.ts';
import { memoryStore, type SessionStore, type StoredSession } from './stores.ts';

/** A password with the `username`, the `email`, or either of them as `login`. */
export type Credentials = components['schemas']['Credentials'];
/** A new account. */
export type Registration = paths['/auth/register']['post']['requestBody']['content']['application/json'];
/** The account as the service shows it. */
export type User = components['schemas']['User'];

type TokenPair = components['schemas']['TokenPair'];

export type SessionOptions = {
  /** Address of the service, such as `https://films.example.org`. */
  readonly baseUrl: string;
  /** Where the tokens are kept. In memory by default. */
  readonly store?: SessionStore;
  /** Called when the service refuses a renewal: the session has expired or was ended elsewhere. Not called by `logout`. */
  readonly onEnd?: () => void;
  /** Headers of every request, such as `Accept-Language`. */
  readonly headers?: Record<string, string>;
  readonly fetch?: typeof globalThis.fetch;
};

/** A session that begins with a password. */
export interface PasswordSession extends Session {
  /** Logs in. The client sends its requests in the new session from now on. @throws ProblemError */
  login(credentials: Credentials, options?: { readonly signal?: AbortSignal }): Promise<void>;
  /** Creates an account and logs in. @throws ProblemError */
  register(registration: Registration, options?: { readonly signal?: AbortSignal }): Promise<User>;
  /**
   * Deletes the tokens, even if the service cannot be reached, and ends the session in the service. @throws
   * ProblemError
   */
  logout(): Promise<void>;
}

/**
 * Less than the 10 s within which the service gives a repeated renewal the same tokens again: a renewal whose answer
 * does not arrive is repeated in time.
 */
const RENEWAL_TIMEOUT_MS = 8000;

export function createSession(options: SessionOptions): PasswordSession {
  const { store = memoryStore(), onEnd, ...apiOptions } = options;
  const api = createApi<paths>(apiOptions);
  const exclusively = <T>(work: () => Promise<T>): Promise<T> =>
    store.name === undefined ? inTurn(store, work) : withLock(store.name, work);

  async function login(body: Credentials, { signal = null }: { signal?: AbortSignal | null } = {}): Promise<void> {
    const tokens = await unwrap(api.POST('/auth/login', { body, signal }));
    await exclusively(async () => store.write(toStored(newId(), tokens)));
  }

  async function renewIn({ sessionId, refreshToken }: StoredSession): Promise<AccessToken | undefined> {
    try {
      const renewed = toStored(sessionId, await unwrap(requestRenewal(refreshToken)));
      await store.write(renewed);
      return renewed;
    } catch (error) {
      if (!(error instanceof ProblemError && error.status === 401)) throw error;
      await store.clear();
      onEnd?.();
      return undefined;
    }
  }

  async function requestRenewal(refreshToken: string) {
    const send = () =>
      api.PUT('/auth/login', {
        body: { refresh_token: refreshToken },
        signal: AbortSignal.timeout(RENEWAL_TIMEOUT_MS),
      });
    return send().catch(send);
  }

  return {
    read: () => store.read(),
    login,

    async register(body, { signal = null }: { signal?: AbortSignal | null } = {}) {
      const user = await unwrap(api.POST('/auth/register', { body, signal }));
      await login(credentialsOf(body), { signal });
      return user;
    },

    renew: (stale) =>
      exclusively(async () => {
        // Another tab may have renewed, logged out or logged in again while this one waited.
        const stored = await store.read();
        return stored?.accessToken === stale.accessToken ? renewIn(stored) : stored;
      }),

    async logout() {
      const ended = await exclusively(async () => {
        const stored = await store.read();
        await store.clear();
        return stored;
      });
      if (!ended) return;
      await unwrap(
        api.POST('/oauth/revoke', {
          body: { token: ended.refreshToken },
          headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        }),
      );
    },
  };
}

function credentialsOf({ username, email, password }: Registration): Credentials {
  return { login: username ?? email ?? '', password };
}

function toStored(sessionId: string, { access_token, refresh_token, expires_in }: TokenPair): StoredSession {
  return {
    sessionId,
    accessToken: access_token,
    refreshToken: refresh_token,
    expiresAt: Date.now() + expires_in * 1000,
  };
}

/**
 * Distinguishes the sessions of one browser. It is not a secret. `crypto.randomUUID` does not exist on pages over plain
 * HTTP.
 */
function newId(): string {
  return `${Date.now()}-${Math.random()}`;
}
