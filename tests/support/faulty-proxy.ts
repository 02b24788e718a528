import { once } from 'node:events';
import type { AddressInfo, Server, Socket } from 'node:net';
import { connect, createServer } from 'node:net';

const TLS_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

/** A TCP proxy in front of a server, which can imitate failures of networks and servers. */
export class FaultyProxy {
  /** How many connections were opened to it. */
  dials = 0;
  private readonly sockets = new Set<Socket>();
  private state: 'forwarding' | 'frozen' | 'hanging up' | 'breaking TLS' = 'forwarding';
  private server: Server = createServer();
  private port = 0;

  private constructor(private readonly target: URL) {}

  static async to(url: string): Promise<FaultyProxy> {
    const proxy = new FaultyProxy(new URL(url));
    await proxy.comeBack();
    return proxy;
  }

  /** The URL of the server behind it, with the host and port of the proxy. */
  get url(): string {
    const own = new URL(this.target);
    own.host = `127.0.0.1:${this.port}`;
    return own.href;
  }

  /** From now on it passes nothing on in either direction, but still accepts connections. */
  freeze(): void {
    this.state = 'frozen';
    for (const socket of this.sockets) socket.pause();
  }

  thaw(): void {
    this.state = 'forwarding';
    for (const socket of this.sockets) socket.resume();
  }

  /** From now on it accepts connections and ends them at once, without a reset. */
  hangUp(): void {
    this.state = 'hanging up';
    for (const socket of this.sockets) socket.end();
  }

  /**
   * From now on it agrees to TLS (PostgreSQL protocol, "SSL Session Encryption"), but answers its handshake wrongly.
   */
  breakTls(): void {
    this.state = 'breaking TLS';
  }

  forward(): void {
    this.state = 'forwarding';
  }

  /** Breaks all connections and refuses new ones. */
  async goAway(): Promise<void> {
    this.server.close();
    for (const socket of this.sockets) socket.resetAndDestroy();
    await once(this.server, 'close');
  }

  async comeBack(): Promise<void> {
    this.server = createServer((client) => this.accept(client)).listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    ({ port: this.port } = this.server.address() as AddressInfo);
  }

  private accept(client: Socket): void {
    this.dials += 1;
    this.keep(client);
    if (this.state === 'hanging up') {
      client.end();
      return;
    }
    if (this.state === 'breaking TLS') {
      client.once('data', (first: Buffer) => {
        if (first.equals(TLS_REQUEST)) client.once('data', () => client.end('no TLS')).write('S');
        else {
          client.pause().unshift(first);
          this.connect(client);
        }
      });
      return;
    }
    this.connect(client);
    if (this.state === 'frozen') this.freeze();
  }

  private connect(client: Socket): void {
    const server = connect(Number(this.target.port), this.target.hostname);
    this.keep(server);
    client.pipe(server);
    server.pipe(client);
    client.once('close', () => server.destroy());
    server.once('close', () => client.destroy());
  }

  private keep(socket: Socket): void {
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
    socket.on('error', () => undefined);
  }
}
