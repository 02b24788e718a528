import type { Actor, UserActor } from '../../../domain/access/actor.ts';
import { limitKey } from '../../../domain/access/actor.ts';
import { isNewcomer } from '../../../domain/accounts/newcomer.ts';
import { addressSite } from '../../../domain/sessions/client-address.ts';
import type { Client } from '../../../domain/sessions/session.ts';
import type { Counter } from '../../shared/paid-work.ts';
import { refuseUsedUp } from '../../shared/paid-work.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { RateLimiter, TakenPoint } from '../../shared/ports/rate-limiter.ts';
import type { SourceCall } from '../ports/film-source.ts';

/** The actor and the client of a question. */
export type Asker = { readonly actor: Actor; readonly client: Client };

/** Keys shared by all newcomers: for their questions, and for their imports. */
const ALL_QUESTIONS = 'questions';
const ALL_IMPORTS = 'imports';

/**
 * Divides the day's calls to the film source among users. Each user has a share, and so has each address, because one
 * person can have many accounts. Newcomers have a smaller share and share one total, because one person can have many
 * addresses as well. Questions about ids without a film are limited further.
 */
export class CallShares {
  /** `newForDays`: how long an account counts as a newcomer. */
  constructor(
    private readonly limiter: RateLimiter,
    private readonly clock: Clock,
    private readonly newForDays: number,
  ) {}

  /** The purpose for which the asker's calls are booked, and the owner in the queue of calls. */
  callOf({ actor, client }: Asker): SourceCall {
    const purpose = this.isNew(actor) ? 'newcomer' : 'asked';
    return { purpose, owner: { address: addressSite(client.address), person: limitKey(actor, client) } };
  }

  /** Takes one point from the shares of the user and the address. @throws TooManyRequests; then nothing is taken */
  async takeQuestion(asker: Asker): Promise<readonly TakenPoint[]> {
    return this.take(this.questionCounters(asker));
  }

  /** Takes one question about an id that may not exist. @throws TooManyRequests; then nothing is taken */
  async takeGuess(asker: Asker): Promise<readonly TakenPoint[]> {
    return this.take(guessCounters(asker));
  }

  /** Refunds points that a question has taken. */
  async giveBack(points: readonly TakenPoint[]): Promise<void> {
    await Promise.all(points.map((point) => this.limiter.refund(point)));
  }

  /** Takes one call for an import of the owner, who is not present. @throws TooManyRequests; then nothing is taken */
  async takeImportCall(owner: UserActor): Promise<void> {
    await this.take([
      { policy: 'kinopoisk-import', key: owner.userId },
      ...(this.isNew(owner) ? [{ policy: 'kinopoisk-newcomers', key: ALL_IMPORTS } as const] : []),
    ]);
  }

  private questionCounters({ actor, client }: Asker): readonly Counter[] {
    const [person, site] = [limitKey(actor, client), addressSite(client.address)];
    const ofAddress: Counter = { policy: 'kinopoisk-address', key: site };
    if (!this.isNew(actor)) return [{ policy: 'kinopoisk', key: person }, ofAddress];
    return [
      ...(actor.kind === 'user' ? [{ policy: 'kinopoisk-newcomer', key: person } as const] : []),
      { policy: 'kinopoisk-newcomer', key: site },
      ofAddress,
      { policy: 'kinopoisk-newcomers', key: ALL_QUESTIONS },
    ];
  }

  private isNew(actor: Actor): boolean {
    return isNewcomer(actor, this.clock.now(), this.newForDays);
  }

  /**
   * Takes from the counters one after the other, the narrowest first, so that a refused call takes nothing from shared
   * counters.
   */
  private async take(counters: readonly Counter[]): Promise<readonly TakenPoint[]> {
    refuseUsedUp(this.limiter, counters);
    const taken: TakenPoint[] = [];
    try {
      for (const { policy, key } of counters) taken.push(await this.limiter.consume(policy, key));
      return taken;
    } catch (refusal) {
      await this.giveBack(taken);
      throw refusal;
    }
  }
}

function guessCounters({ actor, client }: Asker): readonly Counter[] {
  const site: Counter = { policy: 'kinopoisk-guess', key: addressSite(client.address) };
  return actor.kind === 'user' ? [{ policy: 'kinopoisk-guess', key: actor.userId }, site] : [site];
}
