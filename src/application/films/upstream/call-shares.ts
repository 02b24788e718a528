import type { Actor, UserActor } from '../../../domain/access/actor.ts';
import { limitKey } from '../../../domain/access/actor.ts';
import type { CallPurpose } from '../../../domain/films/quota-day.ts';
import { addressSite } from '../../../domain/sessions/client-address.ts';
import { isNewcomer } from '../../../domain/films/newcomer.ts';
import type { Client } from '../../../domain/sessions/session.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { LimitPolicy, RateLimiter } from '../../shared/ports/rate-limiter.ts';

/** Who asks, and from where. */
export type Asker = { readonly actor: Actor; readonly client: Client };

type Counter = readonly [policy: LimitPolicy, key: string];

/** All newcomers together, and the imports of all newcomers together. */
const ALL_QUESTIONS = 'questions';
const ALL_IMPORTS = 'imports';

/**
 * Divides a day's calls of the film source among people. Each person has a share, and so has each address, for one person
 * can have many accounts. Newcomers have a smaller share, and all of them together have one, for one person can have many
 * addresses, too. Questions about ids that no film has are few in any case.
 */
export class CallShares {
  /** `newForDays`: how long an account is new. */
  constructor(
    private readonly limiter: RateLimiter,
    private readonly clock: Clock,
    private readonly newForDays: number,
  ) {}

  /** As what the asker's questions are booked. */
  purposeOf({ actor }: Asker): CallPurpose {
    return this.isNew(actor) ? 'newcomer' : 'asked';
  }

  /** Takes one question off the shares of the person and the address. @throws TooManyRequests; nothing is taken then */
  async takeQuestion(asker: Asker): Promise<void> {
    await this.take(this.questionCounters(asker));
  }

  /** Gives back what `takeQuestion` took: the source was not called. */
  async giveBackQuestion(asker: Asker): Promise<void> {
    await this.giveBack(this.questionCounters(asker));
  }

  /** Takes one question about an id that may be nobody's. @throws TooManyRequests; nothing is taken then */
  async takeGuess(asker: Asker): Promise<void> {
    await this.take(guessCounters(asker));
  }

  /** Gives back what `takeGuess` took: a film has the id, or nobody could say. */
  async giveBackGuess(asker: Asker): Promise<void> {
    await this.giveBack(guessCounters(asker));
  }

  /** Takes one call for an import of the owner, who is not there. @throws TooManyRequests; nothing is taken then */
  async takeImportCall(owner: UserActor): Promise<void> {
    await this.take([
      ['kinopoisk-import', owner.userId],
      ...(this.isNew(owner) ? [['kinopoisk-newcomers', ALL_IMPORTS] as const] : []),
    ]);
  }

  private questionCounters({ actor, client }: Asker): readonly Counter[] {
    const [person, site] = [limitKey(actor, client), addressSite(client.address)];
    const ofAddress: Counter = ['kinopoisk-address', site];
    if (!this.isNew(actor)) return [['kinopoisk', person], ofAddress];
    return [
      ...(actor.kind === 'user' ? [['kinopoisk-newcomer', person] as const] : []),
      ['kinopoisk-newcomer', site],
      ofAddress,
      ['kinopoisk-newcomers', ALL_QUESTIONS],
    ];
  }

  private isNew(actor: Actor): boolean {
    return isNewcomer(actor, this.clock.now(), this.newForDays);
  }

  /** One after the other, the narrowest first: a refused call takes nothing off what others share. */
  private async take(counters: readonly Counter[]): Promise<void> {
    const taken: Counter[] = [];
    try {
      for (const counter of counters) {
        await this.limiter.consume(...counter);
        taken.push(counter);
      }
    } catch (refusal) {
      await this.giveBack(taken);
      throw refusal;
    }
  }

  private async giveBack(counters: readonly Counter[]): Promise<void> {
    await Promise.all(counters.map(([policy, key]) => this.limiter.refund(policy, key)));
  }
}

function guessCounters({ actor, client }: Asker): readonly Counter[] {
  const site: Counter = ['kinopoisk-guess', addressSite(client.address)];
  return actor.kind === 'user' ? [['kinopoisk-guess', actor.userId], site] : [site];
}
