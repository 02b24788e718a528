import { setTimeout as pause } from 'node:timers/promises';
import type { OpenDatabase } from './drizzle-database.ts';

/** Shortest time from the start of one read to the start of the next, however many notifications come. */
const PACE_MS = 100;

/** After a read that failed. */
const RETRY_MS = 500;

/** A notification that was not followed by a read for so long makes the copy count as out of date. */
const TOLERATED_LAG_MS = 2_000;

/**
 * Says when rows that a copy in memory was made of have to be read again, and whether the copy can be used. A notification
 * says only that there may be something to read: any role that may connect can send one, so its payload is ignored. There
 * is one read at a time, at a bounded pace, so that a flood of notifications is no flood of queries.
 */
export class ChangeFollower {
  private isConnected = false;
  /** Changes that were announced so far, and how many of them have been read; the copy is unusable below `required`. */
  private announced = 0;
  private covered = 0;
  private required = 0;
  /** When the first change that has not been read was announced. */
  private behindSinceMs: number | undefined;
  private lastReadMs = Number.NEGATIVE_INFINITY;
  private running: Promise<void> = Promise.resolve();
  private next: Promise<void> | undefined;
  private isFollowing = false;
  private following: Promise<void> = Promise.resolve();
  private readonly closing = new AbortController();
  private stopListening: (() => Promise<void>) | undefined;

  /** `read` is asked for everything (`all`) after the channel was not heard, and for what is new otherwise. */
  constructor(
    private readonly channel: string,
    private readonly read: (scope: 'all' | 'new') => Promise<void>,
  ) {}

  async open(database: Pick<OpenDatabase, 'listen'>): Promise<void> {
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

  /** Whether the copy holds all that was announced, but for the last moments. */
  isCurrent(): boolean {
    if (!this.isConnected || this.covered < this.required) return false;
    return this.behindSinceMs === undefined || performance.now() - this.behindSinceMs < TOLERATED_LAG_MS;
  }

  /**
   * Reads at once what this instance changed itself; until it is read, the copy cannot be used.
   * @throws what `read` throws
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
    this.following = this.catchUp();
  }

  /** Reads until everything is read; what is announced after a connection was lost is read when there is a new one. */
  private async catchUp(): Promise<void> {
    while (this.covered < this.announced && this.isConnected && !this.closing.signal.aborted) {
      await this.wait(this.lastReadMs + PACE_MS - performance.now());
      await this.readNext().catch(() => this.wait(RETRY_MS));
    }
    this.isFollowing = false;
  }

  /** One read that begins after this call. All who ask before it begins share it. */
  private readNext(): Promise<void> {
    this.next ??= this.running
      .catch(() => undefined)
      .then(() => {
        this.next = undefined;
        this.running = this.readOnce();
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
