import { beforeEach, describe, expect, it } from 'vitest';
import { quotaOf } from '../../../src/adapters/kinopoisk/kinopoisk-answers.ts';
import { FilmSourceTimeout } from '../../../src/application/films/ports/film-source.ts';
import { LearnQuota } from '../../../src/application/films/upstream/learn-quota.ts';
import { PermissionDenied } from '../../../src/domain/access/actor.ts';
import { aUserActor, operator } from '../../builders/actor.ts';
import { FixedClock } from '../../fakes/fixed-clock.ts';
import { InMemoryApiQuota } from '../../fakes/in-memory-api-quota.ts';
import { InMemoryFilmSource } from '../../fakes/in-memory-film-source.ts';

const calls = (value: number, used: number) => ({ value, used });

describe('the quota that Kinopoisk reports', () => {
  it.each([
    ['a free key, as recorded', { totalQuota: calls(-1, 52), dailyQuota: calls(500, 10) }, { limit: 500, used: 10 }],
    ['no total', { dailyQuota: calls(500, 10), accountType: 'FREE' }, { limit: 500, used: 10 }],
    ['fewer left of the total', { totalQuota: calls(60, 52), dailyQuota: calls(500, 10) }, { limit: 18, used: 10 }],
    ['a total that is spent', { totalQuota: calls(60, 70), dailyQuota: calls(500, 10) }, { limit: 10, used: 10 }],
    ['more used than there were', { dailyQuota: calls(500, 517) }, { limit: 517, used: 517 }],
    ['no limit by the day', { totalQuota: calls(100, 52), dailyQuota: calls(-1, 10) }, { limit: 58, used: 10 }],
    ['no limit at all', { totalQuota: calls(-1, 52), dailyQuota: calls(-1, 10) }, undefined],
    ['a broken total', { totalQuota: 'much', dailyQuota: calls(500, 10) }, { limit: 500, used: 10 }],
    ['absurd numbers', { dailyQuota: calls(2 ** 52, 2 ** 40) }, { limit: 2 ** 31 - 1, used: 2 ** 31 - 1 }],
  ])('is read from %s', (_, answer, quota) => {
    expect(quotaOf(answer)).toEqual(quota);
  });

  it.for([null, [], 7, 'text', {}, { dailyQuota: null }, { dailyQuota: { value: '500', used: 1 } }])(
    'is not read from %j',
    (answer) => {
      expect(quotaOf(answer)).toBeUndefined();
    },
  );
});

describe('LearnQuota', () => {
  const clock = new FixedClock();
  let source: InMemoryFilmSource;
  let budget: InMemoryApiQuota;
  beforeEach(() => {
    source = new InMemoryFilmSource(clock);
    budget = new InMemoryApiQuota(500);
  });

  it('stores the count of the source', async () => {
    source.reportedQuota = { limit: 100, used: 52 };
    await new LearnQuota(source, budget, clock).execute(operator);
    expect(await budget.quota(clock.now())).toEqual({ limit: 100, used: 52 });
  });

  it('changes nothing if the source reports nothing, or there is no source', async () => {
    await new LearnQuota(source, budget, clock).execute(operator);
    await new LearnQuota(undefined, budget, clock).execute(operator);
    expect(await budget.quota(clock.now())).toEqual({ limit: 500, used: 0 });
  });

  it('fails with the source, and is only for the service itself', async () => {
    const failure = new FilmSourceTimeout();
    source.quota = () => Promise.reject(failure);
    await expect(new LearnQuota(source, budget, clock).execute(operator)).rejects.toBe(failure);
    await expect(new LearnQuota(source, budget, clock).execute(aUserActor())).rejects.toThrow(new PermissionDenied());
  });
});
