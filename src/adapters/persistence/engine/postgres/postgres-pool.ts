import type { PoolState } from '../drizzle-database.ts';
import type { QueryOptions, SqlRunner, StatementRunner } from '../sql-runner.ts';
import { BackOff } from './back-off.ts';
import { ConnectionFault } from './connection-fault.ts';
import type { ConnectionOptions } from './postgres-connection.ts';
import { PostgresConnection } from './postgres-connection.ts';
import { HELD_UP, ReadLine } from './read-line.ts';

/** `waitMs`: for a free connection. `totalMs`: for everything, including the wait. */
export type PoolOptions = ConnectionOptions & {
  readonly size: number;
  readonly waitMs: number;
  readonly totalMs: number;
};

/** Waiting callers per connection. More are an overload and are refused at once. */
const WAITING_PER_CONNECTION = 120;

type Waiter = {
  readonly sinceMs: number;
  readonly resolve: (connection: PostgresConnection) => void;
  /** Set for short reads only: sends the read on a connection that other reads use. */
  readonly join?: (line: ReadLine) => void;
  readonly reject: (fault: unknown) => void;
};

/**
 * At most `size` connections, each lent to one statement or transaction at a time, or to some short reads. Every wait is
 * bounded. While the database is unavailable, callers are refused at once and the pool reconnects about once a second.
 */
export class PostgresPool implements SqlRunner {
  private readonly connections = new Set<PostgresConnection>();
  private readonly idle: PostgresConnection[] = [];
  private readonly waiting = new Set<Waiter>();
  private readonly lines = new Set<ReadLine>();
  private readonly backOff = new BackOff();
  private opening = 0;
  private isClosed = false;

  constructor(private readonly options: PoolOptions) {}

  get state(): PoolState {
    const [first] = this.waiting;
    return {
      used: this.connections.size - this.idle.length,
      idle: this.idle.length,
      opening: this.opening,
      max: this.options.size,
      pending: this.waiting.size,
      longestWaitMs: first ? performance.now() - first.sinceMs : 0,
    };
  }

  run(text: string, values?: readonly unknown[], how?: QueryOptions): Promise<readonly unknown[]> {
    return this.lend((connection) => connection.run(text, values, how));
  }

  /**
   * Runs a short statement that only reads. It may share a connection with other reads, and may be sent twice. It does
   * not overtake callers that already wait for a connection.
   */
  async read(text: string, values?: readonly unknown[], how?: QueryOptions): Promise<readonly unknown[]> {
    const endsAt = performance.now() + this.options.totalMs;
    const rows = await this.joinLine((line) => line.run(text, values, how));
    if (rows !== HELD_UP) return rows;
    return this.lend((connection) => connection.run(text, values, how), endsAt - performance.now());
  }

  transaction<T>(work: (inside: StatementRunner) => Promise<T>): Promise<T> {
    return this.lend((connection) => connection.transaction(work));
  }

  /** @throws ConnectionFault after `totalMs` at the latest; any error of `work` */
  async lend<T>(work: (connection: PostgresConnection) => Promise<T>, totalMs = this.options.totalMs): Promise<T> {
    const endsAt = performance.now() + totalMs;
    const connection = await this.acquire(Math.min(totalMs, this.options.waitMs));
    const lateFault = () => connection.giveUp(new ConnectionFault(`no answer within ${totalMs} ms`));
    const timer = setTimeout(lateFault, endsAt - performance.now());
    try {
      return await new Promise<T>((resolve, reject) => {
        connection.onGone = (fault) => {
          this.forget(connection);
          reject(fault);
        };
        work(connection).then(resolve, reject);
      });
    } finally {
      clearTimeout(timer);
      this.release(connection);
    }
  }

  /** Waits briefly for running work. Later calls throw. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.rejectWaiting(new ConnectionFault('the pool is closed'));
    await Promise.all(Array.from(this.connections, (connection) => connection.close()));
  }

  private joinLine<T>(send: (line: ReadLine) => Promise<T>): Promise<T> {
    if (this.waiting.size === 0) for (const line of this.lines) if (line.hasRoom) return send(line);
    return new Promise((resolve, reject) => {
      const join = (line: ReadLine) => resolve(send(line));
      // Without waiting, so that the next read in the same turn of the event loop can share the connection.
      const idle = this.isClosed ? undefined : this.idle.pop();
      if (idle) this.startLine(idle, join);
      else this.acquire(this.options.waitMs, join).then((connection) => this.startLine(connection, join), reject);
    });
  }

  /** The reads that are next in the queue share the connection. */
  private startLine(connection: PostgresConnection, first: (line: ReadLine) => void): void {
    const onEmpty = () => {
      this.lines.delete(line);
      this.release(connection);
    };
    const line = new ReadLine(connection, { totalMs: this.options.totalMs, onEmpty });
    this.lines.add(line);
    connection.onGone = (fault) => {
      this.lines.delete(line);
      this.forget(connection);
      line.break(fault);
    };
    first(line);
    for (const { join } of this.waiting) {
      if (join === undefined || !line.hasRoom) break;
      join(line);
    }
  }

  /** `join`: called when a waiting read can share the connection of another read; then this promise stays pending. */
  private async acquire(waitMs: number, join?: (line: ReadLine) => void): Promise<PostgresConnection> {
    if (this.isClosed) throw new ConnectionFault('the pool is closed');
    const connection = this.idle.pop();
    if (connection) return connection;
    const isFull = this.connections.size + this.opening >= this.options.size;
    if (!isFull && !this.backOff.isOn) return this.open();
    if (this.isDown) throw this.backOff.fault;
    if (this.waiting.size >= this.options.size * WAITING_PER_CONNECTION)
      throw new ConnectionFault('too many callers wait for a connection');
    return this.wait(waitMs, join);
  }

  private get isDown(): boolean {
    return this.connections.size + this.opening === 0;
  }

  private async open(): Promise<PostgresConnection> {
    this.opening += 1;
    try {
      const connection = await PostgresConnection.open(this.options);
      this.opening -= 1;
      this.backOff.succeeded();
      this.connections.add(connection);
      connection.onGone = () => this.forget(connection);
      return connection;
    } catch (fault) {
      this.opening -= 1;
      this.backOff.failed(fault);
      if (this.isDown) this.rejectWaiting(fault);
      throw fault;
    }
  }

  private wait(waitMs: number, join?: (line: ReadLine) => void): Promise<PostgresConnection> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        sinceMs: performance.now(),
        resolve: settled(resolve),
        reject: settled(reject),
        ...(join && { join: settled(join) }),
      };
      const tooLong = () => waiter.reject(new ConnectionFault(`no connection became free within ${waitMs} ms`));
      const timer = setTimeout(tooLong, waitMs);
      const waiting = this.waiting.add(waiter);

      function settled<V>(settle: (value: V) => void): (value: V) => void {
        return (value) => {
          clearTimeout(timer);
          waiting.delete(waiter);
          settle(value);
        };
      }
    });
  }

  private release(connection: PostgresConnection): void {
    connection.onGone = () => this.forget(connection);
    if (connection.isGone) return;
    const [next] = this.waiting;
    if (this.isClosed) void connection.close();
    else if (next) next.resolve(connection);
    else this.idle.push(connection);
  }

  /** A fault that breaks one connection has probably broken the idle ones as well. */
  private forget(connection: PostgresConnection): void {
    this.connections.delete(connection);
    for (const other of this.idle.splice(0)) if (other !== connection) other.giveUp(new ConnectionFault('retired'));
    const [next] = this.waiting;
    if (!next || this.isClosed) return;
    if (!this.backOff.isOn) this.open().then((fresh) => this.release(fresh), next.reject);
    else if (this.isDown) this.rejectWaiting(this.backOff.fault);
  }

  private rejectWaiting(fault: unknown): void {
    for (const waiter of this.waiting) waiter.reject(fault);
  }
}
