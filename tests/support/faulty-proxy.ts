import { once } from 'node:events';
import type { AddressInfo, Server, Socket } from 'node:net';
import { connect, createServer } from 'node:net';

const TLS_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

/** A TCP proxy in front of a server that can be made to misbehave as broken networks and servers do. */
export class FaultyProxy {
  /** How often somebody connected. */
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

  /** As that of the server behind it. */
  get url(): string {
    const own = new URL(this.target);
    own.host = `127.0.0.1:${this.port}`;
    return own.href;
  }

  /** Nothing gets through in either direction; connections are still accepted. */
  freeze(): void {
    this.state = 'frozen';
    for (const socket of this.sockets) socket.pause();
  }

  thaw(): void {
    this.state = 'forwarding';
    for (const socket of this.sockets) socket.resume();
  }

  /** Connections are accepted and ended at once, in good order. */
  hangUp(): void {
    this.state = 'hanging up';
    for (const socket of this.sockets) socket.end();
  }

  /** TLS is agreed to (PostgreSQL protocol, "SSL Session Encryption"), and its handshake is answered with something else. */
  breakTls(): void {
    this.state = 'breaking TLS';
  }

  forward(): void {
    this.state = 'forwarding';
  }

  /** Connections break, new ones are refused. */
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
