import type { Actor } from '../../domain/access/actor.ts';
import { authorizeSession } from '../../domain/access/actor.ts';
import type { Client } from '../../domain/sessions/session.ts';
import { declareOperation } from '../shared/operation.ts';
import type { PasswordConfirmation } from './password-confirmation.ts';
import type { UserRepository } from './ports/user-repository.ts';

/**
 * Deletes the caller's account with all its data.
 * @throws Unauthenticated, PermissionDenied, WrongPassword, TooManyRequests
 */
export class DeleteAccount {
  static readonly operation = declareOperation('deleteAccount', 'account:own', { needsSession: true });

  constructor(
    private readonly users: UserRepository,
    private readonly confirmation: PasswordConfirmation,
  ) {}

  async execute(actor: Actor, { password, client }: { password: string; client: Client }): Promise<void> {
    authorizeSession(actor, DeleteAccount.operation.permission);
    await this.confirmation.confirm(actor, password, client);
    await this.users.remove(actor.userId);
  }
}
