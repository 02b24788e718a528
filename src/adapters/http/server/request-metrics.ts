import type { Request, RequestHandler, Response } from 'express';
import type { Clock } from '../../../application/shared/ports/clock.ts';
import type { Metrics } from '../../../application/shared/ports/metrics.ts';
import type { LimitState } from '../../../application/shared/ports/rate-limiter.ts';
import { onceClosed } from '../output/once-closed.ts';

const ROUTE = 'route';
const UNKNOWN_ROUTE = '__not_found__';

/** Node's parser accepts three dozen more methods, all answered with 404 or 405. */
const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
const OTHER_METHOD = '_OTHER';

/** nginx's status for a client that disconnected before the end of the answer. */
const CLIENT_GONE = 499;

const WAITED_MS = 'waitedMs';

/** Measures requests from arrival to the last byte of the answer, including refused and aborted ones. */
export class RequestMetrics {
  private underWay = 0;

  constructor(
    private readonly metrics: Metrics,
    private readonly clock: Clock,
  ) {}

  /** Number of unfinished requests. */
  get inFlight(): number {
    return this.underWay;
  }

  readonly measure: RequestHandler = (req, res, next) => {
    const startedMs = this.clock.monotonicMs() - ((localsOf(res)[WAITED_MS] as number | undefined) ?? 0);
    this.underWay += 1;
    onceClosed(res, () => {
      this.underWay -= 1;
      this.took(this.clock.monotonicMs() - startedMs, { req, route: routeOf(res), status: statusOf(res) });
    });
    next();
  };

  /** Records how long a request was queued before its measurement starts. */
  noteWait(res: Response, waitedMs: number): void {
    if (waitedMs > 0) localsOf(res)[WAITED_MS] = waitedMs;
  }

  /** Records a client that disconnected while queued. */
  left(req: Request, waitedMs: number): void {
    this.took(waitedMs, { req, route: UNKNOWN_ROUTE, status: CLIENT_GONE });
  }

  /** Counts a request answered with 429. */
  limited(policy: LimitState['policy']): void {
    this.metrics.count('http_rate_limited_total', { policy });
  }

  private took(ms: number, { req, route, status }: { req: Request; route: string; status: number }): void {
    const method = METHODS.has(req.method) ? req.method : OTHER_METHOD;
    this.metrics.time('http_request_duration_seconds', { method, route, status_code: String(status) }, ms / 1000);
  }
}

/** Records the template of the matched route: path parameters must never become labels. */
export function nameRoute(res: Response, template: string): void {
  localsOf(res)[ROUTE] = template;
}

/** The template of the matched route, if there is one. */
export function matchedRoute(res: Response): string | undefined {
  return localsOf(res)[ROUTE] as string | undefined;
}

function routeOf(res: Response): string {
  return matchedRoute(res) ?? UNKNOWN_ROUTE;
}

/** Express creates `locals` unless they exist. A shed request never reaches Express. */
function localsOf(res: Partial<Pick<Response, 'locals'>>): Record<string, unknown> {
  return (res.locals ??= {} as Response['locals']);
}

/** An answer that the service itself has cut has the status of its error (`errorHandler`). */
function statusOf(res: Response): number {
  return res.writableFinished || res.statusCode >= 400 ? res.statusCode : CLIENT_GONE;
}
