import type { UserId } from '../../domain/accounts/user.ts';
import type { ClientAddress } from '../../domain/sessions/client-address.ts';
import { addressSite } from '../../domain/sessions/client-address.ts';
import { BulkAllowance } from '../shared/bulk-allowance.ts';
import type { Counter } from '../shared/paid-work.ts';
import { didTakePlace, refuseUsedUp } from '../shared/paid-work.ts';
import type { LimitState, RateLimiter, TakenPoint } from '../shared/ports/rate-limiter.ts';
import { TooManyRequests } from '../shared/ports/rate-limiter.ts';

/** Successful log-ins of one address that the history keeps for one point of its limit. */
export const LOGINS_PER_POINT = 100;

/** One attempt at a password. `account`: an account key, as made by `loginKey` and `confirmationKey`. */
export type LoginAttempt = {
  readonly account: string;
  readonly address: ClientAddress;
  /**
   * Whether the account's owner has used this address before. If so, failures at other addresses do not slow it down.
   */
  readonly isFamiliar: () => Promise<boolean>;
};

/**
 * Slows down password guessing (OWASP ASVS 6.3.1, ADR 0019): counts failures by account and address, by address and
 * network, and by account. Every attempt takes its points before any hash is computed, so parallel attempts cannot
 * exceed the limits. All points are refunded except those for a wrong password. The statements are the same for every
 * login, because their number must not reveal whether an account exists.
 */
export class LoginGuard {
  /** Successful log-ins of addresses that the history keeps. */
  private readonly successes: BulkAllowance;

  constructor(private readonly limiter: RateLimiter) {
    this.successes = new BulkAllowance(limiter, 'login-success-address', LOGINS_PER_POINT);
  }

  /**
   * `verify`: returns `undefined` for a wrong password.
   * @returns the result of `verify` and the state of the address's limit @throws TooManyRequests, any error of `verify`
   */
  async attempt<T>(
    attempt: LoginAttempt,
    verify: () => Promise<T | undefined>,
  ): Promise<{ verified: T | undefined; limit: LimitState }> {
    this.refuseKnown(attempt);
    await this.refuseKnownUnlessFamiliar(attempt);
    const payment = new Payment(this.limiter);
    const { verified, limit } = await this.paidGuess(attempt, payment, verify);
    if (verified === undefined) {
      await Promise.all(payment.paid.filter(isForSuccess).map((point) => this.limiter.refund(point)));
      return { verified, limit };
    }
    await this.payBack(attempt, payment);
    return { verified, limit: { ...limit, remaining: Math.min(limit.limit, limit.remaining + 1) } };
  }

  /**
   * Only some refusals are written to the history, so that a persistent attacker does not fill the database. The
   * address is counted first: an attacker can invent any number of names, and each would create a counter.
   */
  async isWorthRemembering({ account, address }: Pick<LoginAttempt, 'account' | 'address'>): Promise<boolean> {
    return (
      (await isWithin(() => this.limiter.consume('login-refusal-address', addressSite(address)))) &&
      isWithin(() => this.limiter.consume('login-refusal', account))
    );
  }

  /**
   * One address logs in to any number of accounts at any rate, so beyond its limit the history does not keep its
   * successes. They are not refused, because others at the address would be locked out. The first one of an account is
   * kept in any case, so that nobody can hide a log-in to it behind many others.
   */
  async isSuccessWorthRemembering(userId: UserId, address: ClientAddress): Promise<boolean> {
    const site = addressSite(address);
    return (
      (await isWithin(() => this.successes.take(site, 1))) ||
      isWithin(() => this.limiter.consume('login-success-first', `${userId}@${site}`))
    );
  }

  /**
   * A successful log-in has proved the password, so it resets the limit of confirmations, which guesses with a stolen
   * token may have used up.
   */
  async allowConfirmations(userId: UserId): Promise<void> {
    await this.limiter.reset('login-account', confirmationKey(userId));
  }

  /** Runs no statement, because a flood of attempts that are refused anyway must not slow others down. */
  private refuseKnown(attempt: LoginAttempt): void {
    refuseUsedUp(this.limiter, [
      { policy: 'login-address', key: attempt.address.block },
      { policy: 'login-account-address', key: accountAtAddress(attempt) },
      { policy: 'login-success', key: accountAtAddress(attempt) },
    ]);
  }

  /** Runs one short read at most. At a familiar address, these counters have other keys. */
  private async refuseKnownUnlessFamiliar(attempt: LoginAttempt): Promise<void> {
    const { network } = attempt.address;
    try {
      refuseUsedUp(this.limiter, [
        ...(network === null ? [] : [{ policy: 'login-network', key: network } as const]),
        { policy: 'login-success', key: attempt.account },
      ]);
    } catch (refusal) {
      if (!(await attempt.isFamiliar())) throw refusal;
    }
  }

  private async paidGuess<T>(attempt: LoginAttempt, payment: Payment, verify: () => Promise<T | undefined>) {
    try {
      const { limit, isFamiliar } = await payForGuess(attempt, payment);
      // Guesses of strangers hold these points until their passwords were checked.
      const key = isFamiliar ? accountAtAddress(attempt) : attempt.account;
      await payment.make({ policy: 'login-success', key });
      return { verified: await verify(), limit };
    } catch (failure) {
      // The attempt was refused or interrupted before the password was checked, so it was not a guess.
      if (failure instanceof TooManyRequests || !didTakePlace(failure)) await payment.giveBack();
      throw failure;
    }
  }

  /**
   * Resets the owner's earlier failures at this address. It does not reset failures over all addresses, because
   * strangers could then see that the account exists.
   */
  private async payBack(attempt: LoginAttempt, { paid }: Payment): Promise<void> {
    const here = accountAtAddress(attempt);
    await Promise.all(
      paid
        .filter((point) => !isForSuccess(point))
        .map((point) => (point.key === here ? this.limiter.reset(point.policy, here) : this.limiter.refund(point))),
    );
  }
}

/** Whether the limit that this takes from is not used up yet. */
async function isWithin(take: () => Promise<unknown>): Promise<boolean> {
  try {
    await take();
    return true;
  } catch (error) {
    if (error instanceof TooManyRequests) return false;
    throw error;
  }
}

function isForSuccess({ policy }: TakenPoint): boolean {
  return policy === 'login-success';
}

/** The points taken for one attempt. */
class Payment {
  readonly paid: TakenPoint[] = [];

  constructor(private readonly limiter: RateLimiter) {}

  async make(counter: Counter): Promise<LimitState> {
    const point = await this.limiter.consume(counter.policy, counter.key);
    this.paid.push(point);
    return point;
  }

  /**
   * Takes both points at the same time. @returns the state of the first @throws the refusal of the first, if both
   * refuse
   */
  async makeBoth(counter: Counter, other: Counter): Promise<LimitState> {
    const [state, otherState] = await Promise.allSettled([this.make(counter), this.make(other)]);
    if (state.status === 'rejected') throw state.reason;
    if (otherState.status === 'rejected') throw otherState.reason;
    return state.value;
  }

  /** If the refund fails, the points stay taken; the error that led to the refund matters more. */
  async giveBack(): Promise<void> {
    await Promise.allSettled(this.paid.map((point) => this.limiter.refund(point)));
  }
}

/**
 * The address comes first: its remaining points are visible in every answer and do not depend on the login. At a
 * familiar address, the same counters have other keys: they count only this account at this address.
 */
async function payForGuess(
  attempt: LoginAttempt,
  payment: Payment,
): Promise<{ limit: LimitState; isFamiliar: boolean }> {
  const here = accountAtAddress(attempt);
  const { network } = attempt.address;
  const limit = await payment.makeBoth(
    { policy: 'login-address', key: attempt.address.block },
    { policy: 'login-account-address', key: here },
  );
  const isFamiliar = await attempt.isFamiliar();
  if (network !== null) await payment.make({ policy: 'login-network', key: isFamiliar ? here : network });
  try {
    await payment.make({ policy: 'login-account', key: isFamiliar ? here : attempt.account });
  } catch (refusal) {
    if (!(refusal instanceof TooManyRequests)) throw refusal;
    await payFromReserve(attempt, payment, refusal);
  }
  return { limit, isFamiliar };
}

/**
 * Guesses from other addresses must not lock out an owner who uses a new address. When the limit of the account is used
 * up, each address still has a few attempts of its own.
 */
async function payFromReserve(attempt: LoginAttempt, payment: Payment, refusal: TooManyRequests): Promise<void> {
  const { network } = attempt.address;
  try {
    await payment.make({ policy: 'login-reserve', key: accountAtAddress(attempt) });
    if (network !== null) await payment.make({ policy: 'login-reserve-network', key: `${attempt.account}@${network}` });
  } catch (spent) {
    if (!(spent instanceof TooManyRequests)) throw spent;
    const resetSeconds = Math.min(refusal.state.resetSeconds, spent.state.resetSeconds);
    throw new TooManyRequests({ ...refusal.state, resetSeconds });
  }
}

function accountAtAddress({ account, address }: Pick<LoginAttempt, 'account' | 'address'>): string {
  return `${account}@${address.block}`;
}

/**
 * The account key of a log-in. User name and e-mail address count separately, because a common count would reveal that
 * both belong to one account. Names contain no space, so a typed text with one never equals the key of a name or an id.
 */
export function loginKey(name: { readonly username: string } | { readonly email: string } | undefined, typed: string) {
  return name ? Object.values(name).join() : `no name ${typed}`;
}

/** The account key for confirming the owner's password. Strangers without a token cannot use up its limit. */
export function confirmationKey(userId: UserId): string {
  return `id ${userId}`;
}
