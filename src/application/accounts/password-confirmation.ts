import type { UserActor } from '../../domain/access/actor.ts';
import { WrongPassword } from '../../domain/accounts/user.ts';
import type { Client } from '../../domain/sessions/session.ts';
import { InvalidToken } from '../../domain/sessions/session.ts';
import type { LoginGuard } from '../sessions/login-guard.ts';
import { confirmationKey } from '../sessions/login-guard.ts';
import { ownerAt } from '../shared/fair-queue.ts';
import type { PasswordHasher } from './ports/password-hasher.ts';
import type { Credentials, UserRepository } from './ports/user-repository.ts';

/**
 * Asks for the password again before an operation that a stolen token must not be able to run (OWASP ASVS 7.5.1). Every
 * address counts as unfamiliar in the limits of guesses, because the token may have been stolen at a familiar one.
 */
export class PasswordConfirmation {
  constructor(
    private readonly users: UserRepository,
    private readonly hasher: PasswordHasher,
    private readonly guard: LoginGuard,
  ) {}

  /** @throws WrongPassword, TooManyRequests, ServerBusy, InvalidToken when the account is gone */
  async confirm(actor: UserActor, password: string, client: Client): Promise<Credentials> {
    const credentials = await this.users.findCredentialsOf(actor.userId);
    if (!credentials) throw new InvalidToken();
    const attempt = {
      account: confirmationKey(actor.userId),
      address: client.address,
      isFamiliar: async () => false,
    };
    const { verified } = await this.guard.attempt(attempt, async () => {
      const { matches } = await this.hasher.verify(credentials.passwordHash, password, ownerAt(client.address));
      return matches ? credentials : undefined;
    });
    if (!verified) throw new WrongPassword();
    return verified;
  }
}
