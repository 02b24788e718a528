import { setImmediate as nextTurnOfLoop } from 'node:timers/promises';
import type { Owner } from '../../../../application/shared/fair-queue.ts';
import { FairQueue } from '../../../../application/shared/fair-queue.ts';
import { LastAddresses } from '../../../../application/shared/last-addresses.ts';
import { TimeShares } from './time-shares.ts';

/**
 * After work that took longer, its address waits for the same time, if other addresses are active. Whenever one of them
 * asks for nothing for a moment, such as between two requests, it may have to wait for the end of such work.
 */
const SLOW_MS = 50;
const LONGEST_REST_MS = 1_000;

/** Others are active if one of them has asked for the lock within this time. */
const OTHERS_WITHIN_MS = 1_000;

/** The database is quiet if no other address has asked for the lock for this time. */
const QUIET_MS = 5_000;

/**
 * Runs one piece of work at a time, and lets the event loop run between them. PGlite answers a statement within one
 * turn of the loop. Without the pauses, hundreds of waiting statements would run in a single turn, and no request would
 * be answered meanwhile, not even probes. Addresses share the time equally, so a request with a dozen short statements
 * does not wait for a long one of another address at each of them. Slow statements of one address get at most half of
 * the time, even if nobody waits.
 */
export class YieldingLock {
  private readonly waiting = new FairQueue<() => void>();
  private readonly shares = new TimeShares();
  private isTaken = false;
  /** Until when an address has to wait. */
  private readonly restsUntilMs = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;
  private readonly asked = new LastAddresses();

  /** `whose`: returns the owner that asks for the lock at the moment. */
  constructor(
    private readonly whose: () => Owner,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  async run<T>(work: () => Promise<T>): Promise<T> {
    const owner = this.whose();
    this.asked.note(owner.address, this.nowMs());
    if (this.isTaken || this.isResting(owner.address)) await this.turn(owner);
    this.isTaken = true;
    const startedMs = this.nowMs();
    try {
      return await work();
    } finally {
      const tookMs = this.nowMs() - startedMs;
      // Shared work has no share: many wait for it, and one address cannot start much of it.
      if (owner.work !== 'shared') this.shares.charge(owner.address, tookMs);
      this.restAfter(owner, tookMs);
      // The caller goes on before the lock is free, so that its next statement is among those that wait.
      setImmediate(() => this.release());
    }
  }

  /** Whether only the present owner has used the database for some seconds. */
  isQuiet(): boolean {
    return !this.asked.hasOthers(this.whose().address, this.nowMs() - QUIET_MS);
  }

  private release(): void {
    this.isTaken = false;
    this.grantNext();
  }

  private turn(owner: Owner): Promise<void> {
    return new Promise((begin) => {
      this.waiting.push(owner, begin);
      if (!this.isTaken) this.grantNext();
    });
  }

  /** Gives the lock directly to the next one, so that nobody else can take it. */
  private grantNext(): void {
    clearTimeout(this.timer);
    const next = this.shares.leastUsed(this.waiting.waitingAddresses().filter((address) => !this.isResting(address)));
    const begin = this.waiting.shift(({ address }) => address === next);
    if (begin) {
      this.isTaken = true;
      begin();
    } else if (this.waiting.size > 0) this.timer = setTimeout(() => this.grantIfFree(), this.shortestRestMs());
  }

  private grantIfFree(): void {
    if (!this.isTaken) this.grantNext();
  }

  private restAfter({ address }: Owner, tookMs: number): void {
    if (tookMs <= SLOW_MS) return;
    const nowMs = this.nowMs();
    for (const [rested, untilMs] of this.restsUntilMs) if (untilMs <= nowMs) this.restsUntilMs.delete(rested);
    this.restsUntilMs.set(address, nowMs + Math.min(tookMs, LONGEST_REST_MS));
  }

  private isResting(address: string): boolean {
    const nowMs = this.nowMs();
    if ((this.restsUntilMs.get(address) ?? -Infinity) <= nowMs) return false;
    return this.asked.hasOthers(address, nowMs - OTHERS_WITHIN_MS);
  }

  private shortestRestMs(): number {
    const nowMs = this.nowMs();
    const rests = Array.from(this.restsUntilMs.values(), (untilMs) => untilMs - nowMs).filter((ms) => ms > 0);
    return Math.max(1, Math.min(...rests, LONGEST_REST_MS));
  }
}

/** Lets the event loop run after a statement of the holder of the lock. */
export async function thenYield<T>(statement: Promise<T>): Promise<T> {
  const answer = await statement;
  await nextTurnOfLoop();
  return answer;
}
