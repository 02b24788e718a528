import type { Actor } from '../../domain/access/actor.ts';
import { authorizeService } from '../../domain/access/actor.ts';
import type { User } from '../../domain/accounts/user.ts';
import { UsernameTaken } from '../../domain/accounts/user.ts';
import { declareOperation } from '../shared/operation.ts';
import type { AccountOpening } from './account-opening.ts';
import { canonicalNames } from './canonical-names.ts';
import type { UserRepository } from './ports/user-repository.ts';

/**
 * Creates a superuser account, for the operator.
 * @throws PermissionDenied, ValidationFailed, UsernameTaken when a look-alike name exists, ServerBusy
 */
export class CreateSuperuser {
  static readonly operation = declareOperation('createSuperuser', 'service');

  constructor(
    private readonly users: UserRepository,
    private readonly accounts: AccountOpening,
  ) {}

  /** An existing account of this name stays unchanged, whatever the password. */
  async execute(
    actor: Actor,
    { username, password }: { username: string; password: string },
  ): Promise<{ user: User; isNew: boolean }> {
    authorizeService(actor);
    const existing = await this.named(username);
    if (existing) return { user: existing, isNew: false };
    try {
      const acceptable = await this.accounts.accept({ username, password });
      return { user: await this.accounts.open(acceptable, { isSuperuser: true }), isNew: true };
    } catch (error) {
      const other = error instanceof UsernameTaken ? await this.named(username) : undefined;
      if (!other) throw error;
      return { user: other, isNew: false };
    }
  }

  private async named(name: string): Promise<User | undefined> {
    const { username } = canonicalNames({ username: name }).names;
    return username === undefined ? undefined : this.users.findByUsername(username);
  }
}
