import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  FilmSourceQuotaSpent,
  FilmSourceRateLimited,
  FilmSourceTimeout,
} from '../../../src/application/films/ports/film-source.ts';
import { CallShares } from '../../../src/application/films/upstream/call-shares.ts';
import { CoalescedQuestions } from '../../../src/application/films/upstream/coalesced-questions.ts';
import { TooManyRequests } from '../../../src/application/shared/ports/rate-limiter.ts';
import { StorageUnavailable } from '../../../src/application/shared/ports/storage.ts';
import { anAsker, limitsWith } from '../../builders/catalog.ts';
import { FixedClock } from '../../fakes/fixed-clock.ts';
import { InMemoryRateLimiter } from '../../fakes/in-memory-rate-limiter.ts';

describe('CoalescedQuestions', () => {
  let asked: CoalescedQuestions<string>;
  /** One person may have three unanswered questions here. */
  let few: CoalescedQuestions<string>;
  let limiter: InMemoryRateLimiter;
  /** Calls to the source, oldest first. A test resolves or rejects them. */
  let calls: PromiseWithResolvers<string>[];

  const clock = new FixedClock();

  beforeEach(() => {
    limiter = new InMemoryRateLimiter(clock, limitsWith({ kinopoisk: { limit: 2, windowSeconds: 86_400 } }));
    asked = new CoalescedQuestions(new CallShares(limiter, clock, 0), 40);
    calls = [];
    few = new CoalescedQuestions(new CallShares(new InMemoryRateLimiter(clock, limitsWith({})), clock, 0), 3);
  });

  const asking = {
    fetch: () => {
      const answer = Promise.withResolvers<string>();
      calls.push(answer);
      return answer.promise;
    },
  };
  const ask = (question: string, asker: string) => asked.ask(question, anAsker(asker), asking);

  it('asks a question once for all who send it at the same time', async () => {
    const answers = [ask('film 1', 'alice'), ask('film 1', 'bob'), ask('film 1', 'alice')];
    await vi.waitFor(() => expect(calls).toHaveLength(1));
    answers.push(ask('film 1', 'carol'));
    calls[0]?.resolve('Матрица');
    expect(await Promise.all(answers)).toEqual(answers.map(() => 'Матрица'));
    expect(calls).toHaveLength(1);
  });

  it('takes one point for a question that one asker sends a thousand times at once', async () => {
    const answers = Array.from({ length: 1000 }, () => ask('film 1', 'alice'));
    await vi.waitFor(() => expect(calls).toHaveLength(1));
    calls[0]?.resolve('Матрица');
    await Promise.all(answers);
    expect((await limiter.consume('kinopoisk', 'alice')).remaining).toBe(0);
  });

  it('refuses a new question of an asker whose share is used up, but answers one that others have asked', async () => {
    for (const question of ['film 1', 'film 2']) {
      const answer = ask(question, 'alice');
      await vi.waitFor(() => expect(calls).toHaveLength(1));
      calls.pop()?.resolve('there it is');
      await answer;
    }
    await expect(ask('film 3', 'alice')).rejects.toBeInstanceOf(TooManyRequests);
    const ofBob = ask('film 3', 'bob');
    await vi.waitFor(() => expect(calls).toHaveLength(1));
    const ofAlice = ask('film 3', 'alice');
    calls[0]?.resolve('Сталкер');
    expect(await Promise.all([ofBob, ofAlice])).toEqual(['Сталкер', 'Сталкер']);
  });

  it('asks for one person although another was refused the same question', async () => {
    await limiter.consume('kinopoisk', 'alice');
    await limiter.consume('kinopoisk', 'alice');
    const ofAlice = ask('film 1', 'alice');
    const ofBob = ask('film 1', 'bob');
    await expect(ofAlice).rejects.toBeInstanceOf(TooManyRequests);
    await vi.waitFor(() => expect(calls).toHaveLength(1));
    calls[0]?.resolve('Матрица');
    expect(await ofBob).toBe('Матрица');
  });

  it('tells everybody that the source failed', async () => {
    const answers = [ask('film 1', 'alice'), ask('film 1', 'bob')];
    await vi.waitFor(() => expect(calls).toHaveLength(1));
    const failure = new Error('no answer');
    const settled = Promise.allSettled(answers);
    calls[0]?.reject(failure);
    await settled;
    expect(await Promise.allSettled(answers)).toEqual(answers.map(() => ({ status: 'rejected', reason: failure })));
  });

  it('asks a question again, once for all who waited, if its first asker had too many questions', async () => {
    const ofAlice = ask('film 1', 'alice');
    await vi.waitFor(() => expect(calls).toHaveLength(1));
    const others = [ask('film 1', 'bob'), ask('film 1', 'carol')];
    const refused = new FilmSourceRateLimited({ retryAfterSeconds: 2 });
    const settled = Promise.allSettled([ofAlice]);
    calls[0]?.reject(refused);
    expect(await settled).toEqual([{ status: 'rejected', reason: refused }]);
    await vi.waitFor(() => expect(calls).toHaveLength(2));
    calls[1]?.resolve('Матрица');
    expect(await Promise.all(others)).toEqual(['Матрица', 'Матрица']);
  });

  it('refuses too many questions of one person, and none of other people', async () => {
    const [first] = Array.from({ length: 3 }, (_, at) => few.ask(`film ${at}`, anAsker('alice'), asking));
    await vi.waitFor(() => expect(calls).toHaveLength(3));
    await expect(few.ask('film 9', anAsker('alice'), asking)).rejects.toBeInstanceOf(FilmSourceRateLimited);
    const ofBob = few.ask('film 9', anAsker('bob'), asking);
    await vi.waitFor(() => expect(calls).toHaveLength(4));
    for (const answer of calls) answer.resolve('there it is');
    expect(await Promise.all([first, ofBob])).toEqual(['there it is', 'there it is']);
  });

  it.each([
    ['is free when it was refused without a call', new FilmSourceQuotaSpent({ retryAfterSeconds: 60 }), 2],
    ['is paid for when a call was made for nothing', new FilmSourceTimeout(), 1],
    ['is paid for when what was answered cannot be stored', new StorageUnavailable(), 1],
  ])('%s', async (_, failure, left) => {
    const answers = Array.from({ length: 5 }, () => ask('film 1', 'alice'));
    await vi.waitFor(() => expect(calls).toHaveLength(1));
    const settled = Promise.allSettled(answers);
    calls[0]?.reject(failure);
    await settled;
    for (const answer of answers) await expect(answer).rejects.toBe(failure);
    expect((await limiter.consume('kinopoisk', 'alice')).remaining).toBe(left - 1);
  });

  it('refunds one guess for the id of a film, however often one asker has sent it at once', async () => {
    const guesses = new InMemoryRateLimiter(
      clock,
      limitsWith({ 'kinopoisk-guess': { limit: 9, windowSeconds: 86_400 } }),
    );
    const guessing = new CoalescedQuestions<string>(new CallShares(guesses, clock, 0), 40);
    for (let times = 0; times < 5; times += 1) await guesses.consume('kinopoisk-guess', 'alice');
    const answers = Array.from({ length: 4 }, () =>
      guessing.ask('film 1', anAsker('alice'), { ...asking, isInVain: () => false }),
    );
    await vi.waitFor(() => expect(calls).toHaveLength(1));
    calls[0]?.resolve('Матрица');
    await Promise.all(answers);
    expect((await guesses.consume('kinopoisk-guess', 'alice')).remaining).toBe(3);
  });

  it('refunds one point for a refused question, however often one asker has sent it at once', async () => {
    await limiter.consume('kinopoisk', 'alice');
    const answers = Array.from({ length: 5 }, () => ask('film 1', 'alice'));
    await vi.waitFor(() => expect(calls).toHaveLength(1));
    const settled = Promise.allSettled(answers);
    calls[0]?.reject(new FilmSourceRateLimited({ retryAfterSeconds: 2 }));
    await settled;
    expect((await limiter.consume('kinopoisk', 'alice')).remaining).toBe(0);
  });
});
