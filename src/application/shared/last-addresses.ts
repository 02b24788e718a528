/** Knows the last two addresses that were there, which is enough to know for each whether another one was. */
export class LastAddresses {
  private last = { address: '', atMs: -Infinity };
  private before = this.last;

  note(address: string, nowMs: number): void {
    if (address !== this.last.address) this.before = this.last;
    this.last = { address, atMs: nowMs };
  }

  /** Whether another address was there at `sinceMs` or later. */
  hasOthers(address: string, sinceMs: number): boolean {
    const other = address === this.last.address ? this.before : this.last;
    return other.atMs >= sinceMs;
  }
}
