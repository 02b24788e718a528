import { BulkAllowance } from './bulk-allowance.ts';
import type { RateLimiter } from './ports/rate-limiter.ts';

const BYTES_PER_POINT = 1_000_000;

/** Who stores: the key of the limits of an address (`addressSite`), and the id of the user. */
export type Storing = { readonly site: string; readonly userId: string };

/**
 * Bounds the bytes that the changes of one address store in a day, so that one customer with many accounts cannot fill
 * the disk. One user may use half of them, and leaves the rest to others at the address.
 */
export class StoredData {
  private readonly ofAddress: BulkAllowance;
  private readonly ofUser: BulkAllowance;

  constructor(limiter: RateLimiter) {
    this.ofAddress = new BulkAllowance(limiter, 'stored-address', BYTES_PER_POINT);
    this.ofUser = new BulkAllowance(limiter, 'stored', BYTES_PER_POINT);
  }

  /** Call it before the bytes are stored. @throws TooManyRequests once a limit is used up; then nothing is counted */
  async add({ site, userId }: Storing, bytes: number): Promise<void> {
    await this.ofUser.take(userId, bytes);
    try {
      await this.ofAddress.take(site, bytes);
    } catch (refusal) {
      this.ofUser.giveBack(userId, bytes);
      throw refusal;
    }
  }

  /** For bytes that were not stored after all. */
  discard({ site, userId }: Storing, bytes: number): void {
    this.ofUser.giveBack(userId, bytes);
    this.ofAddress.giveBack(site, bytes);
  }
}
