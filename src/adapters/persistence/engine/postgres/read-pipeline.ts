import type { QueryOptions } from '../sql-runner.ts';
import { ConnectionFault } from './connection-fault.ts';
import type { PostgresConnection } from './postgres-connection.ts';

/** Maximum number of reads on one connection: the running one and those sent after it. */
const MAX_READS = 8;

/** How long a read waits behind others. */
const LONGEST_WAIT_BEHIND_MS = 250;

/**
 * The result of a read that must be sent again on another connection, because a read before it hangs or the connection
 * is lost.
 */
export const HELD_UP = Symbol('held up');

type Rows = readonly unknown[];
type Read = {
  readonly sentMs: number;
  readonly answer: (rows: Rows | typeof HELD_UP) => void;
  readonly fail: (fault: unknown) => void;
};

/**
 * Short reads that share a connection. Each is sent at once, without waiting for the answers to earlier ones. The
 * server runs them one after the other. The owner of the pipeline reserves the connection for it until `onEmpty`.
 */
export class ReadPipeline {
  /** In the order in which they were sent and are answered. */
  private readonly reads: Read[] = [];
  private isHeldUp = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly connection: PostgresConnection,
    private readonly options: { readonly totalMs: number; readonly onEmpty: () => void },
  ) {}

  get hasRoom(): boolean {
    return !this.isHeldUp && this.reads.length < MAX_READS;
  }

  /**
   * @returns `HELD_UP` when the read has waited {@link LONGEST_WAIT_BEHIND_MS} behind others, or the connection is lost
   * while it waits. The first read gets its rows or an error. @throws any error of the statement
   */
  run(text: string, values?: Rows, how?: QueryOptions): Promise<Rows | typeof HELD_UP> {
    const { promise, resolve: answer, reject: fail } = Promise.withResolvers<Rows | typeof HELD_UP>();
    const read = { sentMs: performance.now(), answer, fail };
    this.reads.push(read);
    this.timer ??= setTimeout(this.checkSoon, LONGEST_WAIT_BEHIND_MS);
    void this.connection
      .run(text, values, how)
      .then(answer, fail)
      .finally(() => this.leave(read));
    return promise;
  }

  /** The connection is lost. The running read may have caused it; the others have not started. */
  break(fault: unknown): void {
    this.isHeldUp = true;
    const [first, ...behind] = this.reads.splice(0);
    first?.fail(fault);
    for (const read of behind) read.answer(HELD_UP);
    clearTimeout(this.timer);
  }

  private leave(read: Read): void {
    const index = this.reads.indexOf(read);
    if (index < 0) return;
    this.reads.splice(index, 1);
    if (this.reads.length > 0) return;
    clearTimeout(this.timer);
    this.options.onEmpty();
  }

  /** Checks one turn later, so that answers which arrived while the event loop was busy are handled first. */
  private readonly checkSoon = (): void => {
    setImmediate(() => this.check());
  };

  private check(): void {
    const [first, ...behind] = this.reads;
    if (first === undefined) return;
    const nowMs = performance.now();
    const late = behind.filter(({ sentMs }) => nowMs - sentMs >= LONGEST_WAIT_BEHIND_MS);
    for (const read of late) read.answer(HELD_UP);
    this.isHeldUp ||= late.length > 0 || nowMs - first.sentMs >= LONGEST_WAIT_BEHIND_MS;
    const { totalMs } = this.options;
    if (nowMs - first.sentMs >= totalMs) this.connection.giveUp(new ConnectionFault(`no answer within ${totalMs} ms`));
    else this.timer = setTimeout(this.checkSoon, this.nextCheckMs(nowMs));
  }

  private nextCheckMs(nowMs: number): number {
    const [first, ...behind] = this.reads;
    const waits = behind.map(({ sentMs }) => sentMs + LONGEST_WAIT_BEHIND_MS - nowMs).filter((ms) => ms > 0);
    return Math.max(1, Math.min(...waits, (first?.sentMs ?? nowMs) + this.options.totalMs - nowMs));
  }
}
