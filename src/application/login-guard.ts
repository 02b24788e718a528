import { addressBlock } from '../domain/client-address.ts';
import type { LimitState, RateLimiter } from './ports/rate-limiter.ts';

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
    const block = addressBlock(attempt.address);
    const state = await this.limiter.consume('login-address', block);
    try {
      await this.limiter.consume('login-account-address', accountAtAddress(attempt));
      if (!attempt.isFamiliar) await this.limiter.consume('login-account', attempt.account);
    } catch (refusal) {
      // What is refused here was no guess: it does not use up what others behind the same address have.
      await this.limiter.refund('login-address', block);
      throw refusal;
    }
    return state;
  }

  async succeeded(attempt: LoginAttempt): Promise<void> {
    await Promise.all([
      this.limiter.reset('login-account-address', accountAtAddress(attempt)),
      this.limiter.refund('login-address', addressBlock(attempt.address)),
      this.limiter.reset('login-account', attempt.account),
    ]);
  }
}

function accountAtAddress({ account, address }: LoginAttempt): string {
  return `${account}@${addressBlock(address)}`;
}
