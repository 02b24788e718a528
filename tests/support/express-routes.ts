import { METHODS } from 'node:http';

type Layer = {
  /** What the layer was mounted under. */
  rawPath: unknown;
  route?: { path: string; methods: Record<string, boolean> };
  handle: { stack?: Layer[] };
};

/** `method` is `all` where one handler takes every method; `use` stands for a middleware. */
export type Registered = { method: string; path: string };

/** Everything that an Express application has registered, routers within it included, in the order requests meet it. */
export function registeredIn(application: unknown): Registered[] {
  return (application as { router: { stack: Layer[] } }).router.stack.flatMap(registeredOn);
}

function registeredOn({ rawPath, route, handle }: Layer): Registered[] {
  if (route) return methodsOf(route).map((method) => ({ method, path: route.path }));
  if (typeof rawPath !== 'string') throw new Error(`A layer is mounted under ${String(rawPath)}, which cannot be read`);
  if (handle.stack === undefined) return [{ method: 'use', path: rawPath }];
  if (rawPath !== '/') throw new Error(`A router is mounted under ${rawPath}: its routes would be read without it`);
  return handle.stack.flatMap(registeredOn);
}

/** A router's `all` says so in one word, an application's registers every method there is. */
function methodsOf({ methods }: { methods: Record<string, boolean> }): string[] {
  return methods['_all'] === true || METHODS.every((method) => methods[method.toLowerCase()])
    ? ['all']
    : Object.keys(methods);
}
