import { computed, signal } from '@preact/signals';
import { api, ask, useCredentials } from '../shared/api.ts';
import type { User } from '../shared/api-types.ts';
import { patientFetch } from '../shared/connection.ts';
import { forgetPerson } from '../shared/forgetting.ts';
import { language } from '../shared/language.ts';
import { PAGE_ROOT } from '../shared/place.ts';
import { refusalOf } from '../shared/refusal.ts';

/** The address where the service keeps the refresh token in a cookie that scripts cannot read. */
const SESSION = new URL('session', PAGE_ROOT);
const LOCK = 'kinopolka-session';

type Tokens = { readonly access_token: string };

/** `unknown`: not asked yet. `ended`: it was open until the service or another tab ended it. */
type SessionState = 'unknown' | 'none' | 'open' | 'ended';

export const sessionState = signal<SessionState>('unknown');
/** Who is logged in. */
export const user = signal<User | undefined>(undefined);
const permissions = computed(() => new Set<string>(user.value?.permissions));

let accessToken: string | undefined;
let renewal: Promise<string | undefined> | undefined;
const otherTabs = new BroadcastChannel('kinopolka.session');

/** Whether the user may do it; only for what the page offers, because the service decides again. */
export function may(permission: string): boolean {
  return permissions.value.has(permission);
}

useCredentials({
  token: async () => accessToken,
  renewed: async (refused) => (accessToken === refused ? renewOnce() : accessToken),
});

/** Continues the session of this browser, if there is one. Call once. */
export async function startSession(): Promise<void> {
  otherTabs.addEventListener('message', ({ data }) => void followOtherTab(data as string));
  const token = await renewOnce();
  if (token === undefined) sessionState.value = 'none';
  else await open();
}

/** @throws Refusal */
export async function logIn(login: string, password: string): Promise<void> {
  const response = await sendSession('POST', { login, password });
  if (!response.ok) throw refusalOf(response, await bodyOf(response));
  accessToken = ((await response.json()) as Tokens).access_token;
  await open();
  otherTabs.postMessage('opened');
}

/** Ends the session here and in the other tabs. */
export async function logOut(): Promise<void> {
  await sendSession('DELETE').catch(() => undefined);
  end('none');
  otherTabs.postMessage('closed');
}

/** Reads the account again, such as after a change of the profile. */
export async function reloadUser(): Promise<void> {
  user.value = await ask(api.GET('/user'));
}

async function open(): Promise<void> {
  await reloadUser();
  sessionState.value = 'open';
}

function end(state: 'none' | 'ended'): void {
  accessToken = undefined;
  user.value = undefined;
  sessionState.value = state;
  forgetPerson();
}

async function followOtherTab(event: string): Promise<void> {
  if (event === 'closed') end('none');
  else if (sessionState.value !== 'open' && (await renewOnce()) !== undefined) await open();
}

/** A new access token for all callers that wait for one. `undefined`: there is no session. */
async function renewOnce(): Promise<string | undefined> {
  // One tab at a time, so that the cookie of one is not replaced while another one sends it.
  renewal ??= navigator.locks.request(LOCK, renew).finally(() => {
    renewal = undefined;
  });
  return renewal;
}

async function renew(): Promise<string | undefined> {
  const response = await sendSession('PUT');
  if (response.status === 200) accessToken = ((await response.json()) as Tokens).access_token;
  else if (response.status === 204 || response.status === 401) await forgetSession(response.status);
  else throw refusalOf(response, await bodyOf(response));
  return accessToken;
}

async function forgetSession(status: number): Promise<void> {
  if (status === 401) await sendSession('DELETE').catch(() => undefined);
  end(sessionState.value === 'open' ? 'ended' : 'none');
}

async function sendSession(method: 'POST' | 'PUT' | 'DELETE', body: object = {}): Promise<Response> {
  const request = new Request(SESSION, {
    method,
    headers: { 'Content-Type': 'application/json', 'Accept-Language': language.value },
    ...(method !== 'DELETE' && { body: JSON.stringify(body) }),
  });
  // A repeated renewal gets the same answer again.
  return patientFetch(request, method === 'PUT');
}

async function bodyOf(response: Response): Promise<unknown> {
  return response.json().catch(() => undefined);
}
