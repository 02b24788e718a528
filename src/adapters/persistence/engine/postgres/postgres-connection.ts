import type { Socket } from 'node:net';
import postgres from 'postgres';
import type { Codecs, QueryOptions, SqlRunner, StatementRunner } from '../sql-runner.ts';
import { ConnectionFault } from './connection-fault.ts';
import type { Address } from './postgres-socket.ts';
import { dial, failingSocket } from './postgres-socket.ts';

/** `parameters`: session settings (PostgreSQL, "Server Configuration"). */
export type ConnectionOptions = {
  readonly url: string;
  readonly parameters: Readonly<Record<string, string | number>>;
  readonly codecs: Codecs;
  /** Receives the messages of channels listened to. */
  readonly onNotification?: (channel: string, payload: string) => void;
};

/** For name resolution, TCP, TLS, the log-in and a first statement together. */
const OPEN_TIMEOUT_MS = 3_000;

/** Time for running statements when a connection is closed. */
const CLOSE_TIMEOUT_SECONDS = 2;

/**
 * One connection to PostgreSQL, opened once and discarded at the first fault: a postgres.js client (3.4.9) that loses
 * its connection may crash the process, repeat a statement on another connection, or hang.
 */
export class PostgresConnection implements SqlRunner {
  /** Called once, when the connection is lost or closed. */
  onGone: (fault: ConnectionFault) => void = () => undefined;
  private readonly sql: postgres.Sql;
  private socket: Socket | undefined;
  private fault: ConnectionFault | undefined;

  private constructor(private readonly options: ConnectionOptions) {
    const settings = {
      max: 1,
      ssl: false,
      fetch_types: false,
      connect_timeout: 0,
      max_lifetime: null,
      connection: { application_name: 'kinopolka', TimeZone: 'UTC', ...options.parameters },
      onnotice: () => undefined,
      onnotify: options.onNotification,
      no_subscribe: true,
      socket: (address: Address) => this.dialOnce(address),
    };
    this.sql = postgres(options.url, settings);
    Object.assign(this.sql.options.parsers, options.codecs.parsers);
    Object.assign(this.sql.options.serializers, options.codecs.serializers);
  }

  /** @throws ConnectionFault, or the server's refusal, within a few seconds */
  static async open(options: ConnectionOptions): Promise<PostgresConnection> {
    const connection = new PostgresConnection(options);
    const tooLate = new ConnectionFault(`no connection within ${OPEN_TIMEOUT_MS} ms`);
    const timer = setTimeout(() => connection.giveUp(tooLate), OPEN_TIMEOUT_MS);
    try {
      await connection.run('select 1');
      return connection;
    } finally {
      clearTimeout(timer);
    }
  }

  get isGone(): boolean {
    return this.fault !== undefined;
  }

  async run(
    text: string,
    values: readonly unknown[] = [],
    how: QueryOptions = {},
  ): Promise<postgres.RowList<postgres.Row[]>> {
    if (this.fault) throw this.fault;
    try {
      const query = this.sql.unsafe(text, values as never[], { prepare: how.prepare ?? false });
      return await (how.rowsAs === 'arrays' ? (query.values() as PromiseLike<unknown> as typeof query) : query);
    } catch (error) {
      if (this.isBrokenBy(error)) throw this.giveUp(error);
      throw error;
    }
  }

  /**
   * Begins and ends the transaction itself: when the connection is lost, `begin` of postgres.js throws where the error
   * cannot be caught.
   */
  async transaction<T>(work: (inside: StatementRunner) => Promise<T>): Promise<T> {
    let isOver = false;
    const inside: StatementRunner = {
      run: async (text, values, how) => {
        if (isOver) throw new Error('a statement was sent after the end of its transaction');
        return this.run(text, values, how);
      },
    };
    try {
      await this.run('begin');
      const result = await work(inside);
      isOver = true;
      const { command } = await this.run('commit');
      if (command !== 'COMMIT') throw new Error('a failed statement of the transaction was ignored');
      return result;
    } catch (error) {
      isOver = true;
      if (!this.isGone) await this.run('rollback').catch((fault: unknown) => this.giveUp(fault));
      throw error;
    }
  }

  /** Cuts the connection: running and later statements fail. */
  giveUp(cause: unknown): ConnectionFault {
    if (this.fault) return this.fault;
    this.fault = cause instanceof ConnectionFault ? cause : new ConnectionFault('connection lost', { cause });
    this.socket?.destroy(this.fault);
    void this.sql.end({ timeout: 0 });
    this.onGone(this.fault);
    return this.fault;
  }

  async close(): Promise<void> {
    if (this.fault) return;
    await this.sql.end({ timeout: CLOSE_TIMEOUT_SECONDS });
    this.giveUp(new ConnectionFault('connection closed'));
  }

  /**
   * An error answer does not break the connection unless the server closes it; neither does a value that cannot be
   * sent.
   */
  private isBrokenBy(error: unknown): boolean {
    if (error instanceof postgres.PostgresError) return error.severity !== 'ERROR';
    const { code } = error as { code?: unknown };
    return this.socket?.destroyed !== false || (typeof code === 'string' && code.startsWith('CONNECTION_'));
  }

  private async dialOnce(address: Address): Promise<Socket> {
    if (this.socket || this.fault) return failingSocket(this.fault);
    this.socket = await dial(this.options.url, address);
    if (this.isGone) this.socket.destroy(this.fault);
    this.socket.once('error', (error) => this.giveUp(error));
    this.socket.once('close', () => this.giveUp(new ConnectionFault('connection lost')));
    return this.socket;
  }
}
