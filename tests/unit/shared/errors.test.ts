import { describe, expect, it } from 'vitest';
import {
  filmSourceFailures,
  FilmSourceTimeout,
  isFilmSourceFailure,
} from '../../../src/application/films/ports/film-source.ts';
import { TooManyRequests } from '../../../src/application/shared/ports/rate-limiter.ts';
import { StorageUnavailable } from '../../../src/application/shared/ports/storage.ts';
import { UnknownFavoriteGenre } from '../../../src/domain/accounts/user.ts';
import { MovieNotFound } from '../../../src/domain/films/movie.ts';
import { DomainError, refuseFaults, ValidationFailed } from '../../../src/domain/shared/errors.ts';

/** All public fields of an error. */
function told(error: DomainError) {
  const { name, message, kind, code, retryAfterSeconds, cause } = error;
  return { name, message, kind, code, retryAfterSeconds, cause };
}

describe('a domain error', () => {
  it('has a name, a kind and a code', () => {
    expect(told(new MovieNotFound())).toEqual({
      name: 'MovieNotFound',
      message: 'MovieNotFound',
      kind: 'not-found',
      code: 'movie-not-found',
      retryAfterSeconds: undefined,
      cause: undefined,
    });
  });

  it('has its cause and the time to try again', () => {
    const cause = new Error('connection refused');
    expect(told(new StorageUnavailable({ cause, retryAfterSeconds: 2 }))).toEqual({
      name: 'StorageUnavailable',
      message: 'StorageUnavailable',
      kind: 'unavailable',
      code: 'database-unavailable',
      retryAfterSeconds: 2,
      cause,
    });
  });

  it('has no cause by default', () => {
    expect('cause' in new MovieNotFound()).toBe(false);
    expect('cause' in new MovieNotFound({ cause: undefined })).toBe(true);
  });

  it('is an error, a domain error and one of its class', () => {
    const error = new MovieNotFound();
    expect(error).toBeInstanceOf(Error);
    expect(error).toBeInstanceOf(DomainError);
    expect(error).toBeInstanceOf(MovieNotFound);
    expect(error).not.toBeInstanceOf(StorageUnavailable);
  });

  it('has the kind and code of its class', () => {
    const { kind, code } = MovieNotFound;
    expect({ kind, code }).toEqual({ kind: 'not-found', code: 'movie-not-found' });
  });
});

describe('refuseFaults', () => {
  it('throws every fault at once', () => {
    const faults = [
      { field: 'username', code: 'too-short', limit: 3 },
      { field: 'password', code: 'password-common' },
    ] as const;
    expect(() => refuseFaults(faults)).toThrow(
      expect.objectContaining({ name: 'ValidationFailed', kind: 'invalid', code: 'validation-failed', faults }),
    );
    expect(() => refuseFaults(faults)).toThrow(ValidationFailed);
  });

  it('throws nothing without a fault', () => {
    expect(() => refuseFaults([])).not.toThrow();
  });
});

describe('UnknownFavoriteGenre', () => {
  it('is a fault of the field', () => {
    expect(new UnknownFavoriteGenre()).toMatchObject({
      kind: 'invalid',
      code: 'validation-failed',
      faults: [{ field: 'favoriteGenreId', code: 'unknown-genre' }],
    });
  });
});

describe('TooManyRequests', () => {
  it.each([
    [37, 37],
    [1, 1],
    [0, 1],
  ])('with %i seconds left asks to try again in %i', (resetSeconds, retryAfterSeconds) => {
    const state = { policy: 'search', limit: 60, windowSeconds: 60, remaining: 0, resetSeconds } as const;
    expect(new TooManyRequests(state)).toMatchObject({ kind: 'rate-limited', state, retryAfterSeconds });
  });
});

describe('isFilmSourceFailure', () => {
  it.each(filmSourceFailures.map((Failure) => [Failure.code, new Failure()] as const))('knows %s', (_, failure) => {
    expect(isFilmSourceFailure(failure)).toBe(true);
  });

  it.each([
    ['another expected failure', new StorageUnavailable()],
    ['an error of no kind', new Error('kinopoisk-timeout')],
    ['something that looks like one', { ...new FilmSourceTimeout() }],
    ['nothing', undefined],
  ])('is false for %s', (_, error) => {
    expect(isFilmSourceFailure(error)).toBe(false);
  });
});
