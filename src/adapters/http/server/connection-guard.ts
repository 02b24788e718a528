import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { BlockList, isIPv6 } from 'node:net';
import type { CutReason, Metrics } from '../../../application/shared/ports/metrics.ts';
import { clientAddress } from '../input/client-address.ts';
import { AwaitedBodies } from './awaited-bodies.ts';
import { ignoreRest } from './ignore-rest.ts';
import { answerRefused, BODY_TOO_SLOW } from './protocol-refusal.ts';

/** `trustedProxies`: addresses and networks whose connections are limited by the total only. */
export type ConnectionLimits = {
  readonly total: number;
  readonly perAddress: number;
  readonly trustedProxies: readonly string[];
  readonly timeouts?: Partial<ClientTimeouts>;
};

/**
 * `nothingMs`: a client that has read nothing of its answer for this long is cut off. It may take twice the time,
 * because Node counts data as read that the operating system has only buffered. `allMs`: time for a client to read
 * everything written so far, which is a page, or a part of a longer list. `bodyMs`: time for which the service waits for
 * a client that sends a body.
 */
type ClientTimeouts = { readonly nothingMs: number; readonly allMs: number; readonly bodyMs: number };

const TIMEOUTS: ClientTimeouts = { nothingMs: 15_000, allMs: 60_000, bodyMs: 30_000 };

/** Maximum number of pipelined requests on one connection. */
const MAX_PIPELINED = 16;

/**
 * Maximum number of header fields of a request; Node refuses more with 431. Each takes 40 bytes of memory besides its
 * text, and Node would accept a thousand in 5 KB.
 */
const MAX_HEADERS = 100;

/**
 * A body may have this many chunks, and one more for each {@link BYTES_A_CHUNK}, because some programs send a table
 * line by line. Node reads 64 KB at once. They may contain ten thousand chunks of one byte, and each chunk takes as
 * long as a thousand bytes.
 */
const FREE_CHUNKS = 1_000;
const BYTES_A_CHUNK = 16;

/**
 * An IPv6 /48 may belong to one customer or to many people, so it may have as many connections as this number of
 * addresses.
 */
const ADDRESSES_OF_A_NETWORK = 10;

/**
 * All requests share it. If a request had accessors of its own, V8 would keep it in memory until the next full garbage
 * collection.
 */
const NEVER_DUMPED = { get: () => false, set: () => {} };

/** How often connections are checked within the shorter one of `allMs` and `bodyMs`. */
const LOOKS = 30;

/**
 * State of one connection. `sent`: bytes of all writes that the operating system has accepted completely. `sinceMs`:
 * when `sent` last grew, or when there was nothing left to send.
 */
type State = { isAnswering: boolean; readonly waiting: (() => void)[]; sent: number; sinceMs: number };

/**
 * Bounds the resources of connections: their number, the answers prepared for each, and the time in which a client does
 * not read, or does not send its body. Node itself bounds how long the head of a request may take to arrive.
 */
export class ConnectionGuard {
  private readonly states = new Map<Socket, State>();
  /** Open connections of each address block and IPv6 network. */
  private readonly openOf = new Map<string, number>();
  private readonly perNetwork: number;
  private readonly proxies = new BlockList();
  private readonly timeouts: ClientTimeouts;
  private readonly bodies: AwaitedBodies;

  constructor(
    server: Server,
    private readonly limits: ConnectionLimits,
    private readonly metrics: Metrics,
  ) {
    this.timeouts = { ...TIMEOUTS, ...limits.timeouts };
    this.bodies = new AwaitedBodies(this.timeouts.bodyMs, (req, res) => this.refuseBody(req, res));
    // One network must not use up all connections.
    this.perNetwork = Math.min(limits.perAddress * ADDRESSES_OF_A_NETWORK, Math.max(1, limits.total / 2));
    for (const proxy of limits.trustedProxies) addTo(this.proxies, proxy);
    server.maxConnections = limits.total;
    server.maxHeadersCount = MAX_HEADERS;
    // The timeout restarts whenever the operating system accepts more of the answer.
    server.timeout = this.timeouts.nothingMs;
    server.on('drop', () => this.count('too_many_connections'));
    server.on('connection', (socket) => this.opened(socket));
    server.on('timeout', (socket: Socket) => this.timedOut(socket));
    const everyMs = Math.min(this.timeouts.allMs, this.timeouts.bodyMs) / LOOKS;
    const look = () => {
      this.cutSlow();
      this.bodies.look(everyMs);
    };
    const timer = setInterval(look, everyMs).unref();
    server.once('close', () => clearInterval(timer));
  }

  /**
   * Handles the requests of one connection one after the other, so that a client does not accumulate unread answers. A
   * client with too many pipelined requests is cut. While requests wait, the connection is not read: Node would parse
   * further requests and keep their bodies, a megabyte for each connection.
   */
  oneByOne(req: IncomingMessage, res: ServerResponse, handle: () => void): void {
    const { socket } = req;
    const state = this.states.get(socket);
    if (state === undefined) return;
    if (req.headers['transfer-encoding'] !== undefined) this.countChunks(req);
    const begin = () => {
      this.bodies.add(req, res);
      handle();
    };
    res.once('close', () => {
      const next = state.waiting.shift();
      state.isAnswering = next !== undefined;
      if (next === undefined || socket.destroyed) return;
      if (state.waiting.length === 0) socket.resume();
      next();
    });
    if (!state.isAnswering) {
      state.isAnswering = true;
      begin();
    } else if (state.waiting.length < MAX_PIPELINED) {
      state.waiting.push(begin);
      // After what Node has read is parsed, because it goes on to read at the end of each request, and before its next
      // read, because there may be 32 in one turn of the event loop.
      queueMicrotask(() => {
        if (state.waiting.length > 0) socket.pause();
      });
    } else this.cut(socket, 'too_many_requests');
  }

  private opened(socket: Socket): void {
    const { block, network } = clientAddress(socket.remoteAddress ?? '');
    const isFull = this.hasMost(block, this.limits.perAddress) || this.hasMost(network, this.perNetwork);
    if (isFull && !this.isProxy(socket)) {
      this.cut(socket, 'too_many_connections');
      return;
    }
    this.note(block, 1);
    this.note(network, 1);
    this.states.set(socket, { isAnswering: false, waiting: [], sent: 0, sinceMs: performance.now() });
    socket.once('close', () => {
      this.states.delete(socket);
      this.bodies.remove(socket);
      this.note(block, -1);
      this.note(network, -1);
    });
  }

  private hasMost(key: string | null, most: number): boolean {
    return key !== null && (this.openOf.get(key) ?? 0) >= most;
  }

  private note(key: string | null, more: 1 | -1): void {
    if (key === null) return;
    const open = (this.openOf.get(key) ?? 0) + more;
    if (open > 0) this.openOf.set(key, open);
    else this.openOf.delete(key);
  }

  /**
   * Nothing was received or sent for `nothingMs`: the connection is idle, its client does not read, or the answer is
   * still being prepared.
   */
  private timedOut(socket: Socket): void {
    if (socket.writableLength > 0) this.cut(socket, 'not_read');
    else if (this.states.get(socket)?.isAnswering !== true) socket.destroy();
  }

  /** A client that reads a few bytes now and then is never idle but never finishes. */
  private cutSlow(): void {
    const nowMs = performance.now();
    for (const [socket, state] of this.states) {
      const sent = socket.bytesWritten - socket.writableLength;
      if (socket.writableLength === 0 || sent !== state.sent) Object.assign(state, { sent, sinceMs: nowMs });
      else if (nowMs - state.sinceMs > this.timeouts.allMs) this.cut(socket, 'not_read');
    }
  }

  /** Ends a request whose client hardly sends its body, with 408 unless it was answered before its end. */
  private refuseBody(req: IncomingMessage, res: ServerResponse): void {
    if (res.headersSent) {
      this.cut(req.socket, 'slow_body');
      return;
    }
    this.count('slow_body');
    res.shouldKeepAlive = false;
    // Whoever reads the body must learn that it ends.
    res.once('finish', () => req.destroy());
    answerRefused(req, res, BODY_TOO_SLOW);
  }

  /** Also counts chunks of a body that nobody reads. Without this, Node would drop them without calling `push`. */
  private countChunks(req: IncomingMessage): void {
    let [chunks, bytes] = [0, 0];
    const push = req.push.bind(req);
    req.push = (chunk: Buffer | null, encoding) => {
      chunks += 1;
      bytes += chunk?.length ?? 0;
      if (chunks <= FREE_CHUNKS + bytes / BYTES_A_CHUNK) return push(chunk, encoding);
      this.cut(req.socket, 'tiny_chunks');
      return false;
    };
    Object.defineProperty(req, '_dumped', NEVER_DUMPED);
  }

  private cut(socket: Socket, reason: CutReason): void {
    this.count(reason);
    ignoreRest(socket);
    if (socket.writableLength === 0) socket.destroy();
    // Resets the connection instead of closing it. Otherwise the operating system would buffer megabytes for a client
    // that does not read.
    else socket.resetAndDestroy();
  }

  private count(reason: CutReason): void {
    this.metrics.count('http_connections_cut_total', { reason });
  }

  private isProxy({ remoteAddress = '' }: Socket): boolean {
    return this.proxies.check(remoteAddress, isIPv6(remoteAddress) ? 'ipv6' : 'ipv4');
  }
}

function addTo(list: BlockList, entry: string): void {
  const [address = '', prefix] = entry.split('/');
  const family = isIPv6(address) ? 'ipv6' : 'ipv4';
  if (prefix === undefined) list.addAddress(address, family);
  else list.addSubnet(address, Number(prefix), family);
}
