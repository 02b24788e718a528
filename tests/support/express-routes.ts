import { METHODS } from 'node:http';

type Layer = {
  /** The path at which the layer is mounted. */
  rawPath: unknown;
  route?: { path: string; methods: Record<string, boolean> };
  handle: { stack?: Layer[] };
};

/** `method`: `all` if one handler takes every method, `use` for middleware. */
export type Registered = { method: string; path: string };

/**
 * Everything that is registered in an Express application and in its routers, in the order in which requests reach it.
 */
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

/** `all` of a router registers the method `_all`, `all` of an application every single method. */
function methodsOf({ methods }: { methods: Record<string, boolean> }): string[] {
  return methods['_all'] === true || METHODS.every((method) => methods[method.toLowerCase()])
    ? ['all']
    : Object.keys(methods);
}
