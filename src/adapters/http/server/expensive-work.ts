import type { Response } from 'express';
import { ServerBusy } from '../../../application/shared/server-busy.ts';
import type { ConcurrencyPolicy } from '../../../application/shared/ports/rate-limiter.ts';
import { TooManyRequests } from '../../../application/shared/ports/rate-limiter.ts';
import type { Owner } from './fair-queue.ts';
import { FairQueue } from './fair-queue.ts';

/**
 * `perUser`, `perAddress`: concurrent expensive requests of one caller. `starting`, `continuing`: of all callers, those
 * that compute the first or a later part of their answer at the same moment; `writing`: those that change data.
 * `stalled`: answers of all callers that wait for a client to read.
 */
export type ExpensiveWorkLimits = {
  readonly perUser: number;
  readonly perAddress: number;
  readonly starting: number;
  readonly continuing: number;
  readonly writing: number;
  readonly stalled: number;
};

/** Maximum wait for the first turn. A request that waits longer is refused. */
const LONGEST_WAIT_MS = 5_000;

const RETRY_AFTER_SECONDS = 1;

/**
 * After this many bytes of an answer the event loop turns once before the next request takes over, but not more often.
 * Each turn accepts one connection, so accepting keeps ahead of the work; short answers do not need it.
 */
const BYTES_PER_LOOP_TURN = 32 * 1024;
const MAX_LOOP_TURNS = 8;

const READING: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/**
 * Shares the event loop and the database connections among callers of expensive operations, such as whole lists. Each
 * answer is computed part by part; for each part it waits for a turn, in rotation by address and person. So a caller
 * with a hundred lists delays nobody else, and cheap requests never wait.
 */
export class ExpensiveWork {
  private readonly turns: Record<'starting' | 'continuing' | 'writing', Turns>;
  private readonly underWay = new Map<string, number>();
  private readonly stalled = new Set<Response>();

  constructor(
    private readonly limits: ExpensiveWorkLimits,
    /** Cuts the connection of an unread answer. */
    private readonly cut: (res: Response) => void,
  ) {
    this.turns = {
      starting: new Turns(limits.starting),
      continuing: new Turns(limits.continuing),
      writing: new Turns(limits.writing),
    };
  }

  /**
   * Counts the request as running until its answer is finished or its client has disconnected. @throws TooManyRequests
   */
  enter(owner: Owner, res: Response): ExpensiveRequest {
    const keys = [`address ${owner.address}`, `person ${owner.person}`];
    const [byAddress = 0, byPerson = 0] = keys.map((key) => this.underWay.get(key) ?? 0);
    if (byAddress >= this.limits.perAddress) throw tooMany('lists-address', this.limits.perAddress);
    if (byPerson >= this.limits.perUser) throw tooMany('lists', this.limits.perUser);
    for (const key of keys) this.underWay.set(key, (this.underWay.get(key) ?? 0) + 1);
    const { starting, continuing, writing } = this.turns;
    // Changes of one person wait for their lock and hold a connection meanwhile.
    const turns = { starting: READING.has(res.req.method) ? starting : writing, continuing };
    const request = new ExpensiveRequest(owner, res, turns, this.stall);
    res.once('close', () => {
      request.leave();
      for (const key of keys) this.leave(key);
    });
    return request;
  }

  private leave(key: string): void {
    const others = (this.underWay.get(key) ?? 0) - 1;
    if (others > 0) this.underWay.set(key, others);
    else this.underWay.delete(key);
  }

  /** An unread answer holds memory: when there are too many, the one stalled longest is cut. */
  private readonly stall = async (res: Response): Promise<void> => {
    this.stalled.add(res);
    if (this.stalled.size > this.limits.stalled) {
      const [longest] = this.stalled;
      if (longest) this.cut(longest);
    }
    await drained(res);
    this.stalled.delete(res);
  };
}

/** An expensive request that proceeds turn by turn. */
export class ExpensiveRequest {
  private release: Release | undefined;
  private bytesBefore = 0;
  private readonly left = new AbortController();

  constructor(
    private readonly owner: Owner,
    private readonly res: Response,
    private readonly turns: { readonly starting: Turns; readonly continuing: Turns },
    private readonly stall: (res: Response) => Promise<void>,
  ) {}

  /** Waits for the first turn. @returns whether the client is still connected @throws ServerBusy */
  async begin(): Promise<boolean> {
    // The disconnection of a client is reported in this turn of the loop, after its request.
    await nextTurnOfLoop();
    return this.take(this.turns.starting, LONGEST_WAIT_MS);
  }

  /**
   * Ends the turn after a part and waits for the next turn. `isRead`: whether the client has read everything so far.
   * @returns whether the client is still connected
   */
  async next(isRead: boolean): Promise<boolean> {
    this.end();
    if (!isRead) await this.stall(this.res);
    await nextTurnOfLoop();
    return this.take(this.turns.continuing);
  }

  /** Releases the turn, if held. */
  end(): void {
    this.release?.(this.res.req.socket.bytesWritten - this.bytesBefore);
    this.release = undefined;
  }

  leave(): void {
    this.left.abort();
    this.end();
  }

  private async take(turns: Turns, longestWaitMs?: number): Promise<boolean> {
    if (this.hasLeft) return false;
    const release = await turns.take(this.owner, this.left.signal, longestWaitMs);
    this.bytesBefore = this.res.req.socket.bytesWritten;
    if (this.hasLeft) release(0);
    else this.release = release;
    return !this.hasLeft;
  }

  private get hasLeft(): boolean {
    return this.left.signal.aborted || this.res.closed || this.res.req.socket.writableEnded;
  }
}

/** Releases a turn in which this many bytes were written. */
type Release = (bytes: number) => void;

/** Limits concurrent turns; other requests wait in a fair queue. */
class Turns {
  private readonly waiting = new FairQueue<() => void>();

  constructor(private free: number) {}

  /** @returns the function that releases the turn; nothing to release once `signal` is aborted @throws ServerBusy */
  async take(owner: Owner, signal: AbortSignal, longestWaitMs?: number): Promise<Release> {
    if (this.free > 0) this.free -= 1;
    else if (!(await this.wait(owner, signal, longestWaitMs))) return () => undefined;
    return (bytes) => this.passOn(Math.min(MAX_LOOP_TURNS, Math.floor(bytes / BYTES_PER_LOOP_TURN)));
  }

  private passOn(loopTurns: number): void {
    if (loopTurns > 0) {
      setImmediate(() => this.passOn(loopTurns - 1));
      return;
    }
    const next = this.waiting.shift();
    if (next === undefined) this.free += 1;
    else next();
  }

  /** @returns whether it got its turn or was aborted */
  private async wait(owner: Owner, signal: AbortSignal, longestWaitMs?: number): Promise<boolean> {
    const { promise, resolve, reject } = Promise.withResolvers<boolean>();
    const goOn = () => resolve(true);
    const giveUp = () => {
      this.waiting.remove(owner, goOn);
      resolve(false);
    };
    const refuse = () => {
      this.waiting.remove(owner, goOn);
      reject(new ServerBusy({ retryAfterSeconds: RETRY_AFTER_SECONDS }));
    };
    this.waiting.push(owner, goOn);
    signal.addEventListener('abort', giveUp, { once: true });
    const timer = longestWaitMs === undefined ? undefined : setTimeout(refuse, longestWaitMs);
    try {
      return await promise;
    } finally {
      signal.removeEventListener('abort', giveUp);
      clearTimeout(timer);
    }
  }
}

function tooMany(policy: ConcurrencyPolicy, limit: number): TooManyRequests {
  return new TooManyRequests({ policy, limit, windowSeconds: 1, remaining: 0, resetSeconds: RETRY_AFTER_SECONDS });
}

async function nextTurnOfLoop(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  setImmediate(resolve);
  await promise;
}

/** Resolves when more can be written, or the client has disconnected. */
async function drained(res: Response): Promise<void> {
  if (res.closed) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const goOn = () => resolve();
  res.once('drain', goOn).once('close', goOn);
  await promise;
  res.off('drain', goOn).off('close', goOn);
}
