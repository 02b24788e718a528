import { signal } from '@preact/signals';
import type { Signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { whenForgotten } from '../forgetting.ts';

/** `data`: the result of the last load that succeeded, even during the next load. */
export type Loaded<T> = { readonly data?: T; readonly error?: unknown; readonly isLoading: boolean };

type Entry<T> = { readonly state: Signal<Loaded<T>>; load: () => Promise<void> };

const MAX_ENTRIES = 60;
const entries = new Map<string, Entry<unknown>>();

whenForgotten(() => entries.clear());

/**
 * Loads data for a component and keeps it under a key that the page chooses, such as `film/301`. A view that is opened
 * again shows this data at once, while it is loaded again.
 */
export function useLoaded<T>(
  key: string,
  load: () => Promise<T>,
): Loaded<T> & { readonly reload: () => Promise<void> } {
  const entry = entryOf<T>(key);
  entry.load = async () => {
    entry.state.value = { ...entry.state.peek(), isLoading: true };
    try {
      entry.state.value = { data: await load(), isLoading: false };
    } catch (error) {
      const { data } = entry.state.peek();
      entry.state.value = { ...(data !== undefined && { data }), error, isLoading: false };
    }
  };
  useEffect(() => void entry.load(), [key]);
  return { ...entry.state.value, reload: () => entry.load() };
}

function entryOf<T>(key: string): Entry<T> {
  const known = entries.get(key) as Entry<T> | undefined;
  const entry = known ?? { state: signal<Loaded<T>>({ isLoading: true }), load: async () => undefined };
  entries.delete(key);
  entries.set(key, entry);
  const [oldest] = entries.keys();
  if (entries.size > MAX_ENTRIES && oldest !== undefined) entries.delete(oldest);
  return entry;
}
