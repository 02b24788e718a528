import { once } from 'node:events';
import type { RequestListener, Server } from 'node:http';
import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Server as SocketServer } from 'node:net';
import type { Express } from 'express';
import type { Metrics } from '../../../application/shared/ports/metrics.ts';
import type { ErrorForms } from '../problems/error-form.ts';
import { JSON_TYPE } from '../routing/media-types.ts';
import { answerBusy } from './busy-answer.ts';
import type { ConnectionLimits } from './connection-guard.ts';
import { ConnectionGuard } from './connection-guard.ts';
import { answerRefused, protocolRefusal, UNKNOWN_EXPECTATION } from './protocol-refusal.ts';

/**
 * Slow clients are cut: time for the head, and the interval of checks. `ConnectionGuard` bounds the time for the body.
 * `requestTimeout` also counts time in which the service does not read, and ends a request without an answer, so it
 * only ends what nothing else ends.
 */
const TIMEOUTS = { headersTimeout: 10_000, requestTimeout: 15 * 60_000, connectionsCheckingInterval: 1_000 };
/**
 * Otherwise Node would itself refuse requests without `Host`, thousands in one read, before `ConnectionGuard` counts
 * them.
 */
const OWN_REFUSALS = { requireHostHeader: false };
/** See {@link ExpressRequest}. */
const MESSAGES = {
  IncomingMessage: ExpressRequest as unknown as typeof IncomingMessage,
  ServerResponse: ExpressResponse as unknown as typeof ServerResponse,
};
/** Time for running requests to finish when the service stops. */
const DRAIN_TIMEOUT_MS = 8_000;
/** `Retry-After` while the service starts. */
const STARTING_SECONDS = 2;
/** A request may be on its way on an idle keep-alive connection, so it stays open for this long. */
const IDLE_GRACE_MS = 500;

/** Needed to answer requests before the application is ready. `publicUrl`: the setting `PUBLIC_URL`. */
export type StartingAnswers = { readonly publicUrl?: string | undefined; readonly errorForms?: ErrorForms };

/**
 * The listening socket. It listens before the database is open, so that a port conflict shows at once and probes are
 * answered; until the application is ready, requests get 503 with `Retry-After`.
 */
export class HttpServer {
  private readonly server: Server;
  /**
   * The newest request and its response. V8 forgets a hidden class when its last object is collected, and with it the
   * code compiled for the class. Otherwise a pause between requests would be followed by a second of compiling.
   */
  private newest: readonly [IncomingMessage, ServerResponse] | undefined;
  private handle: RequestListener;
  private isClosing = false;

  constructor(limits: ConnectionLimits, metrics: Metrics, starting: StartingAnswers = {}) {
    this.handle = (req, res) => answerStarting(req, res, starting);
    this.server = createServer({ ...TIMEOUTS, ...OWN_REFUSALS, ...MESSAGES });
    const guard = new ConnectionGuard(this.server, limits, metrics);
    const take = (handle: RequestListener) => (req: IncomingMessage, res: ServerResponse) => {
      guard.oneByOne(req, res, () => {
        const refusal = protocolRefusal(req);
        // Sends `Connection: close` and closes the connection after the answer.
        if (this.isClosing || refusal) res.shouldKeepAlive = false;
        if (refusal) answerRefused(req, res, refusal);
        else handle(req, res);
        this.newest = [req, res];
      });
    };
    this.server.on(
      'request',
      take((req, res) => this.handle(req, res)),
    );
    // Without a listener, Node itself would refuse a request with an unknown expectation.
    this.server.on(
      'checkExpectation',
      take((req, res) => answerRefused(req, res, UNKNOWN_EXPECTATION)),
    );
  }

  /** @returns the URL that it listens on. @throws Error such as `EADDRINUSE` */
  async listen(port: number, host: string): Promise<string> {
    this.server.listen(port, host);
    await once(this.server, 'listening');
    const { address, family, port: actualPort } = this.server.address() as AddressInfo;
    const isAnyAddress = address === '0.0.0.0' || address === '::';
    return `http://${isAnyAddress ? 'localhost' : family === 'IPv6' ? `[${address}]` : address}:${actualPort}`;
  }

  serve(listener: RequestListener): void {
    this.handle = listener;
  }

  serveExpress(application: Express): void {
    ExpressRequest.prototype = application.request;
    ExpressResponse.prototype = application.response;
    this.serve(application);
  }

  /** Accepts no new connections, lets running requests finish, and cuts the rest after {@link DRAIN_TIMEOUT_MS}. */
  async close(): Promise<void> {
    if (!this.server.listening) return;
    const closed = once(this.server, 'close');
    this.isClosing = true;
    // Not `close` of the HTTP server, which resets idle connections at once, with requests that are on their way.
    SocketServer.prototype.close.call(this.server);
    const idle = setTimeout(() => this.server.closeIdleConnections(), IDLE_GRACE_MS);
    const cut = setTimeout(() => this.server.closeAllConnections(), DRAIN_TIMEOUT_MS);
    await closed;
    clearTimeout(idle);
    clearTimeout(cut);
  }
}

function answerStarting(req: IncomingMessage, res: ServerResponse, { publicUrl, errorForms }: StartingAnswers): void {
  if (req.url === '/health/live') {
    res.writeHead(200, { 'Content-Type': JSON_TYPE }).end('{"status":"alive"}');
    return;
  }
  answerBusy(req, res, { retryAfterSeconds: STARTING_SECONDS, form: errorForms?.(req.url ?? ''), publicUrl });
}

/**
 * Express changes the prototype of each request and response, unless it has the prototype of Express already. V8 keeps
 * the resulting hidden class for the next request. In some processes it did not: each request got hidden classes
 * of its own, no compiled code fitted them, and a request took twice the CPU time until the next start. So requests and
 * responses are created with these prototypes. Functions instead of classes, because with `extends` a request took a
 * sixth more.
 */
function ExpressRequest(this: IncomingMessage, socket: Socket): void {
  IncomingMessage.call(this, socket);
}

function ExpressResponse(this: ServerResponse, ...args: ConstructorParameters<typeof ServerResponse>): void {
  ServerResponse.call(this, ...args);
}

ExpressRequest.prototype = IncomingMessage.prototype;
ExpressResponse.prototype = ServerResponse.prototype;
