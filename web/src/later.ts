import type * as more from './more.chunk.ts';

type More = typeof more;

/** Loads the views that are opened rarely, all in one file, when one of them is opened. */
export function later<Name extends keyof More>(name: Name): () => Promise<More[Name]> {
  return async () => (await import('./more.chunk.ts'))[name];
}
