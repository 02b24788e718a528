import type { RequestHandler } from 'express';
import { HttpProblem } from '../problems/http-problem.ts';
import { nameRoute } from '../server/request-metrics.ts';
import type { RouteDeclaration } from './route.ts';
import { expressPath, pathsOf } from './route.ts';

/**
 * For each path, a handler for the methods that no route declares. It answers `OPTIONS` with the allowed methods, and
 * any other method with 405.
 */
export function otherMethods(routes: readonly RouteDeclaration[]): Map<string, RequestHandler> {
  const known = new Map<string, { readonly template: string; readonly methods: Set<string> }>();
  for (const route of routes) {
    for (const path of pathsOf(route).map(expressPath)) {
      const { template, methods } = known.get(path) ?? { template: route.path, methods: new Set<string>() };
      known.set(path, { template, methods: methods.add(route.method.toUpperCase()) });
    }
  }
  return new Map(Array.from(known, ([path, { template, methods }]) => [path, onlyMethods(template, methods)]));
}

/**
 * Answers with the allowed methods, both to `OPTIONS` and in a 405. Express would answer `OPTIONS` with the methods of
 * all matching paths: for `/movies/search` also with those of `/movies/{kinopoisk_id}`.
 */
export function onlyMethods(template: string, methods: Iterable<string>): RequestHandler {
  const allowed = new Set([...methods, 'OPTIONS']);
  if (allowed.has('GET')) allowed.add('HEAD');
  const allow = [...allowed].toSorted().join(', ');
  return (req, res, next) => {
    nameRoute(res, template);
    if (req.method === 'OPTIONS') res.set('Allow', allow).status(204).end();
    else if (allowed.has(req.method)) next();
    else throw new HttpProblem('method-not-allowed', { Allow: allow });
  };
}
