import { addressBlock, addressNetwork } from '../../domain/sessions/client-address.ts';
import type { UserId } from '../../domain/accounts/user.ts';
import { didTakePlace } from '../shared/paid-work.ts';
import type { LimitPolicy, LimitState, RateLimiter } from '../shared/ports/rate-limiter.ts';
import { TooManyRequests } from '../shared/ports/rate-limiter.ts';

/** One guess at a password. `account`: an account key, as `loginKey` and `confirmationKey` make them. */
export type LoginAttempt = {
  readonly account: string;
  readonly address: string;
  /** Whether this address is known as the owner's: failures elsewhere do not slow it down. */
  readonly isFamiliar: () => Promise<boolean>;
};

type Counter = { readonly policy: LimitPolicy; readonly key: string };

/**
 * Keeps guessers slow (OWASP ASVS 6.3.1, ADR 0019): failures are counted by account and address, by address and network,
 * and by account. Every attempt pays before any hash is computed, so parallel ones cannot outrun the counters. Only a
 * wrong password is not paid back. Whatever is guessed at, the statements are the same: their number must not tell
 * whether there is such an account.
 */
export class LoginGuard {
  constructor(private readonly limiter: RateLimiter) {}

  /**
   * `verify`: gives `undefined` for a wrong password.
   * @returns what it gave, and what the address has left @throws TooManyRequests, whatever `verify` throws
   */
  async attempt<T>(
    attempt: LoginAttempt,
    verify: () => Promise<T | undefined>,
  ): Promise<{ verified: T | undefined; limit: LimitState }> {
    this.refuseKnown(attempt);
    const payment = new Payment(this.limiter);
    const { verified, limit } = await this.paidGuess(attempt, payment, verify);
    if (verified === undefined) {
      await this.limiter.refund('login-success', attempt.account);
      return { verified, limit };
    }
    await this.payBack(attempt, payment);
    return { verified, limit: { ...limit, remaining: Math.min(limit.limit, limit.remaining + 1) } };
  }

  /** Of refusals only some are written down: somebody who goes on and on must not fill the database. */
  async isWorthRemembering({ account }: Pick<LoginAttempt, 'account'>): Promise<boolean> {
    try {
      await this.limiter.consume('login-refusal', account);
      return true;
    } catch (error) {
      if (error instanceof TooManyRequests) return false;
      throw error;
    }
  }

  /** Whoever logs in has shown the password: guesses with a stolen token do not keep them from changing it. */
  async allowConfirmations(userId: UserId): Promise<void> {
    await this.limiter.reset('login-account', confirmationKey(userId));
  }

  /** Without a statement: a flood of attempts that are refused anyway must not slow anybody else down. */
  private refuseKnown(attempt: LoginAttempt): void {
    this.limiter.refuseIfUsedUp('login-address', addressBlock(attempt.address));
    this.limiter.refuseIfUsedUp('login-account-address', accountAtAddress(attempt));
    this.limiter.refuseIfUsedUp('login-success', attempt.account);
  }

  private async paidGuess<T>(attempt: LoginAttempt, payment: Payment, verify: () => Promise<T | undefined>) {
    try {
      const limit = await payForGuess(attempt, payment);
      await payment.make({ policy: 'login-success', key: attempt.account });
      return { verified: await verify(), limit };
    } catch (failure) {
      // Refused before the password was looked at, or broken off: that was no guess.
      if (failure instanceof TooManyRequests || !didTakePlace(failure)) await payment.giveBack();
      throw failure;
    }
  }

  /**
   * What the owner failed here before is forgotten. Failures counted for all addresses together stay: a count that starts
   * anew when its owner logs in would tell strangers that there is an account.
   */
  private async payBack(attempt: LoginAttempt, { paid }: Payment): Promise<void> {
    const here = accountAtAddress(attempt);
    await Promise.all(
      paid
        .filter(({ policy }) => policy !== 'login-success')
        .map(({ policy, key }) => (key === here ? this.limiter.reset(policy, key) : this.limiter.refund(policy, key))),
    );
  }
}

/** Points taken for one attempt. */
class Payment {
  readonly paid: Counter[] = [];

  constructor(private readonly limiter: RateLimiter) {}

  async make(counter: Counter): Promise<LimitState> {
    const state = await this.limiter.consume(counter.policy, counter.key);
    this.paid.push(counter);
    return state;
  }

  /** Where that fails, points stay taken; why it was to be given back matters more. */
  async giveBack(): Promise<void> {
    await Promise.allSettled(this.paid.map(({ policy, key }) => this.limiter.refund(policy, key)));
  }
}

/**
 * The address first: what it has left is told to everybody, and is the same whoever is guessed at. At a familiar address the
 * same counters count this account at this address alone.
 */
async function payForGuess(attempt: LoginAttempt, payment: Payment): Promise<LimitState> {
  const here = accountAtAddress(attempt);
  const network = addressNetwork(attempt.address);
  const limit = await payment.make({ policy: 'login-address', key: addressBlock(attempt.address) });
  await payment.make({ policy: 'login-account-address', key: here });
  const isFamiliar = await attempt.isFamiliar();
  if (network !== undefined) await payment.make({ policy: 'login-network', key: isFamiliar ? here : network });
  try {
    await payment.make({ policy: 'login-account', key: isFamiliar ? here : attempt.account });
  } catch (refusal) {
    if (!(refusal instanceof TooManyRequests)) throw refusal;
    await payFromReserve(attempt, payment, refusal);
  }
  return limit;
}

/**
 * Guesses from elsewhere must not shut an owner out who comes from a new address: when an account's failures are used up,
 * each address still has a few attempts of its own.
 */
async function payFromReserve(attempt: LoginAttempt, payment: Payment, refusal: TooManyRequests): Promise<void> {
  const network = addressNetwork(attempt.address);
  try {
    await payment.make({ policy: 'login-reserve', key: accountAtAddress(attempt) });
    if (network !== undefined)
      await payment.make({ policy: 'login-reserve-network', key: `${attempt.account}@${network}` });
  } catch (spent) {
    if (!(spent instanceof TooManyRequests)) throw spent;
    const resetSeconds = Math.min(refusal.state.resetSeconds, spent.state.resetSeconds);
    throw new TooManyRequests({ ...refusal.state, resetSeconds });
  }
}

function accountAtAddress({ account, address }: Pick<LoginAttempt, 'account' | 'address'>): string {
  return `${account}@${addressBlock(address)}`;
}

/**
 * The account that a log-in names. A user name and an e-mail address count apart, for a common count would tell strangers
 * that both belong to one account. No name holds a blank, so that nothing typed is taken for an account's name or id.
 */
export function loginKey(name: { readonly username: string } | { readonly email: string } | undefined, typed: string) {
  return name ? Object.values(name).join() : `no name ${typed}`;
}

/** The account whose owner is asked for the password once more. Strangers, who have no token, cannot use it up. */
export function confirmationKey(userId: UserId): string {
  return `id ${userId}`;
}
