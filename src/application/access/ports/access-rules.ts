import type { AccessPolicy } from '../../../domain/access/access-policy.ts';

/**
 * What the roles allow and which films are restricted now. What any instance changes is known here within moments; the
 * database is asked only while it cannot tell us by itself. @throws StorageUnavailable in that case, when it cannot be asked either
 */
export interface AccessRules {
  current(): Promise<AccessPolicy>;
}
