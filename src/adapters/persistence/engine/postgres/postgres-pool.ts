import type { Owner } from '../../../../application/shared/fair-queue.ts';
import { FairQueue } from '../../../../application/shared/fair-queue.ts';
import type { PoolState } from '../drizzle-database.ts';
import type { QueryOptions, SqlRunner, StatementRunner, WhoseStatement } from '../sql-runner.ts';
import { ofNobody } from '../sql-runner.ts';
import { BackOff } from './back-off.ts';
import { ConnectionFault } from './connection-fault.ts';
import type { ConnectionOptions } from './postgres-connection.ts';
import { PostgresConnection } from './postgres-connection.ts';
import { HELD_UP, ReadPipeline } from './read-pipeline.ts';

/**
 * `whose`: returns the owner of a statement; owners take turns. `waitMs`: time for a free connection. `totalMs`: time
 * for everything, including that wait.
 */
export type PoolOptions = ConnectionOptions & {
  readonly whose: WhoseStatement;
  readonly size: number;
  readonly waitMs: number;
  readonly totalMs: number;
};

/**
 * Maximum number of waiting callers per connection. Beyond it, callers of the owner with the most waiting callers are
 * refused.
 */
const WAITING_PER_CONNECTION = 120;

/**
 * Connections that one address leaves to others: its statements may wait for a lock for two seconds, or run for five, and
 * with many accounts it could hold all connections for as long.
 */
const LEFT_TO_OTHERS = 2;

type Waiter = {
  readonly owner: Owner;
  readonly sinceMs: number;
  readonly resolve: (connection: PostgresConnection) => void;
  /** Set for short reads only: sends the read on a connection that other reads use. */
  readonly join?: (pipeline: ReadPipeline) => void;
  readonly reject: (fault: unknown) => void;
};

/**
 * At most `size` connections, each lent to one statement or transaction at a time, or to some short reads. Every wait is
 * bounded. While the database is unavailable, callers are refused at once and the pool reconnects about once a second.
 */
export class PostgresPool implements SqlRunner {
  private readonly connections = new Set<PostgresConnection>();
  private readonly idle: PostgresConnection[] = [];
  private readonly waiting = new FairQueue<Waiter>();
  private readonly pipelines = new Set<ReadPipeline>();
  private readonly backOff = new BackOff();
  /** Number of connections in use by each address. */
  private readonly heldBy = new Map<string, number>();
  private readonly mostOfOne: number;
  private opening = 0;
  private isClosed = false;

  constructor(private readonly options: PoolOptions) {
    this.mostOfOne = Math.max(1, options.size - LEFT_TO_OTHERS);
  }

  get state(): PoolState {
    const waitMs = Array.from(this.waiting.firsts(), ({ sinceMs }) => performance.now() - sinceMs);
    return {
      used: this.connections.size - this.idle.length,
      idle: this.idle.length,
      opening: this.opening,
      max: this.options.size,
      pending: this.waiting.size,
      longestWaitMs: waitMs.reduce((a, b) => Math.max(a, b), 0),
    };
  }

  /** Whether more statements of the owner's address wait than its equal share of the connections. */
  isFullFor(owner: Owner): boolean {
    return this.waiting.exceedsShare(owner.address, this.options.size);
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
    const rows = await this.joinPipeline((pipeline) => pipeline.run(text, values, how));
    if (rows !== HELD_UP) return rows;
    return this.lend((connection) => connection.run(text, values, how), endsAt - performance.now());
  }

  transaction<T>(work: (inside: StatementRunner) => Promise<T>): Promise<T> {
    return this.lend((connection) => connection.transaction(work));
  }

  /** @throws ConnectionFault after `totalMs` at the latest; any error of `work` */
  async lend<T>(work: (connection: PostgresConnection) => Promise<T>, totalMs = this.options.totalMs): Promise<T> {
    const endsAt = performance.now() + totalMs;
    const owner = this.options.whose();
    const connection = await this.acquire(owner, Math.min(totalMs, this.options.waitMs));
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
      this.release(connection, owner);
    }
  }

  /** Waits briefly for running work. Later calls throw. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.rejectWaiting(new ConnectionFault('the pool is closed'));
    await Promise.all(Array.from(this.connections, (connection) => connection.close()));
  }

  private joinPipeline<T>(send: (pipeline: ReadPipeline) => Promise<T>): Promise<T> {
    if (this.waiting.size === 0) for (const pipeline of this.pipelines) if (pipeline.hasRoom) return send(pipeline);
    return new Promise((resolve, reject) => {
      const join = (pipeline: ReadPipeline) => resolve(send(pipeline));
      const owner = this.options.whose();
      const start = (connection: PostgresConnection) => this.startPipeline(connection, owner, join);
      // Does not wait, so that the next read in the same turn of the event loop can share the connection.
      const idle = this.isClosed ? undefined : this.takeIdle(owner);
      if (idle) start(idle);
      else this.acquire(owner, this.options.waitMs, join).then(start, reject);
    });
  }

  /** The reads that are next in the queue share the connection, which counts as held by the owner of the first. */
  private startPipeline(connection: PostgresConnection, owner: Owner, first: (pipeline: ReadPipeline) => void): void {
    const onEmpty = () => {
      this.pipelines.delete(pipeline);
      this.release(connection, owner);
    };
    const pipeline = new ReadPipeline(connection, { totalMs: this.options.totalMs, onEmpty });
    this.pipelines.add(pipeline);
    connection.onGone = (fault) => {
      this.pipelines.delete(pipeline);
      this.count(owner, -1);
      this.forget(connection);
      pipeline.break(fault);
    };
    first(pipeline);
    while (pipeline.hasRoom) {
      if (this.waiting.peek()?.join === undefined) return;
      this.waiting.shift()?.join?.(pipeline);
    }
  }

  /** `join`: called when a waiting read can share the connection of another read; then this promise stays pending. */
  private async acquire(
    owner: Owner,
    waitMs: number,
    join?: (pipeline: ReadPipeline) => void,
  ): Promise<PostgresConnection> {
    if (this.isClosed) throw new ConnectionFault('the pool is closed');
    const connection = this.takeIdle(owner);
    if (connection) return connection;
    const isFull = this.connections.size + this.opening >= this.options.size;
    if (!isFull && !this.backOff.isOn && this.mayHaveMore(owner)) return this.openFor(owner);
    if (this.isDown) throw this.backOff.fault;
    if (this.waiting.size >= this.options.size * WAITING_PER_CONNECTION) this.makeRoomFor(owner);
    return this.wait(owner, waitMs, join);
  }

  /**
   * Refuses the newest caller of the owner with the most callers. @throws ConnectionFault when `owner` is that owner
   */
  private makeRoomFor(owner: Owner): void {
    const fault = new ConnectionFault('too many callers wait for a connection');
    const surplus = this.waiting.surplusFor(owner);
    if (surplus === undefined) throw fault;
    surplus.item.reject(fault);
  }

  private takeIdle(owner: Owner): PostgresConnection | undefined {
    const connection = this.mayHaveMore(owner) ? this.idle.pop() : undefined;
    if (connection) this.count(owner, 1);
    return connection;
  }

  /** Background work is not limited, because nobody can start any amount of it. */
  private mayHaveMore({ address }: Owner): boolean {
    return address === ofNobody().address || (this.heldBy.get(address) ?? 0) < this.mostOfOne;
  }

  /** Counts connections that are held in the name of the owner. */
  private count({ address }: Owner, more: 1 | -1): void {
    const held = (this.heldBy.get(address) ?? 0) + more;
    if (held > 0) this.heldBy.set(address, held);
    else this.heldBy.delete(address);
  }

  private get isDown(): boolean {
    return this.connections.size + this.opening === 0;
  }

  private async openFor(owner: Owner): Promise<PostgresConnection> {
    this.count(owner, 1);
    try {
      return await this.open();
    } catch (fault) {
      this.count(owner, -1);
      throw fault;
    }
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

  private wait(owner: Owner, waitMs: number, join?: (pipeline: ReadPipeline) => void): Promise<PostgresConnection> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        owner,
        sinceMs: performance.now(),
        resolve: settled(resolve),
        reject: settled(reject),
        ...(join && { join: settled(join) }),
      };
      const tooLong = () => waiter.reject(new ConnectionFault(`no connection became free within ${waitMs} ms`));
      const timer = setTimeout(tooLong, waitMs);
      const { waiting } = this;
      waiting.push(owner, waiter);

      function settled<V>(settle: (value: V) => void): (value: V) => void {
        return (value) => {
          clearTimeout(timer);
          waiting.remove(owner, waiter);
          settle(value);
        };
      }
    });
  }

  private release(connection: PostgresConnection, owner: Owner): void {
    this.count(owner, -1);
    // A waiting caller of the address may have another connection, which was kept for others.
    const free = connection.isGone ? this.idle.pop() : connection;
    if (free) this.offer(free);
  }

  /** Gives the connection to the next caller. */
  private offer(connection: PostgresConnection): void {
    connection.onGone = () => this.forget(connection);
    if (connection.isGone) return;
    if (this.isClosed) {
      void connection.close();
      return;
    }
    const next = this.waiting.shift((owner) => this.mayHaveMore(owner));
    if (next) {
      this.count(next.owner, 1);
      next.resolve(connection);
    } else this.idle.push(connection);
  }

  /** A fault that breaks one connection has probably broken the idle ones as well. */
  private forget(connection: PostgresConnection): void {
    this.connections.delete(connection);
    for (const other of this.idle.splice(0)) if (other !== connection) other.giveUp(new ConnectionFault('retired'));
    const next = this.waiting.peek();
    if (!next || this.isClosed) return;
    if (!this.backOff.isOn) this.open().then((fresh) => this.offer(fresh), next.reject);
    else if (this.isDown) this.rejectWaiting(this.backOff.fault);
  }

  private rejectWaiting(fault: unknown): void {
    for (let waiter = this.waiting.shift(); waiter; waiter = this.waiting.shift()) waiter.reject(fault);
  }
}
