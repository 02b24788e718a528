import { signal } from '@preact/signals';
import { PAGE_ROOT } from './place.ts';

/**
 * `path`: relative to the root of the page, without a slash at either end. `key`: identifies the entry in the browser's
 * history.
 */
export type Place = { readonly path: string; readonly query: URLSearchParams; readonly key: string };

type EntryState = { readonly key: string };

export const place = signal<Place>(currentPlace());
/** How many times another view was opened. A component or an effect that reads it runs again when a view is opened. */
export const arrivals = signal(0);

/** The address of a view, as an `href`. `undefined` and empty values are left out of the query. */
export function addressOf(path: string, query: Readonly<Record<string, string | undefined>> = {}): string {
  const url = new URL(path, PAGE_ROOT);
  for (const [name, value] of Object.entries(query)) if (value) url.searchParams.set(name, value);
  return url.pathname + url.search;
}

/** `replace`: without a new entry in the history. */
export function navigate(address: string, { replace = false } = {}): void {
  const url = new URL(address, PAGE_ROOT);
  if (url.href === location.href) return;
  rememberScroll();
  const state: EntryState = { key: replace ? place.value.key : newKey() };
  if (replace) history.replaceState(state, '', url);
  else history.pushState(state, '', url);
  arrive({ scrolls: !replace });
}

/** Changes parameters of the query of this view; `undefined` and empty values remove theirs. */
export function changeQuery(changes: Readonly<Record<string, string | undefined>>, options = { replace: true }): void {
  const query = { ...Object.fromEntries(place.value.query), ...changes };
  navigate(addressOf(place.value.path, query), options);
}

/** Opens views after clicks on links to them, and after the back and forward buttons of the browser. Call once. */
export function startRouter(): void {
  history.scrollRestoration = 'manual';
  history.replaceState({ key: place.value.key } satisfies EntryState, '');
  addEventListener('popstate', () => {
    rememberScroll();
    arrive({ scrolls: false });
  });
  addEventListener('pagehide', rememberScroll);
  document.addEventListener('click', followLink);
}

function arrive({ scrolls }: { scrolls: boolean }): void {
  const before = place.value;
  place.value = currentPlace();
  if (before.path === place.value.path && before.key === place.value.key) return;
  if (scrolls) scrollTo(0, 0);
  if (before.path !== place.value.path) arrivals.value += 1;
}

function currentPlace(): Place {
  const { key } = (history.state as EntryState | null) ?? { key: newKey() };
  const path = location.pathname.slice(PAGE_ROOT.pathname.length).replace(/\/$/, '');
  return { path, query: new URLSearchParams(location.search), key };
}

function newKey(): string {
  return Math.random().toString(36).slice(2);
}

function followLink(event: MouseEvent): void {
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (event.defaultPrevented || !isPlain || !(event.target instanceof Element)) return;
  const link = event.target.closest('a');
  if (!link || link.target || link.hasAttribute('download') || !link.href.startsWith(PAGE_ROOT.href)) return;
  event.preventDefault();
  navigate(link.href);
}

const positions = new Map<string, number>(storedPositions());
const POSITIONS = 'kinopolka.scroll';
const MAX_POSITIONS = 50;

function rememberScroll(): void {
  positions.delete(place.value.key);
  positions.set(place.value.key, Math.round(scrollY));
  try {
    sessionStorage.setItem(POSITIONS, JSON.stringify([...positions].slice(-MAX_POSITIONS)));
  } catch {
    // Storage is forbidden or full: a reload starts at the top.
  }
}

function storedPositions(): [string, number][] {
  try {
    return JSON.parse(sessionStorage.getItem('kinopolka.scroll') ?? '[]') as [string, number][];
  } catch {
    return [];
  }
}

/** The scroll position, in pixels, at which this entry of the history was left, if it was shown before. */
export function rememberedScroll(): number | undefined {
  return positions.get(place.value.key);
}
