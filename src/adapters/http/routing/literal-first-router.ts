import type { RequestHandler, Router } from 'express';
import express from 'express';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** Handlers for the other methods of each path, so that a request does not fall through to a path with a parameter. */
type Otherwise = ReadonlyMap<string, RequestHandler>;

/**
 * A router that accepts routes in any order and then sorts literal paths before those with parameters. Express takes
 * the first matching route, and `/things/mine` would match `/things/:thing_id`.
 */
export function literalFirstRouter(): { router: Router; ready: (otherwise: Otherwise) => void } {
  const router = express.Router({ caseSensitive: true });
  const routes: { path: string; add: () => void }[] = [];
  for (const method of METHODS) {
    const add = router[method].bind(router) as (path: string, ...handlers: RequestHandler[]) => unknown;
    const collect = (path: string, ...handlers: RequestHandler[]): Router => {
      routes.push({ path, add: () => add(path, ...handlers) });
      return router;
    };
    router[method] = collect as Router[typeof method];
  }
  const ready = (otherwise: Otherwise): void => {
    const last = Array.from(otherwise, ([path, handler]) => ({ path, add: () => void router.all(path, handler) }));
    for (const { add } of [...routes, ...last].toSorted((a, b) => literalsFirst(a.path, b.path))) add();
  };
  return { router, ready };
}

/** Compares two Express paths: a parameter sorts after every literal at its position. */
export function literalsFirst(a: string, b: string): number {
  const [keyA, keyB] = [a, b].map((path) => path.replaceAll(':', '\uffff')) as [string, string];
  if (keyA === keyB) return 0;
  return keyA < keyB ? -1 : 1;
}
