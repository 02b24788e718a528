import type { AccessGrant } from './access-tokens.ts';

/** What the holder of a token is now, whatever the token says. */
export type Standing = Pick<AccessGrant, 'roles' | 'isSuperuser'>;

/**
 * Which access tokens no longer count, and whose roles changed since theirs was issued. What any instance revokes or
 * changes is known here within moments; the database is asked only while it cannot tell us by itself.
 */
export interface RevocationList {
  /** @returns `undefined` for a token that no longer counts. @throws StorageUnavailable when the database has to be asked and cannot be */
  standingOf(token: AccessGrant): Promise<Standing | undefined>;
}
