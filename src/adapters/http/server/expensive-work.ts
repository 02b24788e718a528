import type { Response } from 'express';
import type { Owner } from '../../../application/shared/fair-queue.ts';
import type { ConcurrencyPolicy } from '../../../application/shared/ports/rate-limiter.ts';
import { TooManyRequests } from '../../../application/shared/ports/rate-limiter.ts';
import { onceClosed } from '../output/once-closed.ts';
import type { Release } from './turns.ts';
import { Turns } from './turns.ts';

/**
 * `perUser`, `perAddress`: concurrent expensive requests of one user, of one address. The other limits count the
 * requests of all callers: `starting`, `continuing`: those that compute the first part, or a later part, of their
 * answer at the same moment; `writing`: those that change data; `stalled`: those whose answers wait for a client to
 * read.
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
 * Maximum number of turns of one person at the same time: sorting a shelf of 50,000 films takes half a second of a core
 * of the database, and ten such requests at once held all connections for seconds.
 */
const TURNS_OF_ONE = 2;

/**
 * Maximum number of slow turns of one address, because one person can have many accounts. Quick turns are not limited.
 */
const SLOW_TURNS_OF_ADDRESS = 2;

/**
 * Turns that one address leaves to others, however quickly it takes them: its statements may wait for each other for
 * many seconds, and then its lists hold their turns for as long.
 */
const TURNS_OF_OTHERS = 2;

/**
 * Maximum number of slow turns of one address for changes, which may wait seconds for Kinopoisk. Changes of one person
 * would wait for each other in any case.
 */
const CHANGES_OF_ONE = 1;

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
      starting: new Turns({
        atOnce: limits.starting,
        ofOneAddress: Math.max(1, limits.starting - TURNS_OF_OTHERS),
        ofOnePerson: TURNS_OF_ONE,
        slowOfOneAddress: SLOW_TURNS_OF_ADDRESS,
      }),
      // A long list has thousands of parts. It would wait for the parts of another address at each of them.
      continuing: new Turns({ atOnce: limits.continuing, ofOneAddress: Math.max(1, limits.continuing - 1) }),
      writing: new Turns({
        atOnce: limits.writing,
        ofOneAddress: Math.max(1, limits.writing - 1),
        ofOnePerson: CHANGES_OF_ONE,
        slowOfOneAddress: CHANGES_OF_ONE,
      }),
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
    onceClosed(res, () => {
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

  /**
   * An unread answer holds memory. If there are too many of them, the connection that has been stalled longest is cut.
   */
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
  private mayGoOn: () => Promise<void> = async () => undefined;

  constructor(
    private readonly owner: Owner,
    private readonly res: Response,
    private readonly turns: { readonly starting: Turns; readonly continuing: Turns },
    private readonly stall: (res: Response) => Promise<void>,
  ) {}

  /** `mayGoOn` runs before each later part, and throws when its caller may no longer have the answer. */
  onlyWhile(mayGoOn: () => Promise<void>): void {
    this.mayGoOn = mayGoOn;
  }

  /** Waits for the first turn. @returns whether the client is still connected @throws ServerBusy */
  async begin(): Promise<boolean> {
    // The disconnection of a client is reported in this turn of the loop, after its request.
    await nextTurnOfLoop();
    return this.take(this.turns.starting, LONGEST_WAIT_MS);
  }

  /**
   * Ends the turn after a part and waits for the next turn. `isRead`: whether the client has read everything so far.
   * @returns whether the client is still connected @throws the errors of {@link onlyWhile}
   */
  async next(isRead: boolean): Promise<boolean> {
    this.end();
    if (!isRead) await this.stall(this.res);
    await nextTurnOfLoop();
    if (!(await this.take(this.turns.continuing))) return false;
    await this.mayGoOn();
    return !this.hasLeft;
  }

  /** Releases the turn, if held. */
  end(): void {
    this.release?.(this.res.req.socket.bytesWritten - this.bytesBefore);
    this.release = undefined;
  }

  leave(): void {
    // After a finished answer, nothing waits for the abort, and creating its error would take as long as writing a
    // short answer.
    if (!this.res.writableFinished) this.left.abort();
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
