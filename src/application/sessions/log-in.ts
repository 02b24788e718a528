import { declareOperation } from '../shared/operation.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { addressBlock } from '../../domain/sessions/client-address.ts';
import { parseLogin } from '../../domain/accounts/email-address.ts';
import type { RefusedLogin } from '../../domain/sessions/login-event.ts';
import type { Client, SessionLifetime } from '../../domain/sessions/session.ts';
import { InvalidCredentials, MAX_LIVE_SESSIONS, startSession } from '../../domain/sessions/session.ts';
import type { LoginName, UserId } from '../../domain/accounts/user.ts';
import type { LoginGuard } from './login-guard.ts';
import { loginKey } from './login-guard.ts';
import type { Clock } from '../shared/ports/clock.ts';
import type { IdGenerator } from '../shared/ports/id-generator.ts';
import type { LoginHistory } from './ports/login-history.ts';
import type { Metrics } from '../shared/ports/metrics.ts';
import type { PasswordHasher } from '../accounts/ports/password-hasher.ts';
import { ServerBusy } from '../shared/server-busy.ts';
import type { LimitState } from '../shared/ports/rate-limiter.ts';
import { TooManyRequests } from '../shared/ports/rate-limiter.ts';
import type { SessionRepository } from './ports/session-repository.ts';
import type { Credentials, UserRepository } from '../accounts/ports/user-repository.ts';
import type { RefusedLogins } from './refused-logins.ts';
import type { TokenIssuer, TokenPair } from './token-issuer.ts';

/**
 * Starts a session. A refusal is the same, and costs the same, for an unknown name, a wrong password and a deactivated
 * account (OWASP ASVS 6.3.8): up to the answer the same statements run, and the history is written behind it. @throws InvalidCredentials, TooManyRequests, ServerBusy
 */
export class LogIn {
  static readonly operation = declareOperation('logIn', 'public');

  constructor(
    private readonly users: UserRepository,
    private readonly sessions: SessionRepository,
    private readonly history: LoginHistory,
    private readonly refused: RefusedLogins,
    private readonly hasher: PasswordHasher,
    private readonly guard: LoginGuard,
    private readonly tokens: TokenIssuer,
    private readonly lifetime: SessionLifetime,
    private readonly metrics: Metrics,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  /** `login`: a user name or an e-mail address, as somebody types it. */
  async execute(
    _actor: Actor,
    { login, password, client }: { login: string; password: string; client: Client },
  ): Promise<{ userId: UserId; tokens: TokenPair; limit: LimitState }> {
    const name = parseLogin(login);
    const block = addressBlock(client.address);
    const attempt = {
      account: loginKey(name, login),
      address: client.address,
      isFamiliar: async () => name !== undefined && this.history.isFamiliar(name, block),
    };
    const refused = (outcome: RefusedLogin['outcome']) => {
      if (name) this.refused.note({ id: this.ids.next(), name, at: this.clock.now(), outcome, client });
    };

    const { verified, limit } = await this.guard
      .attempt(attempt, () => this.verify(name, password, { block, refused }))
      .catch(async (refusal: unknown) => {
        if (!(refusal instanceof TooManyRequests)) throw refusal;
        this.metrics.count('auth_logins_total', { outcome: 'limited' });
        if (await this.guard.isWorthRemembering(attempt)) refused('limited');
        throw refusal;
      });
    if (!verified) throw new InvalidCredentials();

    const { account, outdated } = verified;
    const session = startSession(
      { id: this.ids.next(), userId: account.user.id, client },
      this.lifetime,
      this.clock.now(),
    );
    const { tokenVersion } = account.user;
    await this.sessions.start(session, { tokenVersion, maxLive: MAX_LIVE_SESSIONS });
    this.metrics.count('auth_logins_total', { outcome: 'success' });
    const success = { id: this.ids.next(), at: this.clock.now(), outcome: 'success', client } as const;
    await Promise.all([
      this.history.add({ ...success, userId: account.user.id, sessionId: session.id }),
      this.guard.allowConfirmations(account.user.id),
    ]);
    if (outdated) await this.strengthenHash(account, password, block);
    return { userId: account.user.id, tokens: await this.tokens.issue(account.user, session), limit };
  }

  /** @returns `undefined` where the answer is a refusal */
  private async verify(
    name: LoginName | undefined,
    password: string,
    { block, refused }: { block: string; refused: (outcome: RefusedLogin['outcome']) => void },
  ): Promise<{ account: Credentials; outdated: boolean } | undefined> {
    const account = name && (await this.users.findCredentials(name));
    const { matches, outdated } = await this.hasher.verify(account?.passwordHash, password, block);
    if (account && matches && account.user.isActive) return { account, outdated };
    const outcome = matches ? 'inactive' : 'wrong_password';
    this.metrics.count('auth_logins_total', { outcome });
    refused(outcome);
    return undefined;
  }

  /** Under load the next log-in does it: nobody is turned away for the sake of a better hash. */
  private async strengthenHash({ user, passwordHash }: Credentials, password: string, block: string): Promise<void> {
    try {
      const strongerHash = await this.hasher.hash(password, block);
      await this.users.replacePasswordHash(user.id, { from: passwordHash, to: strongerHash });
    } catch (error) {
      if (!(error instanceof ServerBusy)) throw error;
    }
  }
}
