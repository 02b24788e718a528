import { BulkAllowance } from './bulk-allowance.ts';
import type { RateLimiter } from './ports/rate-limiter.ts';

const BYTES_PER_POINT = 1_000_000;

/**
 * Bounds the bytes that the changes of one address store in a day, so that one customer with many accounts cannot fill
 * the disk. `site`: the key of its limits, `addressSite`.
 */
export class StoredData {
  private readonly allowance: BulkAllowance;

  constructor(limiter: RateLimiter) {
    this.allowance = new BulkAllowance(limiter, 'stored-address', BYTES_PER_POINT);
  }

  /** Call it before the bytes are stored. @throws TooManyRequests once the limit is used up */
  async add(site: string, bytes: number): Promise<void> {
    await this.allowance.take(site, bytes);
  }

  /** For bytes that were deleted because the change failed. */
  discard(site: string, bytes: number): void {
    this.allowance.giveBack(site, bytes);
  }
}
