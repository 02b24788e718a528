import type { Actor } from '../../domain/access/actor.ts';
import { InvalidScope, parseScope } from '../../domain/access/scope.ts';
import { parseLogin } from '../../domain/accounts/email-address.ts';
import type { User, UserId } from '../../domain/accounts/user.ts';
import type { Client, Session } from '../../domain/sessions/session.ts';
import { DEFAULT_CLIENT_ID, InvalidCredentials } from '../../domain/sessions/session.ts';
import { ownerAt } from '../shared/fair-queue.ts';
import { declareOperation } from '../shared/operation.ts';
import type { LimitState } from '../shared/ports/rate-limiter.ts';
import { TooManyRequests } from '../shared/ports/rate-limiter.ts';
import type { LoginAttempt, LoginGuard } from './login-guard.ts';
import { loginKey } from './login-guard.ts';
import type { Applicant, LoginJournal } from './login-journal.ts';
import type { LoginPasswords, VerifiedPassword } from './login-passwords.ts';
import type { SessionOpening } from './session-opening.ts';
import type { TokenIssuer, TokenPair } from './tokens/token-issuer.ts';

/**
 * `login`: a user name or an e-mail address, as typed. `scope`: the permissions to which the session is narrowed, as
 * the client wrote them.
 */
export type LoginRequest = {
  readonly login: string;
  readonly password: string;
  readonly client: Client;
  readonly clientId?: string;
  readonly scope?: string;
};

/**
 * Starts a session. A refusal has the same answer and takes the same time for an unknown name, a wrong password and a
 * deactivated account (OWASP ASVS 6.3.8): the same statements run before the answer, and the history is written after
 * it.
 * @throws InvalidCredentials, TooManyRequests, ServerBusy, InvalidScope for an unknown permission and, after a correct
 * password, for one that the user lacks
 */
export class LogIn {
  static readonly operation = declareOperation('logIn', 'public');

  constructor(
    private readonly guard: LoginGuard,
    private readonly passwords: LoginPasswords,
    private readonly journal: LoginJournal,
    private readonly sessions: SessionOpening,
    private readonly tokens: TokenIssuer,
  ) {}

  async execute(
    _actor: Actor,
    { login, password, client, clientId = DEFAULT_CLIENT_ID, scope: written }: LoginRequest,
  ): Promise<{ userId: UserId; tokens: TokenPair; limit: LimitState }> {
    // Parsed before the password is verified, so that this error reveals nothing about the password.
    const scope = written === undefined ? null : parseScope(written);
    const applicant = { name: parseLogin(login), client };
    const { verified, limit } = await this.verifyGuarded(applicant, login, password);
    if (!verified) throw new InvalidCredentials();
    const { user } = verified.account;
    const session = await this.open(user, { client, clientId, scope });
    await Promise.all([this.remember(user, session.id, client), this.guard.allowConfirmations(user.id)]);
    await this.passwords.strengthen(verified, password, ownerAt(client.address));
    return { userId: user.id, tokens: await this.tokens.issue(user, session), limit };
  }

  /** Also records a correct password that opened no session, so that the owner of the account learns of it. */
  private async open(user: User, opening: Pick<Session, 'clientId' | 'scope'> & { client: Client }): Promise<Session> {
    try {
      return await this.sessions.open(user, opening);
    } catch (refusal) {
      if (refusal instanceof InvalidScope) await this.remember(user, null, opening.client);
      throw refusal;
    }
  }

  private async remember({ id }: User, sessionId: Session['id'] | null, client: Client): Promise<void> {
    const isRemembered = await this.guard.isSuccessWorthRemembering(id, client.address);
    await this.journal.succeed(id, { sessionId, client, isRemembered });
  }

  /** Verifies the password unless too many attempts have failed. */
  private async verifyGuarded(applicant: Applicant, login: string, password: string) {
    const attempt: LoginAttempt = {
      account: loginKey(applicant.name, login),
      address: applicant.client.address,
      isFamiliar: () => this.journal.isFamiliar(applicant),
    };
    try {
      return await this.guard.attempt(attempt, () => this.verify(applicant, password));
    } catch (refusal) {
      if (refusal instanceof TooManyRequests)
        this.journal.refuse(applicant, 'limited', await this.guard.isWorthRemembering(attempt));
      throw refusal;
    }
  }

  /** @returns `undefined` if the log-in is refused */
  private async verify(applicant: Applicant, password: string): Promise<VerifiedPassword | undefined> {
    const verified = await this.passwords.verify(applicant.name, password, ownerAt(applicant.client.address));
    if (typeof verified !== 'string') return verified;
    this.journal.refuse(applicant, verified);
    return undefined;
  }
}
