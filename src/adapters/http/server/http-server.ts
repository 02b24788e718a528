import { once } from 'node:events';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server as SocketServer } from 'node:net';
import type { Metrics } from '../../../application/shared/ports/metrics.ts';
import { answerBusy } from './busy-answer.ts';
import type { ConnectionLimits } from './connection-guard.ts';
import { ConnectionGuard } from './connection-guard.ts';

/** Slow clients are cut: how long the head and the whole request may take, and how often that is looked at. */
const TIMEOUTS = { headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 1_000 };
/** Requests in flight get so long to finish once the service is told to stop. */
const DRAIN_TIMEOUT_MS = 8_000;
/** What a client is told to wait while the service starts. */
const STARTING_SECONDS = 2;
/** A connection that is kept and idle may have a request on its way: it stays so long. */
const IDLE_GRACE_MS = 500;

/**
 * The socket of the service. It listens before the database is open, so that a taken port is known at once and probes
 * are answered; until there is an application, requests are asked to come back.
 */
export class HttpServer {
  private readonly server: Server;
  private handle: RequestListener = answerStarting;
  private isClosing = false;

  constructor(limits: ConnectionLimits, metrics: Metrics) {
    this.server = createServer(TIMEOUTS);
    const guard = new ConnectionGuard(this.server, limits, metrics);
    this.server.on('request', (req, res) => {
      guard.oneByOne(req, res, () => {
        // Says `Connection: close`, and does: the client is done here.
        if (this.isClosing) res.shouldKeepAlive = false;
        this.handle(req, res);
      });
    });
  }

  /** @returns the URL it listens on. @throws Error `EADDRINUSE` and the like */
  async listen(port: number, host: string): Promise<string> {
    this.server.listen(port, host);
    await once(this.server, 'listening');
    const { address, family, port: actualPort } = this.server.address() as AddressInfo;
    const isAnyAddress = address === '0.0.0.0' || address === '::';
    return `http://${isAnyAddress ? 'localhost' : family === 'IPv6' ? `[${address}]` : address}:${actualPort}`;
  }

  serve(application: RequestListener): void {
    this.handle = application;
  }

  /** Takes no new connections, lets requests in flight finish, cuts what is still there after {@link DRAIN_TIMEOUT_MS}. */
  async close(): Promise<void> {
    if (!this.server.listening) return;
    const closed = once(this.server, 'close');
    this.isClosing = true;
    // Not the HTTP server's own `close`, which resets idle connections at once, with the requests that are on their way.
    SocketServer.prototype.close.call(this.server);
    const idle = setTimeout(() => this.server.closeIdleConnections(), IDLE_GRACE_MS);
    const cut = setTimeout(() => this.server.closeAllConnections(), DRAIN_TIMEOUT_MS);
    await closed;
    clearTimeout(idle);
    clearTimeout(cut);
  }
}

function answerStarting(req: IncomingMessage, res: ServerResponse): void {
  if (req.url === '/health/live') {
    res.writeHead(200, { 'Content-Type': 'application/json' }).end('{"status":"alive"}');
    return;
  }
  answerBusy(req, res, STARTING_SECONDS);
}
