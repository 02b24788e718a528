import type { TokenIdentity } from '../../domain/revocation.ts';

/**
 * Which access tokens no longer count. What any instance revokes is known here within moments; the database is asked
 * only while it cannot tell us by itself. @throws StorageUnavailable in that case, when it cannot be asked either
 */
export interface RevocationList {
  isRevoked(token: TokenIdentity): Promise<boolean>;
}
