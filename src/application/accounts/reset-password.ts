import type { Actor } from '../../domain/access/actor.ts';
import { authorizeService } from '../../domain/access/actor.ts';
import { passwordFaults } from '../../domain/accounts/password-policy.ts';
import type { UserId } from '../../domain/accounts/user.ts';
import { UserNotFound } from '../../domain/accounts/user.ts';
import { refuseFaults } from '../../domain/shared/errors.ts';
import { declareOperation } from '../shared/operation.ts';
import type { CommonPasswords } from './ports/common-passwords.ts';
import type { PasswordHasher } from './ports/password-hasher.ts';
import type { UserRepository } from './ports/user-repository.ts';

/**
 * Sets a new password for an account whose owner cannot log in, and ends all its sessions, its personal tokens and
 * its import, for the operator.
 * @throws PermissionDenied, UserNotFound, ValidationFailed, ServerBusy
 */
export class ResetPassword {
  static readonly operation = declareOperation('resetPassword', 'service');

  constructor(
    private readonly users: UserRepository,
    private readonly hasher: PasswordHasher,
    private readonly commonPasswords: CommonPasswords,
  ) {}

  async execute(actor: Actor, { userId, password }: { userId: UserId; password: string }): Promise<void> {
    authorizeService(actor);
    const user = await this.users.find(userId);
    if (!user) throw new UserNotFound();
    const { username, email } = user;
    const isCommon = await this.commonPasswords.includes(password);
    refuseFaults(passwordFaults(password, { field: 'password', username, email, isCommon }));
    const passwordHash = await this.hasher.hash(password);
    if (!(await this.users.resetPassword(userId, passwordHash))) throw new UserNotFound();
  }
}
