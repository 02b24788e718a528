import { addressBlock } from '../domain/client-address.ts';
import type { LimitPolicy, LimitState, RateLimiter } from './ports/rate-limiter.ts';
import { TooManyRequests } from './ports/rate-limiter.ts';

/**
 * Whose log-in is tried, from where. `account`: the name that was given. A user name and an e-mail address count apart, for
 * a common count would tell strangers that both belong to one account.
 */
export type LoginAttempt = {
  readonly account: string;
  readonly address: string;
  /** The account's owner has logged in from here before; strangers' failures elsewhere do not slow them down. */
  readonly isFamiliar: boolean;
};

/**
 * Keeps guessers slow (OWASP ASVS 6.3.1): failures are counted by account and address, by address, and by account. Every
 * attempt pays before any hash is computed, so parallel ones cannot outrun the counters; success pays back.
 */
export class LoginGuard {
  constructor(private readonly limiter: RateLimiter) {}

  /** @returns what the address has left. @throws TooManyRequests */
  async enter(attempt: LoginAttempt): Promise<LimitState> {
    const paid: Counter[] = [];
    try {
      const states = [];
      for (const [policy, key] of countersOf(attempt)) {
        states.push(await this.limiter.consume(policy, key));
        paid.push([policy, key]);
      }
      return states[0] as LimitState;
    } catch (refusal) {
      // What is refused here was no guess: it does not count against anybody.
      await Promise.all(paid.map(([policy, key]) => this.limiter.refund(policy, key)));
      throw refusal;
    }
  }

  /** Of refusals only some are written down: somebody who goes on and on must not fill the database. */
  async isWorthRemembering(attempt: LoginAttempt): Promise<boolean> {
    try {
      await this.limiter.consume('login-refusal', attempt.account);
      return true;
    } catch (error) {
      if (error instanceof TooManyRequests) return false;
      throw error;
    }
  }

  /** @returns what the address has left, the attempt being paid back */
  async succeeded(attempt: LoginAttempt, state: LimitState): Promise<LimitState> {
    await Promise.all([
      this.limiter.refund('login-address', addressBlock(attempt.address)),
      this.limiter.reset('login-account-address', accountAtAddress(attempt)),
      this.limiter.reset('login-account', attempt.account),
    ]);
    return { ...state, remaining: Math.min(state.limit, state.remaining + 1) };
  }
}

type Counter = readonly [policy: LimitPolicy, key: string];

/** The address first: what it has left is told to everybody, and is the same whoever is guessed at. */
function countersOf(attempt: LoginAttempt): readonly Counter[] {
  return [
    ['login-address', addressBlock(attempt.address)],
    ['login-account-address', accountAtAddress(attempt)],
    ...(attempt.isFamiliar ? [] : [['login-account', attempt.account] as const]),
  ];
}

function accountAtAddress({ account, address }: LoginAttempt): string {
  return `${account}@${addressBlock(address)}`;
}
