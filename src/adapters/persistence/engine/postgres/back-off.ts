const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 1_000;

/** Pauses between attempts to reconnect: from a tenth of a second, doubling up to a second. */
export class BackOff {
  /** The failure of the last attempt. */
  fault: unknown;
  private failures = 0;
  private endsAt = 0;

  get isOn(): boolean {
    return performance.now() < this.endsAt;
  }

  succeeded(): void {
    this.failures = 0;
    this.endsAt = 0;
  }

  failed(fault: unknown): void {
    this.fault = fault;
    // Concurrent attempts that fail together count as one.
    if (this.isOn) return;
    const delayMs = Math.min(FIRST_DELAY_MS * 2 ** this.failures, LONGEST_DELAY_MS);
    this.failures += 1;
    this.endsAt = performance.now() + delayMs * (0.5 + Math.random() / 2);
  }
}
