import type { RequestHandler, Response } from 'express';
import type { Clock } from '../../application/ports/clock.ts';
import type { Metrics } from '../../application/ports/metrics.ts';
import type { LimitPolicy } from '../../application/ports/rate-limiter.ts';

const ROUTE = 'route';
const UNKNOWN_ROUTE = '__not_found__';

/** Node's parser takes three dozen methods more, all of which are answered with 404 or 405. */
const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
const OTHER_METHOD = '_OTHER';

/** As nginx logs a client that did not wait for the end of its answer. */
const CLIENT_GONE = 499;

/** Measures requests from their arrival to the last byte of the answer, refused and broken ones included. */
export class Traffic {
  private underWay = 0;

  constructor(
    private readonly metrics: Metrics,
    private readonly clock: Clock,
  ) {}

  /** Requests whose answers are not finished. */
  get inFlight(): number {
    return this.underWay;
  }

  readonly measure: RequestHandler = (req, res, next) => {
    const startedMs = this.clock.monotonicMs();
    const method = METHODS.has(req.method) ? req.method : OTHER_METHOD;
    this.underWay += 1;
    res.once('close', () => {
      this.underWay -= 1;
      const labels = { method, route: routeOf(res), status_code: String(statusOf(res)) };
      this.metrics.time('http_request_duration_seconds', labels, (this.clock.monotonicMs() - startedMs) / 1000);
    });
    next();
  };

  /** A request was answered with 429. */
  limited(policy: LimitPolicy): void {
    this.metrics.count('http_rate_limited_total', { policy });
  }
}

/** Says which route the request has found, by its template: what stands in for parameters must never be a label. */
export function nameRoute(res: Response, template: string): void {
  res.locals[ROUTE] = template;
}

/** A request that is refused before Express has seen it has no locals either. */
function routeOf({ locals }: Partial<Pick<Response, 'locals'>>): string {
  return (locals?.[ROUTE] as string | undefined) ?? UNKNOWN_ROUTE;
}

function statusOf(res: Response): number {
  return res.writableFinished || res.statusCode >= 500 ? res.statusCode : CLIENT_GONE;
}
