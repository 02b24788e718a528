import { domainError } from '../../../domain/shared/errors.ts';

/** The database cannot be reached, or not in time. Any repository may throw it. */
export class StorageUnavailable extends domainError('unavailable', 'database-unavailable') {}

export interface Storage {
  /** Checks whether a query succeeds now. @throws StorageUnavailable */
  check(): Promise<void>;
}
