import type { Express, Request, RequestHandler, Response } from 'express';
import express from 'express';
import helmet from 'helmet';
import type { Container } from 'inversify';
import { InversifyExpressServer, TYPE } from 'inversify-express-utils';
import type { ClientAddress } from '../../../domain/sessions/client-address.ts';
import { UNKNOWN_ADDRESS } from '../../../domain/sessions/client-address.ts';
import { MAX_USER_AGENT_LENGTH } from '../../../domain/sessions/session.ts';
import { clientAddress } from '../input/client-address.ts';
import { languageOf } from '../input/language.ts';
import { dropLongHeaders } from '../input/long-headers.ts';
import { headerText, refuseIllFormed } from '../input/well-formed.ts';
import { errorFormsOf } from '../problems/error-form.ts';
import type { FaultReporter } from '../problems/error-handler.ts';
import { errorHandler } from '../problems/error-handler.ts';
import { HttpProblem } from '../problems/http-problem.ts';
import { otherMethods } from '../routing/allowed-methods.ts';
import { docsRouter } from '../routing/docs.ts';
import type { OperationDependencies } from '../routing/exchange.ts';
import { literalFirstRouter } from '../routing/literal-first-router.ts';
import type { DocumentedApi } from '../routing/openapi.ts';
import { setDependencies } from '../routing/route-decorator.ts';
import { isProbe } from '../routing/route.ts';
import type { Begin } from './admission-queue.ts';
import { AdmissionQueue } from './admission-queue.ts';
import { answerBusy } from './busy-answer.ts';
import { crossOrigin } from './cross-origin.ts';
import type { Admission } from './overload-admission.ts';
import type { RequestMetrics } from './request-metrics.ts';
import { matchedRoute } from './request-metrics.ts';
import type { RequestScope } from './request-scope.ts';
import { requestIdOf, setRequestScope } from './request-scope.ts';

export type HttpOptions = {
  readonly api: DocumentedApi;
  readonly dependencies: OperationDependencies;
  readonly admissionQueue: AdmissionQueue;
  /** Decides for each request whether to shed it, before it is queued and after. */
  readonly admission: Admission;
  readonly requestMetrics: RequestMetrics;
  readonly reportFault: FaultReporter;
  /** Runs the rest of a request with its scope available to loggers. */
  readonly withScope: (scope: RequestScope, run: () => void) => void;
  /** Addresses and networks whose forwarding headers are trusted. */
  readonly trustedProxies: readonly string[];
  readonly docsEnabled: boolean;
  /** Handlers of a web page that come before and after those of the API. */
  readonly page: { readonly start: RequestHandler; readonly files: RequestHandler };
  readonly version: string;
};

/** `Retry-After` of shed requests. */
const RETRY_AFTER_SECONDS = 1;

/** Version, trace id, parent id, flags. The last bit of the flags means that the trace is sampled. */
const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]([0-9a-f])$/;

/** The Express application between the socket and the controllers. */
export function createApp(container: Container, options: HttpOptions): Express {
  const app = expressForInversify(options);
  app.disable('x-powered-by');
  app.disable('etag');
  app.enable('case sensitive routing');
  app.set('trust proxy', options.trustedProxies);
  setDependencies(app, options.dependencies);
  // First in the chain, so that every failure is answered with the request id, in the client's language, and measured.
  app.use(scoped(options), options.requestMetrics.measure, securityHeaders(), crossOrigin(options), refuseIllFormed);
  const { router, ready } = literalFirstRouter();
  withoutRequestContainers(new InversifyExpressServer(container, router, null, app), container)
    .setConfig((configured) => {
      configured.use(options.page.start);
    })
    .setErrorConfig((configured) => {
      const { api, version, dependencies } = options;
      ready(otherMethods(api.routes));
      // After the API, because Express compares the path of each request with all of theirs.
      if (options.docsEnabled) configured.use(docsRouter(api, { version, ...dependencies }));
      configured.use(options.page.files);
      configured.use(() => {
        throw new HttpProblem('route-not-found');
      });
      configured.use(
        errorHandler({
          ...options,
          wording: api.wording,
          errorForms: errorFormsOf(api.routes),
          publicUrl: dependencies.publicUrl,
        }),
      );
    })
    .build();
  return app;
}

/**
 * Adapts Express: inversify-express-utils registers `'*'` to create a container per request, which is not needed, and a
 * target in absolute form would break URL parsing before any handler runs.
 */
function expressForInversify(options: HttpOptions): Express {
  const app = express();
  const handle = (app as unknown as { handle: RequestHandler }).handle.bind(app);
  const handleInTurn = inTurn(handle, options);
  Object.assign(app, {
    handle: ((req, res, next) => {
      req.url = originForm(req.url);
      // Express does the same a moment later. `req` needs the properties of Express here, because they give its
      // address.
      Object.setPrototypeOf(req, app.request);
      dropLongHeaders(req);
      handleInTurn(req, res, next);
    }) satisfies RequestHandler,
  });
  const all = app.all.bind(app) as (path: string, ...handlers: RequestHandler[]) => Express;
  app.all = ((path: string, ...handlers: RequestHandler[]) =>
    path === '*' ? app : all(path, ...handlers)) as typeof app.all;
  return app;
}

/**
 * Sheds requests before they reach Express, which causes most of a request's cost. Requests of an address that has few
 * requests in the queue are not shed. Probes are not shed, and have a queue of their own: anybody can send thousands of them.
 */
function inTurn(handle: RequestHandler, options: HttpOptions): RequestHandler {
  const { admissionQueue, admission, requestMetrics } = options;
  const probes = new AdmissionQueue();
  const errorForms = errorFormsOf(options.api.routes);
  const letPagesRead = crossOrigin(options);
  const { publicUrl } = options.dependencies;
  const refuse = (req: Request, res: Response) =>
    requestMetrics.measure(req, res, () =>
      letPagesRead(req, res, () =>
        answerBusy(req, res, { retryAfterSeconds: RETRY_AFTER_SECONDS, form: errorForms(req.url), publicUrl }),
      ),
    );
  return (req, res, next) => {
    const from = () => addressOf(req);
    if (req.socket.bytesWritten === 0) admissionQueue.connected();
    // A client that disconnected while queued needs no answer.
    const queued = (answer: Begin) => (waitedMs: number) => {
      requestMetrics.noteWait(res, waitedMs);
      if (res.closed) requestMetrics.left(req, waitedMs);
      else answer(waitedMs);
    };
    if (isProbe(req.url))
      probes.pass(
        queued(() => handle(req, res, next)),
        from,
      );
    else if (admission.refuses(() => !admissionQueue.isFullFor(from())))
      admissionQueue.refuse(queued(() => refuse(req, res)));
    else
      admissionQueue.pass(
        queued((waitedMs) => {
          if (admission.refusesLate(waitedMs)) refuse(req, res);
          else handle(req, res, next);
        }),
        from,
      );
  };
}

type ActionFactory = (controller: string, action: string) => RequestHandler;

/**
 * inversify-express-utils creates a container and a controller for each request, so that the request can be injected.
 * Our controllers take the request as an argument, so one instance serves all requests.
 */
function withoutRequestContainers(server: InversifyExpressServer, container: Container): InversifyExpressServer {
  const handlerFactory: ActionFactory = (name, action) => {
    const controller = container.getNamed<Record<string, RequestHandler>>(TYPE.Controller, name);
    return (req, res, next) => controller[action]?.(req, res, next);
  };
  return Object.assign(server, { handlerFactory });
}

/** Converts `http://host/path?query`, which servers must accept (RFC 9112 section 3.2.2), to `/path?query`. */
function originForm(target: string): string {
  if (target.startsWith('/')) return target;
  const [, rest] = /^https?:\/\/[^/?#]*(.*)$/i.exec(target) ?? [];
  if (rest === undefined) return target;
  return rest.startsWith('/') ? rest : `/${rest}`;
}

function scoped({ withScope }: HttpOptions): RequestHandler {
  return (req, res, next) => {
    const [, traceId, flags = '0'] = TRACEPARENT.exec(String(req.headers['traceparent'] ?? '')) ?? [];
    const scope: RequestScope = {
      requestId: requestIdOf(req),
      traceId,
      isTraced: Number.parseInt(flags, 16) % 2 === 1,
      method: req.method,
      route: () => matchedRoute(res),
      client: {
        address: addressOf(req),
        userAgent: userAgentOf(req),
      },
      language: languageOf(req),
      cut: () => req.destroy(),
    };
    setRequestScope(res, scope);
    res.setHeader('X-Request-Id', scope.requestId).setHeader('Vary', 'Accept-Language');
    withScope(scope, next);
  };
}

function addressOf(req: Request): ClientAddress {
  return clientAddress(req.ip ?? UNKNOWN_ADDRESS);
}

/** `null` also for bytes that are not UTF-8: such a request is refused later, when its refusal can be answered. */
function userAgentOf(req: Request): string | null {
  const name = headerText(req.get('User-Agent') ?? '') ?? '';
  // Half of a surrogate pair at the end could not be stored.
  return name.slice(0, MAX_USER_AGENT_LENGTH).replace(/[\ud800-\udbff]$/, '') || null;
}

/**
 * Helmet's headers are the same for every answer, so they are computed once instead of by a dozen functions per
 * request.
 */
function securityHeaders(): RequestHandler {
  const headers = new Map<string, string>();
  const setSecurityHeaders = helmet({
    contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } },
    // A reverse proxy terminates TLS; its operator decides about HSTS.
    strictTransportSecurity: false,
    // Express is configured not to set it.
    xPoweredBy: false,
  });
  const collecting = { setHeader: (name: string, value: string) => headers.set(name, value) };
  setSecurityHeaders({} as Request, collecting as unknown as Response, (fault) => {
    if (fault !== undefined) throw fault as Error;
  });
  return (_req, res, next) => {
    res.setHeaders(headers);
    next();
  };
}
