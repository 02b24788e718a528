import { setTimeout as pause } from 'node:timers/promises';
import type { ChannelListener } from '../drizzle-database.ts';
import type { ConnectionOptions } from './postgres-connection.ts';
import { PostgresConnection } from './postgres-connection.ts';

/**
 * How often a query tests the connection. Without an answer, the connection is closed: a frozen server, or a firewall
 * that dropped the connection, sends nothing.
 */
const HEARTBEAT_MS = 1_000;
const ANSWER_WITHIN_MS = 2_000;

const REDIAL_MS = 500;

/** Listens to one channel on a connection of its own, and reconnects whenever it is lost. */
export class PostgresListener {
  private connection: PostgresConnection | undefined;
  private isStopped = false;
  private pausing = new AbortController();
  private readonly work: Promise<void>;

  constructor(
    private readonly options: Omit<ConnectionOptions, 'onNotification'>,
    private readonly channel: string,
    private readonly listener: ChannelListener,
  ) {
    this.work = this.run();
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    this.pausing.abort();
    await this.connection?.close();
    await this.work;
  }

  private async run(): Promise<void> {
    while (!this.isStopped) {
      try {
        this.connection = await PostgresConnection.open({
          ...this.options,
          onNotification: (_channel, payload) => this.hear(payload),
        });
        await this.connection.run(`listen ${this.channel}`);
        await this.listener.onConnected();
        await this.beat(this.connection);
      } catch {
        // Any failure counts as an interruption of the channel; the code below then tries again to listen.
      }
      this.listener.onLost();
      await this.connection?.close().catch(() => undefined);
      if (!this.isStopped) await this.pause(REDIAL_MS);
    }
  }

  /**
   * Any client that can connect may send messages, and this runs in a socket event, where no caller catches errors. An
   * unreadable message may be a notification, so the listener reconnects, and then reads everything again.
   */
  private hear(payload: string): void {
    try {
      this.listener.onMessage(payload);
    } catch (error) {
      this.connection?.giveUp(error);
    }
  }

  /** Returns, or throws, when the connection is no longer usable. */
  private async beat(connection: PostgresConnection): Promise<void> {
    connection.onGone = () => this.pausing.abort();
    while (!connection.isGone && !this.isStopped) {
      await this.pause(HEARTBEAT_MS);
      const timer = setTimeout(() => connection.giveUp(new Error('no heartbeat')), ANSWER_WITHIN_MS);
      await connection.run('select 1').finally(() => clearTimeout(timer));
    }
  }

  /**
   * Ends early when the connection is lost, and on `stop`, which waits for `run`. The timer does not keep the process
   * alive.
   */
  private async pause(ms: number): Promise<void> {
    this.pausing = new AbortController();
    await pause(ms, undefined, { ref: false, signal: this.pausing.signal }).catch(() => undefined);
  }
}
