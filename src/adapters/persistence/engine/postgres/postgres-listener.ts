import { setTimeout as pause } from 'node:timers/promises';
import type { ChannelListener } from '../drizzle-database.ts';
import type { ConnectionOptions } from './postgres-connection.ts';
import { PostgresConnection } from './postgres-connection.ts';

/** A server that froze, or a firewall that forgot the connection, says nothing: it is asked, and given up without an answer. */
const HEARTBEAT_MS = 1_000;
const ANSWER_WITHIN_MS = 2_000;

const REDIAL_MS = 500;

/** Hears one channel on a connection of its own, which is dialled again whenever it is lost. */
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
        // Whatever it was, the channel is not heard: said below, and tried again.
      }
      this.listener.onLost();
      await this.connection?.close().catch(() => undefined);
      if (!this.isStopped) await this.pause(REDIAL_MS);
    }
  }

  /**
   * Whoever may connect may send anything here, and this runs among the events of a socket, where nobody catches. What
   * cannot be read may have been a message all the same: dialling again makes the listener read everything anew.
   */
  private hear(payload: string): void {
    try {
      this.listener.onMessage(payload);
    } catch (error) {
      this.connection?.giveUp(error);
    }
  }

  /** Returns, or throws, when the connection is no good any more. */
  private async beat(connection: PostgresConnection): Promise<void> {
    connection.onGone = () => this.pausing.abort();
    while (!connection.isGone && !this.isStopped) {
      await this.pause(HEARTBEAT_MS);
      const timer = setTimeout(() => connection.giveUp(new Error('no heartbeat')), ANSWER_WITHIN_MS);
      await connection.run('select 1').finally(() => clearTimeout(timer));
    }
  }

  /** Cut short by the end of the connection and by `stop`, which waits for it while nothing else keeps the process alive. */
  private async pause(ms: number): Promise<void> {
    this.pausing = new AbortController();
    await pause(ms, undefined, { ref: false, signal: this.pausing.signal }).catch(() => undefined);
  }
}
