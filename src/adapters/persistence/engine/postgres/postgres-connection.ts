import type { Socket } from 'node:net';
import postgres from 'postgres';
import type { Codecs, QueryOptions, SqlRunner, StatementRunner } from '../sql-runner.ts';
import { ConnectionFault, TlsHandshakeFailed } from './connection-fault.ts';
import type { ConnectionTarget, PostgresHost } from './connection-url.ts';
import { dial, failingSocket } from './postgres-socket.ts';

/**
 * `parameters`: settings of the server (PostgreSQL, "Server Configuration"). `scope`: where they are set. Behind a
 * pooler in transaction mode no session is ours, so they are set in each transaction, and single statements run without
 * them.
 */
export type ConnectionOptions = {
  readonly target: ConnectionTarget;
  readonly scope: 'session' | 'transaction';
  readonly parameters: Readonly<Record<string, string>>;
  /** Whether statements may be prepared under a name, which the session keeps. */
  readonly namesStatements: boolean;
  readonly codecs: Codecs;
  /** Receives the messages of channels listened to. */
  readonly onNotification?: (channel: string, payload: string) => void;
};

/** Time for name resolution, TCP, TLS, the log-in and a first statement together, at all hosts. */
const OPEN_TIMEOUT_MS = 3_000;

/** Time for running statements when a connection is closed. */
const CLOSE_TIMEOUT_SECONDS = 2;

const SERVER_STATE = `select current_setting('transaction_read_only') as read_only`;

/** The extension may be in a schema outside of the search path, and the role may have no right to move it. */
const SERVER_STATE_WITH_EXTENSION = `${SERVER_STATE}, (
  select set_config('search_path', concat_ws(', ', nullif(current_setting('search_path'), ''), quote_ident(nspname)), false)
  from pg_extension join pg_namespace as schema on schema.oid = extnamespace
  where extname = 'pg_trgm' and current_schema() is not null and nspname <> all(current_schemas(false)))`;

/** The server starts, stops or recovers; another one may work. */
const NOT_SERVING = /^57P0/;

/**
 * One connection to PostgreSQL, opened once and discarded at the first fault: a postgres.js client (3.4.9) that loses
 * its connection may crash the process, repeat a statement on another connection, or hang.
 */
export class PostgresConnection implements SqlRunner {
  /** Called once, when the connection is lost or closed. */
  onGone: (fault: ConnectionFault) => void = () => undefined;
  private readonly sql: postgres.Sql;
  private readonly begin: string;
  private socket: Socket | undefined;
  private fault: ConnectionFault | undefined;

  private constructor(
    private readonly options: ConnectionOptions,
    private readonly host: PostgresHost,
  ) {
    const { target, scope, parameters, codecs } = options;
    const isOfSession = scope === 'session';
    // An empty parameter is not sent.
    const ofSession = {
      application_name: target.applicationName ?? 'kinopolka',
      TimeZone: 'UTC',
      ...parameters,
      options: target.options ?? '',
    };
    this.begin = ['begin', ...(isOfSession ? [] : Object.entries(parameters).map(localSetting))].join('; ');
    this.sql = postgres({
      // This host is not used, because `socket` makes the connection.
      host: 'localhost',
      port: host.port,
      username: target.user,
      password: target.password,
      database: target.database,
      max: 1,
      ssl: false,
      fetch_types: false,
      connect_timeout: 0,
      max_lifetime: null,
      connection: isOfSession ? ofSession : { application_name: '' },
      onnotice: () => undefined,
      onnotify: options.onNotification,
      no_subscribe: true,
      socket: () => this.dialOnce(),
    } as postgres.Options<Record<string, never>>);
    Object.assign(this.sql.options.parsers, codecs.parsers);
    Object.assign(this.sql.options.serializers, codecs.serializers);
  }

  /** Connects to the first host that works. @throws ConnectionFault, or the server's refusal, within a few seconds */
  static async open(options: ConnectionOptions): Promise<PostgresConnection> {
    const { hosts } = options.target;
    let fault: unknown;
    for (const host of hosts) {
      try {
        return await PostgresConnection.openPreferringTls(options, host, OPEN_TIMEOUT_MS / hosts.length);
      } catch (error) {
        if (!isUnserved(error)) throw error;
        fault = error;
      }
    }
    throw fault;
  }

  /** Like libpq with `sslmode=prefer`: if TLS fails, connects without TLS. */
  private static async openPreferringTls(
    options: ConnectionOptions,
    host: PostgresHost,
    timeoutMs: number,
  ): Promise<PostgresConnection> {
    const startedMs = performance.now();
    try {
      return await PostgresConnection.openAt(options, host, timeoutMs);
    } catch (error) {
      const { tls } = options.target;
      if (tls.mode !== 'preferred' || !mayServePlain(error)) throw error;
      const plain = { ...options, target: { ...options.target, tls: { ...tls, mode: 'off' as const } } };
      return PostgresConnection.openAt(plain, host, timeoutMs - (performance.now() - startedMs));
    }
  }

  private static async openAt(
    options: ConnectionOptions,
    host: PostgresHost,
    timeoutMs: number,
  ): Promise<PostgresConnection> {
    const connection = new PostgresConnection(options, host);
    const tooLate = new ConnectionFault(`no connection within ${timeoutMs} ms`);
    const timer = setTimeout(() => connection.giveUp(tooLate), timeoutMs);
    try {
      const [state] = await connection.run(options.scope === 'session' ? SERVER_STATE_WITH_EXTENSION : SERVER_STATE);
      if (options.target.mustWrite && state?.['read_only'] === 'on')
        throw connection.giveUp(new ConnectionFault('the server only reads'));
      return connection;
    } catch (error) {
      // Needed because the server leaves the connection open after some errors.
      connection.giveUp(error);
      throw error;
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
      const query = this.sql.unsafe(text, values as never[], {
        prepare: this.options.namesStatements && how.prepare === true,
      });
      return await (how.rowsAs === 'arrays' ? (query.values() as PromiseLike<unknown> as typeof query) : query);
    } catch (error) {
      if (this.isBrokenBy(error)) throw this.giveUp(error);
      throw error;
    }
  }

  /**
   * Begins and ends the transaction itself, because `begin` of postgres.js throws an error that cannot be caught when
   * the connection is lost.
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
      await this.run(this.begin);
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
   * An error of the server breaks the connection only if the server closes it. A value that cannot be sent does not
   * break it.
   */
  private isBrokenBy(error: unknown): boolean {
    if (error instanceof postgres.PostgresError) return error.severity !== 'ERROR';
    const { code } = error as { code?: unknown };
    return this.socket?.destroyed !== false || (typeof code === 'string' && code.startsWith('CONNECTION_'));
  }

  private async dialOnce(): Promise<Socket> {
    if (this.socket || this.fault) return failingSocket(this.fault);
    this.socket = await dial(this.host, this.options.target.tls);
    if (this.isGone) this.socket.destroy(this.fault);
    this.socket.once('error', (error) => this.giveUp(error));
    this.socket.once('close', () => this.giveUp(new ConnectionFault('connection lost')));
    return this.socket;
  }
}

/** SQLSTATE: `pg_hba.conf` has no entry for this role with TLS, or refuses it. */
const NOT_LET_IN = '28000';

function mayServePlain(error: unknown): boolean {
  if (error instanceof TlsHandshakeFailed) return true;
  return error instanceof ConnectionFault && (error.cause as { code?: unknown } | undefined)?.code === NOT_LET_IN;
}

/** Whether another host may work. A refusal, such as that of a wrong password, would be the same at every host. */
function isUnserved(error: unknown): boolean {
  const cause = error instanceof ConnectionFault ? (error.cause ?? error) : error;
  return cause instanceof postgres.PostgresError ? NOT_SERVING.test(cause.code) : error instanceof ConnectionFault;
}

/** Needs no escaping, because names and values are our own. */
function localSetting([name, value]: [string, string]): string {
  return `set local ${name} = '${value}'`;
}
