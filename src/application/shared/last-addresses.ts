/**
 * Stores when the last two addresses were active. This is enough to tell for each address whether another one was
 * active.
 */
export class LastAddresses {
  private last = { address: '', atMs: -Infinity };
  private before = this.last;

  note(address: string, nowMs: number): void {
    if (address !== this.last.address) this.before = this.last;
    this.last = { address, atMs: nowMs };
  }

  /** Whether another address was active at `sinceMs` or later. */
  hasOthers(address: string, sinceMs: number): boolean {
    const other = address === this.last.address ? this.before : this.last;
    return other.atMs >= sinceMs;
  }
}
