const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 1_000;

/** Pauses between attempts to reach something that does not answer: from a tenth of a second, doubling, up to a second. */
export class BackOff {
  /** Why the last attempt failed. */
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
    // Attempts made side by side fail side by side: they count as one.
    if (this.isOn) return;
    const delayMs = Math.min(FIRST_DELAY_MS * 2 ** this.failures, LONGEST_DELAY_MS);
    this.failures += 1;
    this.endsAt = performance.now() + delayMs * (0.5 + Math.random() / 2);
  }
}
