import type { Owner } from '../../../application/shared/fair-queue.ts';
import { FairQueue } from '../../../application/shared/fair-queue.ts';
import { ServerBusy } from '../../../application/shared/server-busy.ts';

/** Ends a turn, in which this many bytes of an answer were written. */
export type Release = (bytes: number) => void;

/**
 * `atOnce`, `ofOneAddress`, `ofOnePerson`: turns at the same moment, of all callers, of one address and of one person.
 * `waitingOfOne`: waiting requests of one person. `slowOfOneAddress`: an address gets no other turn while this many of
 * its turns have been running for {@link SLOW_MS}.
 */
type TurnLimits = {
  readonly atOnce: number;
  readonly ofOneAddress?: number;
  readonly ofOnePerson?: number;
  readonly waitingOfOne?: number;
  readonly slowOfOneAddress?: number;
};

/** At least ten times as long as the turn of an ordinary list. */
const SLOW_MS = 250;

type Waiter = { readonly owner: Owner; readonly goOn: () => void };

const RETRY_AFTER_SECONDS = 1;

/**
 * For each block of this many bytes that a turn has written, the event loop runs once before the next waiter gets the
 * turn, at most {@link MAX_LOOP_TURNS} times. One run of the loop accepts one connection, so new connections are
 * accepted while long answers are written. Short answers cause no delay.
 */
const BYTES_PER_LOOP_TURN = 32 * 1024;
const MAX_LOOP_TURNS = 8;

type Turn = { readonly atMs: number };

/** Grants a limited number of turns at the same moment; the other callers wait in a fair queue. */
export class Turns {
  private readonly waiting = new FairQueue<Waiter>();
  private readonly heldAt = new Map<string, number>();
  private readonly heldBy = new Map<string, number>();
  /** When the turns of each address began. */
  private readonly begun = new Map<string, Set<Turn>>();
  private readonly waitingOf = new Map<string, number>();
  private free: number;
  private readonly ofOneAddress: number;
  private readonly ofOnePerson: number;
  private readonly waitingOfOne: number;
  private readonly slowOfOneAddress: number;

  constructor(
    {
      atOnce,
      ofOneAddress = Infinity,
      ofOnePerson = Infinity,
      waitingOfOne = Infinity,
      slowOfOneAddress = Infinity,
    }: TurnLimits,
    private readonly nowMs: () => number = () => performance.now(),
  ) {
    this.free = atOnce;
    this.ofOneAddress = ofOneAddress;
    this.ofOnePerson = ofOnePerson;
    this.waitingOfOne = waitingOfOne;
    this.slowOfOneAddress = slowOfOneAddress;
  }

  /**
   * @returns a function that ends the turn; it does nothing when `signal` was aborted before the turn @throws
   * ServerBusy
   */
  async take(owner: Owner, signal: AbortSignal, longestWaitMs?: number): Promise<Release> {
    // A listener would never be called.
    if (signal.aborted) return () => undefined;
    if (this.free > 0 && this.mayHaveMore(owner)) this.grant(owner);
    else if (!(await this.wait(owner, signal, longestWaitMs))) return () => undefined;
    const turn = this.begin(owner);
    return (bytes) => this.takeBack(owner, turn, Math.min(MAX_LOOP_TURNS, Math.floor(bytes / BYTES_PER_LOOP_TURN)));
  }

  private mayHaveMore({ address, person }: Owner): boolean {
    if ((this.heldAt.get(address) ?? 0) >= this.ofOneAddress) return false;
    return (this.heldBy.get(person) ?? 0) < this.ofOnePerson && !this.isSlow(address);
  }

  private isSlow(address: string): boolean {
    if (this.slowOfOneAddress === Infinity) return false;
    const sinceMs = this.nowMs() - SLOW_MS;
    const slow = Array.from(this.begun.get(address) ?? []).filter(({ atMs }) => atMs <= sinceMs);
    return slow.length >= this.slowOfOneAddress;
  }

  private grant({ address, person }: Owner): void {
    this.free -= 1;
    count(this.heldAt, address, 1);
    count(this.heldBy, person, 1);
  }

  private begin({ address }: Owner): Turn {
    const turn = { atMs: this.nowMs() };
    this.begun.set(address, (this.begun.get(address) ?? new Set()).add(turn));
    return turn;
  }

  private takeBack(owner: Owner, turn: Turn, loopTurns: number): void {
    if (loopTurns > 0) {
      setImmediate(() => this.takeBack(owner, turn, loopTurns - 1));
      return;
    }
    this.free += 1;
    count(this.heldAt, owner.address, -1);
    count(this.heldBy, owner.person, -1);
    const ofAddress = this.begun.get(owner.address);
    ofAddress?.delete(turn);
    if (ofAddress?.size === 0) this.begun.delete(owner.address);
    this.grantFree();
  }

  /** Several waiters may start when one slow turn ends. */
  private grantFree(): void {
    while (this.free > 0) {
      const next = this.waiting.shift((waiting) => this.mayHaveMore(waiting));
      if (next === undefined) return;
      this.grant(next.owner);
      next.goOn();
    }
  }

  /** @returns true when the turn is granted, false when `signal` is aborted first */
  private async wait(owner: Owner, signal: AbortSignal, longestWaitMs?: number): Promise<boolean> {
    if ((this.waitingOf.get(owner.person) ?? 0) >= this.waitingOfOne) throw busy();
    const { promise, resolve, reject } = Promise.withResolvers<boolean>();
    const waiter: Waiter = { owner, goOn: () => resolve(true) };
    const giveUp = () => {
      this.waiting.remove(owner, waiter);
      resolve(false);
    };
    const refuse = () => {
      this.waiting.remove(owner, waiter);
      reject(busy());
    };
    this.waiting.push(owner, waiter);
    count(this.waitingOf, owner.person, 1);
    signal.addEventListener('abort', giveUp, { once: true });
    const timer = longestWaitMs === undefined ? undefined : setTimeout(refuse, longestWaitMs);
    try {
      return await promise;
    } finally {
      count(this.waitingOf, owner.person, -1);
      signal.removeEventListener('abort', giveUp);
      clearTimeout(timer);
    }
  }
}

function count(counts: Map<string, number>, key: string, more: 1 | -1): void {
  const now = (counts.get(key) ?? 0) + more;
  if (now > 0) counts.set(key, now);
  else counts.delete(key);
}

function busy(): ServerBusy {
  return new ServerBusy({ retryAfterSeconds: RETRY_AFTER_SECONDS });
}
