import { setTimeout as pause } from 'node:timers/promises';
import type { OpenDatabase } from './drizzle-database.ts';
import { forNobody } from './sql-runner.ts';

/** Minimum time from the start of one read to the start of the next, however many notifications arrive. */
const PACE_MS = 100;

/** Pause after a failed read. */
const RETRY_MS = 500;

/** If no read follows a notification for this long, the copy counts as stale. */
const TOLERATED_LAG_MS = 2_000;

/**
 * Decides when the rows behind an in-memory copy must be read again, and whether the copy is current. A notification
 * only means that there may be changes: any role that can connect can send one, so its payload is ignored. Reads run
 * one at a time at a bounded rate, so that a flood of notifications does not become a flood of queries. They run as work of
 * the service, because all requests need the copy.
 */
export class ChangeFollower {
  private isConnected = false;
  /**
   * Numbers of announced changes and of those already read. The copy is unusable while fewer than `required` are read.
   */
  private announced = 0;
  private covered = 0;
  private required = 0;
  /** When the first unread change was announced. */
  private behindSinceMs: number | undefined;
  private lastReadMs = Number.NEGATIVE_INFINITY;
  private running: Promise<void> = Promise.resolve();
  private next: Promise<void> | undefined;
  private isFollowing = false;
  private following: Promise<void> = Promise.resolve();
  private readonly closing = new AbortController();
  private stopListening: (() => Promise<void>) | undefined;
  private asService = forNobody;

  /** `read` gets `all` after an interruption of the channel, otherwise it reads new rows only. */
  constructor(
    private readonly channel: string,
    private readonly read: (scope: 'all' | 'new') => Promise<void>,
  ) {}

  async open(database: Pick<OpenDatabase, 'listen' | 'asService'>): Promise<void> {
    this.asService = database.asService;
    this.stopListening = await database.listen(this.channel, {
      onMessage: () => this.announce(),
      onConnected: async () => {
        await this.readNow();
        this.isConnected = true;
        this.follow();
      },
      onLost: () => {
        this.isConnected = false;
      },
    });
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.stopListening?.();
    this.isConnected = false;
    await Promise.allSettled([this.following, this.running]);
  }

  /** Whether the copy contains all announced changes, except for the last moments. */
  isCurrent(): boolean {
    if (!this.isConnected || this.covered < this.required) return false;
    return this.behindSinceMs === undefined || performance.now() - this.behindSinceMs < TOLERATED_LAG_MS;
  }

  /**
   * Reads this instance's own changes at once; the copy is unusable until then.
   * @throws any error of `read`
   */
  async readNow(): Promise<void> {
    this.announced += 1;
    this.required = this.announced;
    await this.readNext();
  }

  private announce(): void {
    this.announced += 1;
    this.behindSinceMs ??= performance.now();
    if (this.isConnected) this.follow();
  }

  private follow(): void {
    if (this.isFollowing) return;
    this.isFollowing = true;
    this.following = this.asService('changes', () => this.catchUp());
  }

  /** Reads until everything is read. After a lost connection, it continues when the next one is open. */
  private async catchUp(): Promise<void> {
    while (this.covered < this.announced && this.isConnected && !this.closing.signal.aborted) {
      await this.wait(this.lastReadMs + PACE_MS - performance.now());
      await this.readNext().catch(() => this.wait(RETRY_MS));
    }
    this.isFollowing = false;
  }

  /** One read that starts after this call, shared by all callers until it starts. */
  private readNext(): Promise<void> {
    this.next ??= this.running
      .catch(() => undefined)
      .then(() => {
        this.next = undefined;
        this.running = this.asService('changes', () => this.readOnce());
        return this.running;
      });
    return this.next;
  }

  private async readOnce(): Promise<void> {
    const [target, startedAtMs] = [this.announced, performance.now()];
    this.lastReadMs = startedAtMs;
    await this.read(this.isConnected ? 'new' : 'all');
    this.covered = target;
    this.behindSinceMs = this.covered < this.announced ? startedAtMs : undefined;
  }

  private async wait(ms: number): Promise<void> {
    if (ms <= 0) return;
    await pause(ms, undefined, { ref: false, signal: this.closing.signal }).catch(() => undefined);
  }
}
