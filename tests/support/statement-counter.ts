import { once } from 'node:events';
import type { AddressInfo, Server, Socket } from 'node:net';
import { connect, createServer } from 'node:net';

/**
 * First messages with one of these codes in place of a protocol version do not start a session (PostgreSQL, "Message
 * Formats").
 */
const NO_START = new Set([80_877_102, 80_877_103, 80_877_104]);
const TLS_REQUEST = 80_877_103;

/** A LISTEN statement, in a query (`Q`) or after the name of a prepared statement (`P`). */
const LISTENS = /(?:^|\0)listen /i;

export type Counts = {
  readonly statements: number;
  /** The length of the longest chain of statements of which each was sent after the answer to the one before. */
  readonly roundTrips: number;
};

/**
 * A TCP proxy in front of PostgreSQL that counts statements. It ignores connections that listen to a channel, which the
 * service probes every second, also without requests. The server must not use TLS.
 */
export class StatementCounter {
  private statements = 0;
  private deepest = 0;
  /** The depth of the deepest statement that has been answered. */
  private answered = 0;
  private waiting = 0;
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;

  private constructor(private readonly target: URL) {
    this.server = createServer((client) => this.accept(client)).listen(0, '127.0.0.1');
  }

  static async before(url: string): Promise<StatementCounter> {
    const counter = new StatementCounter(new URL(url));
    await once(counter.server, 'listening');
    return counter;
  }

  /** The URL of the server behind it, with the host and port of the proxy. */
  get url(): string {
    const own = new URL(this.target);
    own.host = `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return own.href;
  }

  /** Whether every statement has been answered. */
  get isQuiet(): boolean {
    return this.waiting === 0;
  }

  /** Resets the counts. @returns those since the last reset */
  take(): Counts {
    const counts = { statements: this.statements, roundTrips: this.deepest };
    this.statements = this.deepest = this.answered = 0;
    return counts;
  }

  async close(): Promise<void> {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
    await once(this.server, 'close');
  }

  private accept(client: Socket): void {
    const server = connect(Number(this.target.port), this.target.hostname);
    const depths: number[] = [];
    const sent = new Messages(false);
    const received = new Messages(true);
    this.keep(client, server);
    this.keep(server, client);
    let listens = false;
    client.on('data', (chunk: Buffer) => {
      for (const { type, code, text } of sent.read(chunk)) {
        if (code === TLS_REQUEST) received.skipByte();
        listens ||= text !== undefined && LISTENS.test(text);
        if (listens) continue;
        if (type === 'Q' || type === 'E') this.statements += 1;
        if (type === 'Q' || type === 'S') depths.push(this.begin());
      }
      server.write(chunk);
    });
    server.on('data', (chunk: Buffer) => {
      for (const { type } of received.read(chunk)) {
        const depth = type === 'Z' ? depths.shift() : undefined;
        if (depth !== undefined) this.end(depth);
      }
      client.write(chunk);
    });
    client.once('close', () => (this.waiting -= depths.length));
  }

  private begin(): number {
    this.waiting += 1;
    const depth = this.answered + 1;
    this.deepest = Math.max(this.deepest, depth);
    return depth;
  }

  private end(depth: number): void {
    this.waiting -= 1;
    this.answered = Math.max(this.answered, depth);
  }

  private keep(socket: Socket, other: Socket): void {
    this.sockets.add(socket);
    socket.once('close', () => {
      this.sockets.delete(socket);
      other.destroy();
    });
    socket.on('error', () => undefined);
  }
}

/** Splits a stream into messages. Each has a type of one byte, except the first ones of a client, and a length. */
class Messages {
  private rest: Buffer = Buffer.alloc(0);
  private skipped = 0;

  constructor(private isStarted: boolean) {}

  /** Skips the next byte, which is not a message but the answer to a request for TLS. */
  skipByte(): void {
    this.skipped += 1;
  }

  *read(chunk: Buffer): Iterable<{ readonly type?: string; readonly code?: number; readonly text?: string }> {
    this.rest = Buffer.concat([this.rest, chunk]).subarray(this.skipped);
    this.skipped = 0;
    for (;;) {
      const typeBytes = this.isStarted ? 1 : 0;
      if (this.rest.length < typeBytes + 4) return;
      const end = typeBytes + this.rest.readInt32BE(typeBytes);
      if (this.rest.length < end) return;
      const message = this.rest.subarray(0, end);
      this.rest = this.rest.subarray(end);
      if (this.isStarted) {
        const type = String.fromCharCode(message[0] ?? 0);
        yield type === 'Q' || type === 'P' ? { type, text: message.toString('utf8', typeBytes + 4) } : { type };
      } else {
        const code = message.readInt32BE(4);
        this.isStarted = !NO_START.has(code);
        yield { code };
      }
    }
  }
}
