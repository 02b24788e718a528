import type { Actor } from '../../domain/access/actor.ts';
import { authorizeSession } from '../../domain/access/actor.ts';
import { passwordFaults } from '../../domain/accounts/password-policy.ts';
import { WrongPassword } from '../../domain/accounts/user.ts';
import type { Client } from '../../domain/sessions/session.ts';
import { refuseFaults } from '../../domain/shared/errors.ts';
import { ownerAt } from '../shared/fair-queue.ts';
import { declareOperation } from '../shared/operation.ts';
import type { PasswordConfirmation } from './password-confirmation.ts';
import type { CommonPasswords } from './ports/common-passwords.ts';
import type { PasswordHasher } from './ports/password-hasher.ts';
import type { UserRepository } from './ports/user-repository.ts';

/**
 * Changes the caller's password and ends all their other sessions.
 * @throws Unauthenticated, PermissionDenied, WrongPassword, TooManyRequests, ValidationFailed, ServerBusy
 */
export class ChangePassword {
  static readonly operation = declareOperation('changePassword', 'account:own', { needsSession: true });

  constructor(
    private readonly users: UserRepository,
    private readonly confirmation: PasswordConfirmation,
    private readonly hasher: PasswordHasher,
    private readonly commonPasswords: CommonPasswords,
  ) {}

  async execute(
    actor: Actor,
    { currentPassword, newPassword, client }: { currentPassword: string; newPassword: string; client: Client },
  ): Promise<void> {
    authorizeSession(actor, ChangePassword.operation.permission);
    const { user, passwordHash } = await this.confirmation.confirm(actor, currentPassword, client);
    const { username, email } = user;
    const isCommon = await this.commonPasswords.includes(newPassword);
    refuseFaults(passwordFaults(newPassword, { field: 'newPassword', username, email, isCommon }));

    const to = await this.hasher.hash(newPassword, ownerAt(client.address));
    const change = { from: passwordHash, to, keepSessionId: actor.credential.sessionId };
    const wasStillCurrent = await this.users.changePassword(user.id, change);
    if (!wasStillCurrent) throw new WrongPassword();
  }
}
