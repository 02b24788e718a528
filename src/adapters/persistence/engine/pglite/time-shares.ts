/**
 * Shares the time of a resource that does one thing at a time equally among the addresses that use it (start-time fair
 * queueing). The next turn belongs to the address whose share begins earliest: an address that has used 20 ms waits
 * until each other waiting address has used 20 ms too. Time in which an address asks for nothing gives it no claim to
 * more time later.
 */
export class TimeShares {
  /** The beginning of the latest turn, in milliseconds of one share. */
  private nowMs = 0;
  /** Where the next share of an address begins, if later than {@link nowMs}. */
  private readonly usedUntilMs = new Map<string, number>();

  /** Counts a turn that has ended. */
  charge(address: string, tookMs: number): void {
    this.nowMs = this.beginOf(address);
    this.usedUntilMs.set(address, this.nowMs + tookMs);
    for (const [used, untilMs] of this.usedUntilMs) if (untilMs <= this.nowMs) this.usedUntilMs.delete(used);
  }

  /** The address whose turn is next, the first one if there are several; `undefined` if there are no addresses. */
  leastUsed(addresses: Iterable<string>): string | undefined {
    let least: string | undefined;
    for (const address of addresses)
      if (least === undefined || this.beginOf(address) < this.beginOf(least)) least = address;
    return least;
  }

  private beginOf(address: string): number {
    return Math.max(this.nowMs, this.usedUntilMs.get(address) ?? 0);
  }
}
