import type { ApiQuota, CallPacing } from '../../application/films/ports/api-quota.ts';
import { FilmSourceRateLimited } from '../../application/films/ports/film-source.ts';
import type { Owner } from '../../application/shared/fair-queue.ts';
import { FairQueue } from '../../application/shared/fair-queue.ts';
import type { Clock } from '../../application/shared/ports/clock.ts';
import type { CallPurpose } from '../../domain/films/quota-day.ts';
import { isBackground } from '../../domain/films/quota-day.ts';
import { callsInTime } from './kinopoisk-pacing.ts';

/** Kinds of calls that Kinopoisk limits separately, besides its limit for all calls. */
export type CallKind = 'search' | 'votes' | 'other';

/** `withinMs`: how long it can wait. `aheadMs`: time that booking takes. */
export type WantedTurn = {
  readonly kind: CallKind;
  readonly purpose: CallPurpose;
  readonly owner: Owner;
  readonly withinMs: number;
  readonly aheadMs: number;
  readonly signal: AbortSignal;
};

type Waiter = WantedTurn & {
  readonly untilMs: number;
  readonly resolve: (turn: Date) => void;
  readonly reject: (reason: unknown) => void;
  isWaiting: boolean;
};

/** A queue of one kind of calls. */
type Lane = {
  readonly kind: CallKind;
  readonly isBackground: boolean;
  readonly queue: FairQueue<Waiter>;
};

/** Maximum length of a queue. Beyond it, a call of the address with the most waiting calls is refused. */
const MAX_WAITING = 1_000;

/** Bookings under way at the same time. */
const MAX_BOOKING = 8;

/**
 * How many calls are booked in advance. The number is small, because a booked turn cannot be given to another call. If
 * other instances have taken the turns, the second attempt books farther in advance, so that this instance also gets
 * turns.
 */
const AHEAD = 2;
const AHEAD_OF_OTHERS = 8;

const RETRY_AFTER_SECONDS = 2;

/**
 * Gives turns to the calls of this instance. People take turns, so a person who requests a hundred films a second waits
 * only for their own requests. Each kind of calls has its own queue: searches wait for their limit, and no film waits
 * behind them. Background calls are made when no other call waits.
 */
export class KinopoiskTurns {
  /** In order of preference. Searches are so few a second that they can go first. */
  private readonly lanes: readonly Lane[] = [false, true].flatMap((isOfBackground) =>
    (['search', 'votes', 'other'] as const).map((kind) => ({
      kind,
      isBackground: isOfBackground,
      queue: new FairQueue<Waiter>(),
    })),
  );
  private readonly waitingOf = new Map<string, number>();
  /** When the next call of each kind may be booked. No call of any kind is booked before the time of `other`. */
  private readonly readyMs: Record<CallKind, number> = { search: -Infinity, votes: -Infinity, other: -Infinity };
  private booking = 0;
  /** Maximum number of waiting calls of one person. One more would miss its deadline. */
  private readonly mostOfOne: number;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly apiQuota: ApiQuota,
    private readonly pacing: CallPacing,
    private readonly clock: Clock,
  ) {
    this.mostOfOne = callsInTime(pacing);
  }

  /**
   * @returns when the call may be made; it is booked
   * @throws FilmSourceRateLimited when its turn would come too late; any refusal of the quota; the reason of an abort
   */
  async take(wanted: WantedTurn): Promise<Date> {
    this.refuseDuringPause(wanted);
    // Counted separately, so that a person's background calls leave room for calls that the person waits for.
    const person = `${wanted.owner.person} ${isBackground(wanted.purpose)}`;
    const ofOne = this.waitingOf.get(person) ?? 0;
    if (ofOne >= this.mostOfOne) throw tooLate();
    this.makeRoomFor(wanted);
    this.waitingOf.set(person, ofOne + 1);
    try {
      return await this.wait(wanted);
    } finally {
      const others = (this.waitingOf.get(person) ?? 0) - 1;
      if (others > 0) this.waitingOf.set(person, others);
      else this.waitingOf.delete(person);
    }
  }

  /** @throws FilmSourceRateLimited when the call is one of the address with the most waiting calls */
  private makeRoomFor(wanted: WantedTurn): void {
    const { queue } = this.laneOf(wanted);
    if (queue.size < MAX_WAITING) return;
    const surplus = queue.surplusFor(wanted.owner);
    if (surplus === undefined) throw tooLate();
    queue.remove(surplus.owner, surplus.item);
    surplus.item.reject(tooLate());
  }

  /** Refuses the call at once if Kinopoisk has requested a pause that ends too late for it. */
  private refuseDuringPause({ kind, withinMs }: WantedTurn): void {
    const nowMs = this.clock.now().getTime();
    const restMs = this.startMs(kind, nowMs) - nowMs;
    if (restMs > withinMs) throw new FilmSourceRateLimited({ retryAfterSeconds: Math.ceil(restMs / 1000) });
  }

  private async wait(wanted: WantedTurn): Promise<Date> {
    const { promise, resolve, reject } = Promise.withResolvers<Date>();
    const untilMs = this.clock.monotonicMs() + wanted.withinMs;
    const waiter: Waiter = { ...wanted, untilMs, resolve, reject, isWaiting: true };
    const lane = this.laneOf(wanted);
    lane.queue.push(waiter.owner, waiter);
    const giveUp = (reason: unknown) => {
      lane.queue.remove(waiter.owner, waiter);
      reject(reason);
    };
    const timer = setTimeout(() => giveUp(tooLate()), wanted.withinMs);
    const abort = () => giveUp(wanted.signal.reason);
    wanted.signal.addEventListener('abort', abort, { once: true });
    this.bookNext();
    try {
      return await promise;
    } finally {
      waiter.isWaiting = false;
      clearTimeout(timer);
      wanted.signal.removeEventListener('abort', abort);
    }
  }

  private laneOf({ kind, purpose }: WantedTurn): Lane {
    const own = this.lanes.find((lane) => lane.kind === kind && lane.isBackground === isBackground(purpose));
    if (own === undefined) throw new Error(`there is no queue of ${kind}`);
    return own;
  }

  /** Starts as many bookings as the limits allow. They run at the same time while the database is slow. */
  private bookNext(): void {
    clearTimeout(this.timer);
    const nowMs = this.clock.now().getTime();
    while (this.booking < MAX_BOOKING) {
      const lanes = this.lanes.filter(({ queue }) => queue.size > 0);
      const waitMs = ({ kind }: Lane) => this.startMs(kind, nowMs) - this.aheadMs - nowMs;
      const lane = lanes.find((one) => waitMs(one) <= 0);
      const waiter = lane?.queue.shift();
      if (lane === undefined || waiter === undefined) {
        const restMs = Math.min(...lanes.map(waitMs));
        // A process that stops must not wait for the end of a long pause that Kinopoisk has requested.
        if (lanes.length > 0) this.timer = setTimeout(() => this.bookNext(), Math.max(1, restMs)).unref();
        return;
      }
      this.booking += 1;
      this.note(lane.kind, this.startMs(lane.kind, nowMs));
      void this.book(waiter, lane).finally(() => this.bookNext());
    }
  }

  /** When the next call of the kind can be made, as far as this instance knows. */
  private startMs(kind: CallKind, nowMs: number): number {
    return Math.max(nowMs, this.readyMs.other, this.readyMs[kind]);
  }

  private get aheadMs(): number {
    return AHEAD * this.pacing.callMs;
  }

  private async book(waiter: Waiter, lane: Lane): Promise<void> {
    try {
      const turn = await this.booked(waiter).finally(() => (this.booking -= 1));
      this.note(lane.kind, turn.getTime(), { isLast: this.booking === 0 });
      if (waiter.isWaiting) waiter.resolve(turn);
      else await this.apiQuota.release(this.clock.now());
    } catch (refusal) {
      if (this.mayWait(waiter, refusal)) lane.queue.push(waiter.owner, waiter);
      else waiter.reject(refusal);
    }
  }

  private async booked(waiter: Waiter): Promise<Date> {
    try {
      return await this.bookWithin(waiter, this.aheadMs);
    } catch (refusal) {
      if (!(refusal instanceof FilmSourceRateLimited)) throw refusal;
      return this.bookWithin(waiter, AHEAD_OF_OTHERS * this.pacing.callMs);
    }
  }

  private async bookWithin({ kind, purpose, untilMs, aheadMs }: Waiter, withinMs: number): Promise<Date> {
    const leftMs = Math.max(0, untilMs - this.clock.monotonicMs());
    const call = {
      isSearch: kind === 'search',
      ...(kind === 'votes' && { isVotes: true }),
      purpose,
      withinMs: Math.min(leftMs, withinMs),
    };
    return this.apiQuota.book(call, new Date(this.clock.now().getTime() + aheadMs));
  }

  /** Records a booked turn: the next call comes after it, and after the turns of other running bookings. */
  private note(kind: CallKind, turnMs: number, { isLast = false } = {}): void {
    const { callMs, searchMs, votesMs } = this.pacing;
    const after = (knownMs: number, paceMs: number) => (isLast ? turnMs + paceMs : Math.max(knownMs, turnMs + paceMs));
    const { readyMs } = this;
    readyMs.other = after(readyMs.other, callMs);
    if (kind === 'search') readyMs.search = after(readyMs.search, searchMs);
    if (kind === 'votes') readyMs.votes = after(readyMs.votes, votesMs);
  }

  /** Whether a refused call may still get a turn in time, after bookings of other instances or a pause of Kinopoisk. */
  private mayWait(waiter: Waiter, refusal: unknown): boolean {
    if (!(refusal instanceof FilmSourceRateLimited) || !waiter.isWaiting) return false;
    // Whole seconds, rounded up.
    const pauseMs = Math.max(0, ((refusal.retryAfterSeconds ?? 1) - 1) * 1000);
    this.readyMs[waiter.kind] = this.clock.now().getTime() + this.aheadMs + Math.max(pauseMs, this.pacing.callMs);
    return this.clock.monotonicMs() + pauseMs < waiter.untilMs;
  }
}

function tooLate(): FilmSourceRateLimited {
  return new FilmSourceRateLimited({ retryAfterSeconds: RETRY_AFTER_SECONDS });
}
