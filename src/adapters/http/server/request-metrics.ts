import type { Request, RequestHandler, Response } from 'express';
import type { Clock } from '../../../application/shared/ports/clock.ts';
import type { Metrics } from '../../../application/shared/ports/metrics.ts';
import type { LimitState } from '../../../application/shared/ports/rate-limiter.ts';

const ROUTE = 'route';
const UNKNOWN_ROUTE = '__not_found__';

/** Node's parser takes three dozen methods more, all of which are answered with 404 or 405. */
const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
const OTHER_METHOD = '_OTHER';

/** As nginx logs a client that did not wait for the end of its answer. */
const CLIENT_GONE = 499;

const WAITED_MS = 'waitedMs';

/** Measures requests from their arrival to the last byte of the answer, refused and broken ones included. */
export class RequestMetrics {
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
    const startedMs = this.clock.monotonicMs() - ((localsOf(res)[WAITED_MS] as number | undefined) ?? 0);
    this.underWay += 1;
    res.once('close', () => {
      this.underWay -= 1;
      this.took(this.clock.monotonicMs() - startedMs, { req, route: routeOf(res), status: statusOf(res) });
    });
    next();
  };

  /** How long a request has waited for its turn before it comes to be measured. */
  noteWait(res: Response, waitedMs: number): void {
    if (waitedMs > 0) localsOf(res)[WAITED_MS] = waitedMs;
  }

  /** A client did not wait for its turn. */
  left(req: Request, waitedMs: number): void {
    this.took(waitedMs, { req, route: UNKNOWN_ROUTE, status: CLIENT_GONE });
  }

  /** A request was answered with 429. */
  limited(policy: LimitState['policy']): void {
    this.metrics.count('http_rate_limited_total', { policy });
  }

  private took(ms: number, { req, route, status }: { req: Request; route: string; status: number }): void {
    const method = METHODS.has(req.method) ? req.method : OTHER_METHOD;
    this.metrics.time('http_request_duration_seconds', { method, route, status_code: String(status) }, ms / 1000);
  }
}

/** Says which route the request has found, by its template: what stands in for parameters must never be a label. */
export function nameRoute(res: Response, template: string): void {
  localsOf(res)[ROUTE] = template;
}

function routeOf(res: Response): string {
  return (localsOf(res)[ROUTE] as string | undefined) ?? UNKNOWN_ROUTE;
}

/** Express makes them, unless they are there: a request that is refused never comes that far. */
function localsOf(res: Partial<Pick<Response, 'locals'>>): Record<string, unknown> {
  return (res.locals ??= {} as Response['locals']);
}

function statusOf(res: Response): number {
  return res.writableFinished || res.statusCode >= 500 ? res.statusCode : CLIENT_GONE;
}
