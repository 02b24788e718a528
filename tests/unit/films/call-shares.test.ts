import { beforeEach, describe, expect, it } from 'vitest';
import type { Asker } from '../../../src/application/films/upstream/call-shares.ts';
import { CallShares } from '../../../src/application/films/upstream/call-shares.ts';
import { TooManyRequests } from '../../../src/application/shared/ports/rate-limiter.ts';
import { anonymous, aUserActor } from '../../builders/actor.ts';
import { anAsker, limitsWith } from '../../builders/catalog.ts';
import { clientAt } from '../../builders/session.ts';
import { FixedClock } from '../../fakes/fixed-clock.ts';
import { InMemoryRateLimiter } from '../../fakes/in-memory-rate-limiter.ts';

const aDay = (limit: number) => ({ limit, windowSeconds: 86_400 });
const LIMITS = {
  kinopoisk: aDay(10),
  'kinopoisk-address': aDay(20),
  'kinopoisk-newcomer': aDay(5),
  'kinopoisk-newcomers': aDay(15),
  'kinopoisk-guess': aDay(3),
  'kinopoisk-import': aDay(20),
};

const clock = new FixedClock();
let shares: CallShares;
let limiter: InMemoryRateLimiter;

beforeEach(() => {
  limiter = new InMemoryRateLimiter(clock, limitsWith(LIMITS));
  shares = new CallShares(limiter, clock, 7);
});

/** A user with a very old account. */
const user = (number: number, address: string): Asker =>
  anAsker(`00000000-0000-7000-8000-${String(number).padStart(12, '0')}`, address);
/** The id shows no age. */
const newcomer = (name: string, address: string): Asker => anAsker(name, address);
const stranger = (address: string): Asker => ({ actor: anonymous, client: clientAt(address) });

async function refusalOf(take: () => Promise<unknown>): Promise<TooManyRequests | undefined> {
  try {
    await take();
    return undefined;
  } catch (refusal) {
    if (!(refusal instanceof TooManyRequests)) throw refusal;
    return refusal;
  }
}

/** All ask in turn until all are refused. @returns the number of questions of each, and the limits that refused them */
async function questionsOf(
  askers: readonly Asker[],
  take: (asker: Asker) => Promise<unknown> = (asker) => shares.takeQuestion(asker),
) {
  const met = new Set<string>();
  const counts = askers.map(() => 0);
  for (let round = 0; round < 50; round += 1) {
    for (const [at, asker] of askers.entries()) {
      const refusal = await refusalOf(() => take(asker));
      if (refusal) met.add(refusal.state.policy);
      else counts[at] = (counts[at] ?? 0) + 1;
    }
  }
  return { counts, all: counts.reduce((sum, count) => sum + count, 0), met: [...met] };
}

const each = <T>(count: number, make: (number: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));

describe('CallShares', () => {
  it('gives a user one share, and an address two', async () => {
    expect(await questionsOf([user(1, '203.0.113.1')])).toMatchObject({ all: 10, met: ['kinopoisk'] });
    const atOne = each(5, (number) => user(10 + number, '203.0.113.2'));
    expect(await questionsOf(atOne)).toMatchObject({ all: 20, met: ['kinopoisk-address'] });
    expect(await questionsOf([user(99, '203.0.113.3')])).toMatchObject({ all: 10 });
  });

  it('gives all newcomers at one address together the share of one, including anonymous callers', async () => {
    const atOne = [stranger('203.0.113.1'), ...each(20, (number) => newcomer(`n${number}`, '203.0.113.1'))];
    expect(await questionsOf(atOne)).toMatchObject({ all: 5, met: ['kinopoisk-newcomer'] });
    expect(await questionsOf([user(1, '203.0.113.1')])).toMatchObject({ all: 10 });
  });

  it.each([
    ['IPv4', (number: number) => `203.0.113.${number}`],
    ['IPv6', (number: number) => `2001:db8:${number}::1`],
  ])('gives newcomers at many addresses of %s one common share, and takes nothing from users', async (_, address) => {
    const many = each(40, (number) => newcomer(`n${number}`, address(number)));
    expect(await questionsOf(many)).toMatchObject({ all: 15, met: ['kinopoisk-newcomers'] });
    expect(await questionsOf(each(3, (number) => user(number, address(number))))).toMatchObject({
      counts: [10, 10, 10],
    });
  });

  it('counts the 65,536 networks of one site of IPv6 as one address', async () => {
    const ofOneSite = each(30, (number) => newcomer(`n${number}`, `2001:db8:1:${(number * 2000).toString(16)}::1`));
    expect(await questionsOf(ofOneSite)).toMatchObject({ all: 5, met: ['kinopoisk-newcomer'] });
  });

  it('gives a newcomer one share at all addresses together', async () => {
    const moving = each(10, (number) => newcomer('mallory', `203.0.113.${number}`));
    expect(await questionsOf(moving)).toMatchObject({ all: 5 });
  });

  it('takes nothing from any share for a question that one of them refuses', async () => {
    await questionsOf([newcomer('mallory', '203.0.113.1')]);
    expect((await limiter.consume('kinopoisk-newcomers', 'questions')).remaining).toBe(15 - 5 - 1);
    expect((await limiter.consume('kinopoisk-address', '203.0.113.1')).remaining).toBe(20 - 5 - 1);
  });

  it('allows few unknown ids, by user and by address, and does not count ids of films', async () => {
    const guess = (asker: Asker) => shares.takeGuess(asker);
    const five = each(5, (number) => user(number, '203.0.113.1'));
    expect(await questionsOf(five, guess)).toMatchObject({ all: 3, met: ['kinopoisk-guess'] });
    const ofOneSite = each(5, (number) => user(10 + number, `2001:db8:1:${number}::1`));
    expect(await questionsOf(ofOneSite, guess)).toMatchObject({ all: 3, met: ['kinopoisk-guess'] });
    const moving = each(5, (number) => user(1, `198.51.100.${number}`));
    expect((await questionsOf(moving, guess)).all).toBeLessThanOrEqual(3);
    for (let times = 0; times < 50; times += 1) await shares.giveBack(await shares.takeGuess(user(50, '203.0.113.50')));
  });

  it('books questions of newcomers for them, with the owner of each question', () => {
    expect(
      [user(1, '203.0.113.1'), newcomer('n', '203.0.113.1'), stranger('2001:db8:0:1::7')].map((asker) =>
        shares.callOf(asker),
      ),
    ).toEqual([
      { purpose: 'asked', owner: { address: '203.0.113.1', person: expect.stringMatching(/1$/) as string } },
      { purpose: 'newcomer', owner: { address: '203.0.113.1', person: expect.any(String) as string } },
      { purpose: 'newcomer', owner: { address: '2001:db8::/48', person: '2001:db8:0:1::/64' } },
    ]);
  });

  it('gives imports a share for each owner, and newcomers one common share', async () => {
    const take = ({ actor }: Asker) => shares.takeImportCall(actor.kind === 'user' ? actor : aUserActor());
    expect(await questionsOf([user(1, '')], take)).toMatchObject({ all: 20, met: ['kinopoisk-import'] });
    expect(
      await questionsOf(
        each(9, (number) => newcomer(`n${number}`, '')),
        take,
      ),
    ).toMatchObject({ all: 15 });
    expect(await questionsOf([user(2, '')], take)).toMatchObject({ all: 20 });
  });
});
