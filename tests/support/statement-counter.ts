import { once } from 'node:events';
import type { AddressInfo, Server, Socket } from 'node:net';
import { connect, createServer } from 'node:net';

/** Codes in place of a protocol version at the beginning of a connection (PostgreSQL, "Message Formats"). */
const NO_START = new Set([80_877_102, 80_877_103, 80_877_104]);
const TLS_REQUEST = 80_877_103;

/** A query (`Q`), or after the name of a prepared statement (`P`). */
const LISTENS = /(?:^|\0)listen /i;

export type Counts = {
  readonly statements: number;
  /** Statements that had to wait for the answer of another one, one after the other, and the first. */
  readonly roundTrips: number;
};

/**
 * A TCP proxy in front of PostgreSQL that counts what is sent through it, except by a connection that listens to a
 * channel: that one is probed every second, during a request or not. The server must not speak TLS.
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

  /** As that of the server behind it. */
  get url(): string {
    const own = new URL(this.target);
    own.host = `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return own.href;
  }

  /** Whether every statement has been answered. */
  get isQuiet(): boolean {
    return this.waiting === 0;
  }

  /** Begins anew. @returns what was counted since the last time */
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

/** Cuts a stream into messages: a type of one byte, except for a client's first ones, and a length. */
class Messages {
  private rest: Buffer = Buffer.alloc(0);
  private skipped = 0;

  constructor(private isStarted: boolean) {}

  /** The next byte is no message: the answer to a request for TLS. */
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
