import type { UserActor } from '../domain/actor.ts';
import type { Client } from '../domain/session.ts';
import { InvalidToken } from '../domain/session.ts';
import { WrongPassword } from '../domain/user.ts';
import type { LoginGuard } from './login-guard.ts';
import type { PasswordHasher } from './ports/password-hasher.ts';
import type { Credentials, UserRepository } from './ports/user-repository.ts';

/**
 * Makes sure that whoever holds the token also knows the password, before something is done that a stolen token must not
 * do (OWASP ASVS 7.5.1). Guesses count like log-ins.
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
    const attempt = { account: actor.userId, address: client.address, isFamiliar: true };
    const state = await this.guard.enter(attempt);
    const { matches } = await this.hasher.verify(credentials.passwordHash, password);
    if (!matches) throw new WrongPassword();
    await this.guard.succeeded(attempt, state);
    return credentials;
  }
}
