import type { AccessToken } from '@kinopolka/client';
import { ProblemError, unwrap, withLock } from '@kinopolka/client';
import { computed, signal } from '@preact/signals';
import type { User } from '../shared/api/api-types.ts';
import { api, changesSettled, useSession } from '../shared/api/api.ts';
import { patientFetch } from '../shared/api/connection.ts';
import { forgetPerson } from '../shared/forgetting.ts';
import { language } from '../shared/language.ts';
import { remember } from '../shared/remembered.ts';
import { PAGE_ROOT } from '../shared/routing/place.ts';

/** The address where the service keeps the refresh token, in a cookie that scripts cannot read. */
const SESSION = new URL('session', PAGE_ROOT);
const LOCK = 'kinopolka-session';

/** `unknown`: not asked yet. `ended`: it was open until it expired, or was ended elsewhere. */
type SessionState = 'unknown' | 'none' | 'open' | 'ended';

export const sessionState = signal<SessionState>('unknown');
/** The user who is logged in; `undefined` also until the account is loaded. */
export const user = signal<User | undefined>(undefined);
const permissions = computed(() => new Set<string>(user.value?.permissions));

/** Only in memory, because every tab gets its own token with the cookie. */
let accessToken: AccessToken | undefined;
const otherTabs = new BroadcastChannel('kinopolka.session');

/**
 * Whether the user has the permission. The page uses it only to decide what to show, because the service checks again.
 */
export function may(permission: string): boolean {
  return permissions.value.has(permission);
}

useSession({ read: () => accessToken, renew });

/** The error of {@link startSession}; `undefined` if that function could find out whether there is a session. */
export const startFailure = signal<unknown>(undefined);

/** Continues the session of this browser, if there is one. */
export async function startSession(): Promise<void> {
  startFailure.value = undefined;
  try {
    if ((await renew()) === undefined) end('none');
    else await open();
  } catch (error) {
    startFailure.value = error;
  }
}

/** Notices changes of the session in other tabs and on other devices. Call once. */
export function watchSession(): void {
  otherTabs.addEventListener('message', ({ data }) => void followOtherTab(data as string).catch(() => undefined));
  // Roles may have changed, or the session may have ended, while the page was hidden.
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden && sessionState.value === 'open') void reloadUser().catch(() => undefined);
  });
}

/** @throws ProblemError, TypeError if the service cannot be reached */
export async function logIn(login: string, password: string): Promise<void> {
  const response = await sendSession('POST', { login, password });
  if (!response.ok) throw await ProblemError.from(response);
  await keepToken(response);
  await open();
  otherTabs.postMessage('opened');
}

/** Ends the session here and in the other tabs. @throws ProblemError, TypeError if the service cannot be reached */
export async function logOut(): Promise<void> {
  await changesSettled();
  const response = await sendSession('DELETE');
  if (!response.ok) throw await ProblemError.from(response);
  end('none');
  otherTabs.postMessage('closed');
}

/** Reads the account again, such as after a change of the profile. */
async function reloadUser(): Promise<void> {
  user.value = await unwrap(api.GET('/user'));
}

/** Opens the session before the account is loaded, so that the view loads its data at the same time. */
async function open(): Promise<void> {
  remember('known', 'yes');
  sessionState.value = 'open';
  await reloadUser();
}

function end(state: 'none' | 'ended'): void {
  accessToken = undefined;
  user.value = undefined;
  sessionState.value = state;
  forgetPerson();
}

async function followOtherTab(event: string): Promise<void> {
  // Also for a log-in: it has replaced the cookie, and perhaps somebody else has logged in.
  end('none');
  if (event === 'opened' && (await renew()) !== undefined) await open();
}

/**
 * A new access token. `undefined`: there is no session. @throws ProblemError, TypeError if this cannot be found out now
 */
async function renew(): Promise<AccessToken | undefined> {
  // One tab renews at a time, so that no tab sends a cookie that another tab is replacing.
  return withLock(LOCK, async () => {
    const response = await sendSession('PUT');
    if (response.status === 200) return keepToken(response);
    if (response.status !== 204 && response.status !== 401) throw await ProblemError.from(response);
    // Removes the cookie, because it can no longer renew a session.
    if (response.status === 401) await sendSession('DELETE').catch(() => undefined);
    if (sessionState.value === 'open') end('ended');
    return undefined;
  });
}

async function keepToken(response: Response): Promise<AccessToken> {
  const { access_token, expires_in } = (await response.json()) as { access_token: string; expires_in: number };
  accessToken = { accessToken: access_token, expiresAt: Date.now() + expires_in * 1000 };
  return accessToken;
}

async function sendSession(method: 'POST' | 'PUT' | 'DELETE', body?: object): Promise<Response> {
  const request = new Request(SESSION, {
    method,
    headers: { 'Accept-Language': language.value, ...(body && { 'Content-Type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  // Only a renewal may be repeated, because the service gives the same answer again.
  return patientFetch(request, method === 'PUT');
}
