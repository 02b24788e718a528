import cors from 'cors';
import type { RequestHandler } from 'express';
import { ANSWER_HEADERS } from '../output/headers.ts';
import type { OperationDependencies } from '../routing/exchange.ts';
import type { RouteDeclaration } from '../routing/route.ts';
import { ownHeadersOf } from '../routing/route.ts';
import { nameRoute } from './request-metrics.ts';

/** Preflights are answered before routing. */
const PREFLIGHT_ROUTE = '__preflight__';

/** How long a browser may cache the answer to a preflight. */
const PREFLIGHT_MAX_AGE_SECONDS = 3600;

type CrossOriginOptions = {
  readonly dependencies: Pick<OperationDependencies, 'corsOrigins'>;
  readonly api: { readonly routes: readonly RouteDeclaration[] };
};

/**
 * Allows pages of these origins to call the service and read its answers, including failures. Without credentials:
 * tokens are sent in the Authorization header, never in cookies.
 */
export function crossOrigin({ dependencies: { corsOrigins }, api }: CrossOriginOptions): RequestHandler {
  if (corsOrigins.length === 0) return (_req, _res, next) => next();
  const callable = api.routes.filter(({ isSameOriginOnly }) => !isSameOriginOnly);
  const handle = cors({
    origin: [...corsOrigins],
    exposedHeaders: [...Object.keys(ANSWER_HEADERS), ...ownHeadersOf(callable), 'X-Request-Id'],
    maxAge: PREFLIGHT_MAX_AGE_SECONDS,
  });
  return (req, res, next) => {
    const isPreflight = req.headers['access-control-request-method'] !== undefined;
    if (req.method === 'OPTIONS' && isPreflight) nameRoute(res, PREFLIGHT_ROUTE);
    if (req.method === 'OPTIONS' && !isPreflight) next();
    else handle(req, res, next);
  };
}
