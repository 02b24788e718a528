import { FairQueue, ownerAt } from '../../../application/shared/fair-queue.ts';
import type { ClientAddress } from '../../../domain/sessions/client-address.ts';
import { addressSite } from '../../../domain/sessions/client-address.ts';

/** Requests started per turn of the event loop. */
const BEGIN_PER_TURN = 16;

/**
 * The same while connections wait to be accepted. The loop accepts one of them in each turn, so turns have to be short.
 */
const BEGIN_WHILE_CONNECTING = 4;

/** Requests refused per turn while connections wait to be accepted. At other times, a turn refuses all of them. */
const REFUSE_WHILE_CONNECTING = 16;

/** For this long after a connection was accepted, the queue assumes that more of them wait. */
const CONNECTING_MS = 100;

/** Queue length up to which a burst is accepted, however long its turns take. All waiting addresses share it. */
const BURST_LENGTH = 128;

/** `waitedMs`: time spent in the queue. */
export type Begin = (waitedMs: number) => void;

type Waiter = { readonly sinceMs: number; readonly begin: Begin };

/**
 * Starts a few requests per turn of the event loop. Hundreds of connections that are ready at once would otherwise make one
 * long turn, and all running requests would wait for its end at each answer of the database. Addresses take turns, so that
 * a flood from one of them delays the others by one request each.
 */
export class AdmissionQueue {
  private readonly waiting = new FairQueue<Waiter>();
  private readonly refusals: Waiter[] = [];
  private connectedMs = -Infinity;
  private begun = 0;
  /** Whether no further turn is planned. */
  private isResting = true;

  constructor(private readonly nowMs: () => number = () => performance.now()) {}

  /** Number of queued requests. */
  get size(): number {
    return this.waiting.size;
  }

  /** The longest time that a request has been queued; 0 while the queue is shorter than a burst. */
  get backlogWaitMs(): number {
    if (this.waiting.size <= BURST_LENGTH) return 0;
    const oldest = Array.from(this.waiting.firsts(), ({ sinceMs }) => sinceMs).reduce((a, b) => Math.min(a, b));
    return this.nowMs() - oldest;
  }

  /** Whether one more request of the address would exceed its share of a burst. */
  isFullFor(address: ClientAddress): boolean {
    return this.waiting.exceedsShare(addressSite(address), BURST_LENGTH);
  }

  /** Call it for the first request of each connection. */
  connected(): void {
    this.connectedMs = this.nowMs();
  }

  private get isConnecting(): boolean {
    return this.nowMs() - this.connectedMs < CONNECTING_MS;
  }

  private get mostPerTurn(): number {
    return this.isConnecting ? BEGIN_WHILE_CONNECTING : BEGIN_PER_TURN;
  }

  /** Starts the request now if few have started in this turn, otherwise in a later turn. `from`: its address. */
  pass(begin: Begin, from: () => ClientAddress): void {
    this.planTurn();
    if (this.begun < this.mostPerTurn && this.waiting.size === 0) {
      this.begun += 1;
      begin(0);
      return;
    }
    // Requests are queued before their token is read, so only the address is known.
    this.waiting.push(ownerAt(from()), { sinceMs: this.nowMs(), begin });
  }

  /** Calls `begin` in a later turn; it refuses the request. */
  refuse(begin: Begin): void {
    this.planTurn();
    this.refusals.push({ sinceMs: this.nowMs(), begin });
  }

  private planTurn(): void {
    if (this.isResting) setImmediate(this.nextTurn);
    this.isResting = false;
  }

  private readonly nextTurn = (): void => {
    this.begun = 0;
    const refused = this.refusals.splice(0, this.isConnecting ? REFUSE_WHILE_CONNECTING : Infinity);
    for (const waiter of refused) this.begin(waiter);
    const most = this.mostPerTurn;
    while (this.begun < most) {
      const next = this.waiting.shift();
      if (next === undefined) break;
      this.begun += 1;
      this.begin(next);
    }
    this.isResting = this.begun === 0 && this.refusals.length === 0;
    if (!this.isResting) setImmediate(this.nextTurn);
  };

  private begin({ begin, sinceMs }: Waiter): void {
    try {
      begin(this.nowMs() - sinceMs);
    } catch (fault) {
      // An error in one request must not stop the requests behind it in the queue.
      setImmediate(() => {
        throw fault;
      });
    }
  }
}
