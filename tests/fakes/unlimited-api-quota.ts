import type { ApiQuota, CallRefusal, PlannedCall } from '../../src/application/films/ports/api-quota.ts';
import type { Quota } from '../../src/domain/films/quota-day.ts';

/** Allows every call at once, and stores the refusals and reports that it receives. */
export class UnlimitedApiQuota implements ApiQuota {
  readonly booked: PlannedCall[] = [];
  readonly heeded: CallRefusal[] = [];
  released = 0;

  async book(call: PlannedCall, now: Date): Promise<Date> {
    this.booked.push(call);
    return now;
  }

  async release(): Promise<void> {
    this.released += 1;
  }

  async heed(refusal: CallRefusal): Promise<void> {
    this.heeded.push(refusal);
  }

  async learn(): Promise<void> {}

  async quota(): Promise<Quota> {
    return { limit: 1_000_000, used: this.booked.length };
  }
}
