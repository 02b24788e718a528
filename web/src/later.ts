import type * as more from './more.chunk.ts';

type More = typeof more;

/** Loads a view when it is opened, together with all others that are opened rarely. */
export function later<Name extends keyof More>(name: Name): () => Promise<More[Name]> {
  return async () => (await import('./more.chunk.ts'))[name];
}
