import type { Actor } from '../../domain/access/actor.ts';
import { authorizeAll, Unauthenticated } from '../../domain/access/actor.ts';
import type { Permission } from '../../domain/access/permission.ts';
import type { UserId } from '../../domain/accounts/user.ts';
import { InvalidToken } from '../../domain/sessions/session.ts';
import type { AccountNames } from '../accounts/ports/account-names.ts';
import { declareOperation } from '../shared/operation.ts';

/**
 * A logged-in caller as shown to other programs. `roles` is empty for a narrowed token, because a program that decides
 * by roles would allow more than the token does.
 */
export type CheckedCaller = { readonly userId: UserId; readonly name: string; readonly roles: readonly string[] };

/** Checks whether the caller has all of the permissions; with an empty list, whether the caller is logged in. */
export class CheckPermissions {
  static readonly operation = declareOperation('checkPermissions', 'anyone');

  constructor(private readonly names: AccountNames) {}

  /** @returns `undefined` for a caller without a token. @throws Unauthenticated, PermissionDenied, InvalidToken, StorageUnavailable */
  async execute(
    actor: Actor,
    { permissions }: { permissions: readonly Permission[] },
  ): Promise<CheckedCaller | undefined> {
    if (permissions.length === 0 && actor.kind === 'anonymous') throw new Unauthenticated();
    authorizeAll(actor, permissions);
    if (actor.kind !== 'user') return undefined;
    const { userId, roles, scope } = actor;
    const name = await this.names.nameOf(userId);
    // The account was deleted after its token was accepted.
    if (name === undefined) throw new InvalidToken();
    return { userId, name, roles: scope === undefined ? roles : [] };
  }
}
