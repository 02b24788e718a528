import { beforeEach, describe, expect, it } from 'vitest';
import { FailureCachingFilmSource } from '../../../src/adapters/kinopoisk/failure-caching-film-source.ts';
import type { FilmSource } from '../../../src/application/films/ports/film-source.ts';
import {
  FilmSourceBadAnswer,
  FilmSourceKeyRefused,
  FilmSourceQuotaSpent,
  FilmSourceRateLimited,
  FilmSourceTimeout,
  FilmSourceUnavailable,
} from '../../../src/application/films/ports/film-source.ts';
import type { VoteSource } from '../../../src/application/imports/ports/vote-source.ts';
import { aCard } from '../../builders/film.ts';
import { FixedClock } from '../../fakes/fixed-clock.ts';
import { InMemoryFilmSource } from '../../fakes/in-memory-film-source.ts';

const questions: [string, (source: FilmSource & VoteSource) => Promise<unknown>][] = [
  ['search', (source) => source.search('матрица', 1)],
  ['find', (source) => source.find(301)],
  ['directors', (source) => source.directors(301)],
  ['trailer', (source) => source.trailer(301)],
  ['film by IMDb id', (source) => source.findByImdbId('tt0133093')],
  ['votes', (source) => source.votes(7, 1)],
];

describe('FailureCachingFilmSource', () => {
  let clock: FixedClock;
  let source: InMemoryFilmSource;
  let remembering: FailureCachingFilmSource;

  beforeEach(() => {
    clock = new FixedClock();
    source = new InMemoryFilmSource(clock);
    source.knows(aCard());
    remembering = new FailureCachingFilmSource(source, clock);
  });

  describe.each(questions)('asked for %s', (_, ask) => {
    it.each([new FilmSourceBadAnswer(), new FilmSourceTimeout()])(
      'returns the failure for 5 s: $code',
      async (failure) => {
        source.fails(failure);
        for (const seconds of [0, 2, 2.9]) {
          clock.advanceSeconds(seconds);
          await expect(ask(remembering)).rejects.toBe(failure);
        }
        expect(source.calls).toHaveLength(1);
        source.recovers();
        clock.advanceSeconds(0.2);
        expect(await ask(remembering)).toEqual(await ask(source));
      },
    );

    it.each([
      new FilmSourceQuotaSpent(),
      new FilmSourceRateLimited(),
      new FilmSourceKeyRefused(),
      new FilmSourceUnavailable(),
    ])('asks again after $code, which cost no call', async (refusal) => {
      source.fails(refusal);
      await expect(ask(remembering)).rejects.toBe(refusal);
      source.recovers();
      expect(await ask(remembering)).toEqual(await ask(source));
    });

    it('does not cache answers', async () => {
      await ask(remembering);
      await ask(remembering);
      expect(source.calls).toHaveLength(2);
    });
  });

  it('distinguishes questions', async () => {
    source.fails(new FilmSourceTimeout());
    await expect(remembering.find(301)).rejects.toThrow();
    await expect(remembering.search('301', 1)).rejects.toThrow();
    source.recovers();
    expect(await remembering.find(302)).toBeUndefined();
    expect(await remembering.search('301', 2)).toMatchObject({ total: 0 });
    expect(await remembering.directors(301)).toHaveLength(2);
  });
});
