import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** A client is not awaited if it has sent this many bytes while the event loop was busy. */
const NOTICEABLE_BYTES = 16 * 1024;

/** A client that sends a body. `isAwaited`: all received bytes are read, and some are missing. */
export type Sender = { readonly receivedBytes: () => number; readonly isAwaited: () => boolean };

export function senderOf(req: IncomingMessage): Sender {
  return {
    receivedBytes: () => req.socket.bytesRead,
    isAwaited: () => !req.complete && req.readableLength === 0,
  };
}

/**
 * Calls `act` with the senders for whose bytes the service waits. Call it only in a timer: Node reads between timers and
 * `setImmediate` what the operating system has received. After a long turn of the event loop, this is much of what a
 * fast client has sent.
 */
export function withAwaited<S extends Sender>(senders: Iterable<S>, act: (awaited: readonly S[]) => void): void {
  const before = Array.from(senders)
    .filter((sender) => sender.isAwaited())
    .map((sender) => ({ sender, bytes: sender.receivedBytes() }));
  if (before.length === 0) return;
  setImmediate(() => {
    const awaited = before.filter(
      ({ sender, bytes }) => sender.isAwaited() && sender.receivedBytes() - bytes < NOTICEABLE_BYTES,
    );
    act(awaited.map(({ sender }) => sender));
  });
}

type Body = Sender & { readonly req: IncomingMessage; readonly res: ServerResponse; awaitedMs: number };

/**
 * Bounds how long the service waits for the bodies of requests. Time in which the service does not read does not count:
 * while an upload waits for its turn, or while the event loop is busy. Node's `requestTimeout` counts that time too.
 */
export class AwaitedBodies {
  /** The last request of each connection, if it may have a body that has not been received completely. */
  private readonly bodies = new Map<Socket, Body>();

  /** `refuse`: called when a body has been awaited for more than `mostMs`. */
  constructor(
    private readonly mostMs: number,
    private readonly refuse: (req: IncomingMessage, res: ServerResponse) => void,
  ) {}

  /** The request is handled from now on. */
  add(req: IncomingMessage, res: ServerResponse): void {
    const { headers, socket } = req;
    if (headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined)
      this.bodies.set(socket, { ...senderOf(req), req, res, awaitedMs: 0 });
  }

  remove(socket: Socket): void {
    this.bodies.delete(socket);
  }

  /** Call it in a timer, every `everyMs`. A late call counts as one interval, because the service itself was busy. */
  look(everyMs: number): void {
    for (const [socket, { req }] of this.bodies) if (req.complete) this.bodies.delete(socket);
    withAwaited(this.bodies.values(), (awaited) => {
      for (const body of awaited) this.count(body, everyMs);
    });
  }

  private count(body: Body, everyMs: number): void {
    const { req, res } = body;
    if (this.bodies.get(req.socket) !== body) return;
    body.awaitedMs += everyMs;
    if (body.awaitedMs <= this.mostMs) return;
    this.bodies.delete(req.socket);
    this.refuse(req, res);
  }
}
