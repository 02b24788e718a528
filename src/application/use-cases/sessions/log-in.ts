import type { Actor } from '../../../domain/actor.ts';
import { addressBlock } from '../../../domain/client-address.ts';
import { parseLogin } from '../../../domain/email-address.ts';
import type { LoginOutcome } from '../../../domain/login-event.ts';
import type { Client, SessionId, SessionLifetime } from '../../../domain/session.ts';
import { InvalidCredentials, MAX_LIVE_SESSIONS, startSession } from '../../../domain/session.ts';
import type { UserId } from '../../../domain/user.ts';
import type { LoginGuard } from '../../login-guard.ts';
import type { Clock } from '../../ports/clock.ts';
import type { IdGenerator } from '../../ports/id-generator.ts';
import type { LoginHistory } from '../../ports/login-history.ts';
import type { Metrics } from '../../ports/metrics.ts';
import type { PasswordHasher } from '../../ports/password-hasher.ts';
import { ServerBusy } from '../../ports/password-hasher.ts';
import type { LimitState } from '../../ports/rate-limiter.ts';
import { TooManyRequests } from '../../ports/rate-limiter.ts';
import type { SessionRepository } from '../../ports/session-repository.ts';
import type { Credentials, UserRepository } from '../../ports/user-repository.ts';
import type { TokenIssuer, TokenPair } from '../../token-issuer.ts';

/** Stands for the user where there is none, so that an unknown name takes the same queries as a known one. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/**
 * Starts a session. A refusal is the same, and costs the same, for an unknown name, a wrong password and a deactivated
 * account (OWASP ASVS 6.3.8). @throws InvalidCredentials, TooManyRequests, ServerBusy
 */
export class LogIn {
  constructor(
    private readonly users: UserRepository,
    private readonly sessions: SessionRepository,
    private readonly history: LoginHistory,
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
    const account = name && (await this.users.findCredentials(name));
    const attempt = {
      account: name ? Object.values(name).join() : login,
      address: client.address,
      isFamiliar: await this.history.hasSucceededFrom(account?.user.id ?? NOBODY, addressBlock(client.address)),
    };
    const record = (outcome: LoginOutcome, sessionId: SessionId | null = null) =>
      this.history.add({
        id: this.ids.next(),
        userId: account?.user.id ?? NOBODY,
        at: this.clock.now(),
        outcome,
        client,
        sessionId,
      });

    const state = await this.guard.enter(attempt).catch(async (refusal: unknown) => {
      if (refusal instanceof TooManyRequests) this.metrics.count('auth_logins_total', { outcome: 'limited' });
      if (await this.guard.isWorthRemembering(attempt)) await record('limited');
      throw refusal;
    });
    const { matches, outdated } = await this.hasher.verify(account?.passwordHash, password);
    if (!account || !matches || !account.user.isActive) {
      const outcome = matches ? 'inactive' : 'wrong-password';
      this.metrics.count('auth_logins_total', { outcome });
      await record(outcome);
      throw new InvalidCredentials();
    }

    const limit = await this.guard.succeeded(attempt, state);
    const session = startSession(
      { id: this.ids.next(), userId: account.user.id, client },
      this.lifetime,
      this.clock.now(),
    );
    const { tokenVersion } = account.user;
    await this.sessions.start(session, { tokenVersion, maxLive: MAX_LIVE_SESSIONS });
    this.metrics.count('auth_logins_total', { outcome: 'success' });
    await record('success', session.id);
    if (outdated) await this.strengthenHash(account, password);
    return { userId: account.user.id, tokens: await this.tokens.issue(account.user, session), limit };
  }

  /** Under load the next log-in does it: nobody is turned away for the sake of a better hash. */
  private async strengthenHash({ user, passwordHash }: Credentials, password: string): Promise<void> {
    try {
      const strongerHash = await this.hasher.hash(password);
      await this.users.replacePasswordHash(user.id, { from: passwordHash, to: strongerHash });
    } catch (error) {
      if (!(error instanceof ServerBusy)) throw error;
    }
  }
}
