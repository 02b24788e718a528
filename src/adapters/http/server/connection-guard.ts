import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { BlockList, isIPv6 } from 'node:net';
import type { CutReason, Metrics } from '../../../application/shared/ports/metrics.ts';
import { addressBlock } from '../../../domain/sessions/client-address.ts';

/** `trustedProxies`: addresses and networks of whose connections as many may be open as the total allows. */
export type ConnectionLimits = {
  readonly total: number;
  readonly perAddress: number;
  readonly trustedProxies: readonly string[];
  readonly readTimeouts?: ReadTimeouts;
};

/**
 * `nothingMs`: a client that has taken nothing of its answer for this long is cut, at the latest after twice the time, because
 * Node counts what the operating system takes at once as taken. `allMs`: a client has so long to take all that was handed out
 * to it, which is a page, or a part of a longer list.
 */
type ReadTimeouts = { readonly nothingMs: number; readonly allMs: number };

const READ_TIMEOUTS: ReadTimeouts = { nothingMs: 15_000, allMs: 60_000 };

/** Requests of one connection that wait for the answers to those before them. */
const MAX_PIPELINED = 16;

/** How often it is looked who does not read, as a share of the time they have. */
const LOOKS = 10;

/** Of one connection. `sent`: bytes it has taken, `since` when. */
type State = { isAnswering: boolean; readonly waiting: (() => void)[]; sent: number; sinceMs: number };

/**
 * Bounds what connections can hold: their number, the answers prepared for one of them, and the time in which nobody reads
 * these. Node itself bounds how long a request may take to arrive.
 */
export class ConnectionGuard {
  private readonly states = new Map<Socket, State>();
  private readonly byAddress = new Map<string, number>();
  private readonly proxies = new BlockList();
  private readonly timeouts: ReadTimeouts;

  constructor(
    server: Server,
    private readonly limits: ConnectionLimits,
    private readonly metrics: Metrics,
  ) {
    this.timeouts = limits.readTimeouts ?? READ_TIMEOUTS;
    for (const proxy of limits.trustedProxies) addTo(this.proxies, proxy);
    server.maxConnections = limits.total;
    // This time begins anew whenever the operating system takes some more of what is to be written.
    server.timeout = this.timeouts.nothingMs;
    server.on('drop', () => this.count('too_many_connections'));
    server.on('connection', (socket) => this.opened(socket));
    server.on('timeout', (socket: Socket) => this.timedOut(socket));
    const timer = setInterval(() => this.cutSlow(), this.timeouts.allMs / LOOKS).unref();
    server.once('close', () => clearInterval(timer));
  }

  /**
   * Has the requests of one connection handled one after the other, so that no client collects answers it does not read. One
   * that sends too many ahead is cut.
   */
  oneByOne({ socket }: IncomingMessage, res: ServerResponse, handle: () => void): void {
    const state = this.states.get(socket);
    if (state === undefined) return;
    res.once('close', () => {
      const next = state.waiting.shift();
      state.isAnswering = next !== undefined;
      if (!socket.destroyed) next?.();
    });
    if (!state.isAnswering) {
      state.isAnswering = true;
      handle();
    } else if (state.waiting.length < MAX_PIPELINED) state.waiting.push(handle);
    else this.cut(socket, 'too_many_requests');
  }

  private opened(socket: Socket): void {
    const address = addressBlock(socket.remoteAddress ?? '');
    const open = (this.byAddress.get(address) ?? 0) + 1;
    if (open > this.limits.perAddress && !this.isProxy(socket)) {
      this.cut(socket, 'too_many_connections');
      return;
    }
    this.byAddress.set(address, open);
    this.states.set(socket, { isAnswering: false, waiting: [], sent: 0, sinceMs: performance.now() });
    socket.once('close', () => {
      this.states.delete(socket);
      const others = (this.byAddress.get(address) ?? 0) - 1;
      if (others > 0) this.byAddress.set(address, others);
      else this.byAddress.delete(address);
    });
  }

  /** Neither read nor written for a while: it is idle, or its client does not read, or we are still at its answer. */
  private timedOut(socket: Socket): void {
    if (socket.writableLength > 0) this.cut(socket, 'not_read');
    else if (this.states.get(socket)?.isAnswering !== true) socket.destroy();
  }

  /** A client that takes a few bytes now and then is never idle, and never done. */
  private cutSlow(): void {
    const nowMs = performance.now();
    for (const [socket, state] of this.states) {
      const sent = socket.bytesWritten - socket.writableLength;
      if (socket.writableLength === 0 || sent !== state.sent) Object.assign(state, { sent, sinceMs: nowMs });
      else if (nowMs - state.sinceMs > this.timeouts.allMs) this.cut(socket, 'not_read');
    }
  }

  private cut(socket: Socket, reason: CutReason): void {
    this.count(reason);
    if (socket.writableLength === 0) socket.destroy();
    // Not in good order: the operating system would go on keeping megabytes for a client that does not read.
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
