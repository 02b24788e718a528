import type { User, UserId } from '../../../domain/accounts/user.ts';

/** The names under which other programs show users. They are cached, so that a known name costs no query. */
export interface AccountNames {
  /** The `displayedLogin` of the account, `undefined` when the account is gone. @throws StorageUnavailable */
  nameOf(id: UserId): Promise<string | undefined>;

  /** Replaces a known name after a change by this instance. Other instances learn of it within moments. */
  changed(user: User): void;
}
