import { domainError } from '../../../domain/shared/errors.ts';

/** What is stored cannot be reached, or not in time. Any repository may throw it. */
export class StorageUnavailable extends domainError('unavailable', 'database-unavailable') {}

export interface Storage {
  /** Whether a query gets through right now. @throws StorageUnavailable */
  check(): Promise<void>;
}
