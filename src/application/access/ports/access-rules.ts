import type { AccessPolicy } from '../../../domain/access/access-policy.ts';

/**
 * The current permissions of roles and the current restrictions. Changes made by any instance arrive within moments.
 * The database is only queried while change notifications are interrupted.
 * @throws StorageUnavailable when the database cannot be queried then
 */
export interface AccessRules {
  current(): Promise<AccessPolicy>;
}
