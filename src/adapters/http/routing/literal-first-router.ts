import type { RequestHandler, Router } from 'express';
import express from 'express';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** Handlers for the other methods of each path, so that a request does not fall through to a path with a parameter. */
type Otherwise = ReadonlyMap<string, RequestHandler>;

type Add = (router: Router) => void;

/**
 * A router that accepts routes in any order and then sorts literal paths before those with parameters. Express takes
 * the first matching route, and `/things/mine` would match `/things/:thing_id`. Express compares a path with every
 * route before it, so the routes of each first segment have a router of their own.
 */
export function literalFirstRouter(): { router: Router; ready: (otherwise: Otherwise) => void } {
  const router = express.Router({ caseSensitive: true });
  const routes: { path: string; add: Add }[] = [];
  for (const method of METHODS) {
    const collect = (path: string, ...handlers: RequestHandler[]): Router => {
      routes.push({ path, add: (part) => void part[method](path, ...handlers) });
      return router;
    };
    router[method] = collect as Router[typeof method];
  }
  const ready = (otherwise: Otherwise): void => {
    const last = Array.from(otherwise, ([path, handler]) => ({
      path,
      add: (part: Router) => void part.all(path, handler),
    }));
    const parts = new Map<string, Router>();
    for (const { path, add } of [...routes, ...last].toSorted((a, b) => literalsFirst(a.path, b.path))) {
      const segment = firstSegment(path);
      if (segment.startsWith(':')) throw new Error(`the first segment of ${path} must be a literal`);
      const part = parts.get(segment) ?? express.Router({ caseSensitive: true });
      parts.set(segment, part);
      add(part);
    }
    const dispatch: RequestHandler = (req, res, next) => {
      const part = parts.get(firstSegment(req.path));
      if (part) part(req, res, next);
      else next();
    };
    // A router has its routes in `stack`; this handler offers them in the same way, so that they can be listed.
    router.use(Object.assign(dispatch, { stack: [...parts.values()].flatMap(({ stack }) => stack) }));
  };
  return { router, ready };
}

function firstSegment(path: string): string {
  const end = path.indexOf('/', 1);
  return end < 0 ? path.slice(1) : path.slice(1, end);
}

/** Compares two Express paths: a parameter sorts after every literal at its position. */
function literalsFirst(a: string, b: string): number {
  const [keyA, keyB] = [a, b].map((path) => path.replaceAll(':', '\uffff')) as [string, string];
  if (keyA === keyB) return 0;
  return keyA < keyB ? -1 : 1;
}
