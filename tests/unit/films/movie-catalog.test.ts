import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { MovieCatalog } from '../../../src/application/films/movie-catalog.ts';
import type { FilmSource } from '../../../src/application/films/ports/film-source.ts';
import {
  FilmSourceBadAnswer,
  filmSourceFailures,
  FilmSourceQuotaSpent,
  FilmSourceTimeout,
} from '../../../src/application/films/ports/film-source.ts';
import type { BackgroundRevalidation } from '../../../src/application/films/upstream/background-revalidation.ts';
import type { SharedWork } from '../../../src/application/shared/ports/as-service.ts';
import { TooManyRequests } from '../../../src/application/shared/ports/rate-limiter.ts';
import type { Movie } from '../../../src/domain/films/movie.ts';
import { MovieNotFound } from '../../../src/domain/films/movie.ts';
import { aCatalog, anAsker } from '../../builders/catalog.ts';
import { aCard, aFilm, aMovie, asFound, withoutEnrichment } from '../../builders/film.ts';
import type { CollectingOperationLog } from '../../fakes/collecting-operation-log.ts';
import type { CountingMetrics } from '../../fakes/counting-metrics.ts';
import { FixedClock } from '../../fakes/fixed-clock.ts';
import { InMemoryFilmSource } from '../../fakes/in-memory-film-source.ts';
import { InMemoryMovieRepository } from '../../fakes/in-memory-movie-repository.ts';

const noon = new Date('2026-11-20T12:00:00.000Z');

let clock: FixedClock;
let movies: InMemoryMovieRepository;
let source: InMemoryFilmSource;
let catalog: MovieCatalog;
let revalidation: BackgroundRevalidation;
let log: CollectingOperationLog;
let metrics: CountingMetrics;
let sharedWork: readonly SharedWork[];

beforeEach(() => {
  clock = new FixedClock();
  movies = new InMemoryMovieRepository();
  source = new InMemoryFilmSource(clock);
  source.knows(aCard());
  ({ catalog, revalidation, log, metrics, shared: sharedWork } = aCatalog({ movies, source, clock, share: 50 }));
});

async function get(kinopoiskId: number, asker = 'alice'): Promise<Movie> {
  return (await catalog.get(kinopoiskId, anAsker(asker))).movie;
}

/** The film from a catalogue with the same stored films and another source. */
async function getFrom(other: FilmSource | undefined, kinopoiskId: number): Promise<Movie> {
  return (await aCatalog({ movies, source: other, clock }).catalog.get(kinopoiskId, anAsker())).movie;
}

describe('MovieCatalog.get of a film known with its card, directors and trailer', () => {
  beforeEach(async () => {
    await movies.save([aCard()]);
  });

  it('answers without a call', async () => {
    expect(await get(301)).toEqual(aMovie());
    expect(source.calls).toEqual([]);
  });

  it('answers without a source', async () => {
    expect(await getFrom(undefined, 301)).toEqual(aMovie());
  });
});

describe('MovieCatalog.get of a film known from a search', () => {
  beforeEach(async () => {
    await movies.save([aFilm()]);
  });

  it('requests everything at once, and stores the results', async () => {
    const movie = aMovie({ fetchedAt: noon });
    expect(await get(301)).toEqual(movie);
    expect(await movies.find(301)).toEqual(movie);
    expect(source.calls.toSorted()).toEqual(['directors 301', 'improving find 301', 'trailer 301']);
  });

  it('asks once', async () => {
    await get(301);
    source.calls.length = 0;
    expect(await get(301)).toEqual(aMovie({ fetchedAt: noon }));
    expect(source.calls).toEqual([]);
  });

  it('has directors and trailer even of a slow card, because they were requested at the same time', async () => {
    source.takesSeconds('find', 3);
    expect(await get(301)).toEqual(aMovie({ fetchedAt: new Date('2026-11-20T12:00:03.000Z') }));
  });

  it.each(filmSourceFailures.map((Failure) => [Failure.code, new Failure()] as const))(
    'answers what is known when the source says %s',
    async (_, failure) => {
      source.fails(failure);
      expect(await get(301)).toEqual(aMovie(asFound));
      expect(await movies.find(301)).toEqual(aMovie(asFound));
    },
  );

  it('returns the stored data if only the card fails', async () => {
    source.fails(new FilmSourceTimeout(), ['find']);
    expect(await get(301)).toEqual(aMovie(asFound));
  });

  it('asks again after a failure', async () => {
    source.fails(new FilmSourceTimeout());
    await get(301);
    source.recovers();
    expect(await get(301)).toEqual(aMovie({ fetchedAt: noon }));
  });

  it('returns the stored data if the source does not know the film', async () => {
    expect(await getFrom(new InMemoryFilmSource(clock), 301)).toEqual(aMovie(asFound));
    expect(await movies.find(301)).toEqual(aMovie(asFound));
  });

  it('returns the stored data without a source', async () => {
    expect(await getFrom(undefined, 301)).toEqual(aMovie(asFound));
  });

  it.each(['find', 'directors', 'trailer'] as const)('does not hide a fault of the service in %s', async (question) => {
    const fault = new TypeError('x is undefined');
    source.fails(fault, [question]);
    await expect(get(301)).rejects.toBe(fault);
    expect(await movies.find(301)).toEqual(aMovie(asFound));
  });
});

describe('MovieCatalog.get of a film known from bundled data, without a card', () => {
  it('requests the card although directors and trailer are known', async () => {
    await movies.save([aCard({ description: null, fetchedAt: null })]);
    expect(await get(301)).toEqual(aMovie({ fetchedAt: noon }));
  });
});

describe('MovieCatalog.get of a film with a card, but without directors and trailer', () => {
  beforeEach(async () => {
    await movies.save([aCard({ directors: undefined, trailerUrl: undefined })]);
  });

  it('returns the card at once, and completes it later', async () => {
    expect(await get(301)).toEqual(aMovie(withoutEnrichment));
    expect(source.calls).toEqual([]);
  });

  it('returns the card without a source', async () => {
    expect(await getFrom(undefined, 301)).toEqual(aMovie(withoutEnrichment));
  });
});

describe('MovieCatalog.enrich', () => {
  it('requests only directors and trailer, and does not change the card', async () => {
    await movies.save([aCard({ directors: undefined, trailerUrl: undefined })]);
    clock.advanceSeconds(3600);
    await catalog.enrich(301);
    expect(await movies.find(301)).toEqual(aMovie());
    expect(source.calls.toSorted()).toEqual(['directors 301', 'trailer 301']);
  });
});

describe('MovieCatalog.get of a film that is not stored', () => {
  it('requests its card first, then directors and trailer, and stores it', async () => {
    const movie = aMovie({ fetchedAt: noon });
    expect(await get(301)).toEqual(movie);
    expect(await movies.find(301)).toEqual(movie);
    expect(source.calls).toEqual(['find 301', 'directors 301', 'trailer 301']);
  });

  it('treats a film without directors and trailer as complete', async () => {
    source.knows(aCard({ directors: [], trailerUrl: null }));
    const movie = aMovie({ directors: [], trailerUrl: null, fetchedAt: noon });
    expect(await get(301)).toEqual(movie);
    source.calls.length = 0;
    expect(await get(301)).toEqual(movie);
    expect(source.calls).toEqual([]);
  });

  it.each([
    [1, true],
    [1.001, false],
  ])('whose card takes %d s is enriched: %s', async (seconds, isEnriched) => {
    source.takesSeconds('find', seconds);
    const fetchedAt = new Date(noon.getTime() + seconds * 1000);
    const movie = aMovie({ fetchedAt, ...(isEnriched ? {} : withoutEnrichment) });
    expect(await get(301)).toEqual(movie);
    expect(await movies.find(301)).toEqual(movie);
    expect(source.calls).toEqual(isEnriched ? ['find 301', 'directors 301', 'trailer 301'] : ['find 301']);
  });

  it.each([
    ['directors', { directors: [] }],
    ['trailer', { trailerUrl: null }],
  ] as const)('is returned without its %s if the source does not return it', async (question, missing) => {
    source.fails(new FilmSourceBadAnswer(), [question]);
    const movie = aMovie({ ...missing, fetchedAt: noon, isEnriched: false });
    expect(await get(301)).toEqual(movie);
    source.recovers();
    await catalog.enrich(301);
    expect(await get(301)).toEqual(aMovie({ fetchedAt: noon }));
  });

  it('is returned with only its card if the source fails to return more', async () => {
    source.fails(new FilmSourceBadAnswer(), ['directors', 'trailer']);
    expect(await get(301)).toEqual(aMovie({ ...withoutEnrichment, fetchedAt: noon }));
  });

  it.each(filmSourceFailures.map((Failure) => [Failure.code, new Failure()] as const))(
    'is not answered when the source says %s',
    async (_, failure) => {
      source.fails(failure);
      await expect(get(301)).rejects.toBe(failure);
      expect(source.calls).toEqual(['find 301']);
      expect(await movies.count()).toBe(0);
    },
  );

  it('is not found if the source does not know it, after one call', async () => {
    await expect(get(302)).rejects.toThrow(new MovieNotFound());
    expect(source.calls).toEqual(['find 302']);
    expect(await movies.count()).toBe(0);
  });

  it('is not found without a source', async () => {
    await expect(getFrom(undefined, 301)).rejects.toThrow(new MovieNotFound());
  });

  it.each(['find', 'directors', 'trailer'] as const)('does not hide a fault of the service in %s', async (question) => {
    const fault = new TypeError('x is undefined');
    source.fails(fault, [question]);
    await expect(get(301)).rejects.toBe(fault);
    expect(await movies.count()).toBe(0);
  });
});

describe('MovieCatalog.get returns the source of the answer', () => {
  it('which is the film source, then its stored answer with the age', async () => {
    expect(await catalog.get(301, anAsker())).toEqual({ movie: aMovie({ fetchedAt: noon }), from: 'kinopoisk' });
    clock.advanceSeconds(90.9);
    expect(await catalog.get(301, anAsker('bob'))).toEqual({
      movie: aMovie({ fetchedAt: noon }),
      from: 'cache',
      ageSeconds: 90,
    });
  });

  it('which is other data of the catalogue', async () => {
    await movies.save([aFilm()]);
    source.fails(new FilmSourceTimeout());
    expect(await catalog.get(301, anAsker())).toEqual({ movie: aMovie(asFound), from: 'catalogue' });
  });

  it('and counts it, even without an answer', async () => {
    await get(301);
    await get(301);
    await get(301);
    await expect(get(302)).rejects.toThrow(new MovieNotFound());
    expect(metrics.counts).toEqual({
      'film_source_answers_total film kinopoisk': 1,
      'film_source_answers_total film cache': 2,
      'film_source_answers_total film nowhere': 1,
    });
  });
});

describe('MovieCatalog.get of a film whose card is old', () => {
  const aMonthSeconds = 30 * 24 * 3600;
  const rated = (rating: number) => aCard({ rating, fetchedAt: noon });

  beforeEach(async () => {
    await movies.save([rated(8.4)]);
    source.knows(rated(9.1));
  });

  it.each([
    ['a film of long ago', 1999, aMonthSeconds],
    ['a film of this year', 2026, 24 * 3600],
    ['a film of last year', 2025, 24 * 3600],
    ['a film of the year before', 2024, aMonthSeconds],
    ['a film of a year to come', 2031, 24 * 3600],
  ])('leaves %s alone while it is fresh', async (_, year, freshSeconds) => {
    await movies.save([aCard({ year, fetchedAt: noon })]);
    source.knows(aCard({ year }));
    clock.advanceSeconds(freshSeconds - 1);
    await get(301);
    await revalidation.stop();
    expect(source.calls).toEqual([]);
  });

  it('returns the stored film at once and fetches the card again in the background, with one call', async () => {
    clock.advanceSeconds(aMonthSeconds);
    expect(await get(301)).toMatchObject({ rating: 8.4, fetchedAt: noon });
    await revalidation.stop();
    expect(source.calls).toEqual(['extra find 301']);
    expect(await get(301)).toEqual(aMovie({ rating: 9.1, fetchedAt: clock.now() }));
    expect(log.records).toEqual([{ operation: 'refreshMovie', status: 'ok', durationMs: 0, actor: 'system' }]);
    expect(sharedWork).toEqual(['revalidation']);
  });

  it('fetches it once, although another request has read the old film before', async () => {
    clock.advanceSeconds(aMonthSeconds);
    const old = await movies.find(301);
    await get(301);
    await expect.poll(() => log.records).toHaveLength(1);
    vi.spyOn(movies, 'find').mockResolvedValueOnce(old);
    await get(301);
    await revalidation.stop();
    expect(log.records).toHaveLength(2);
    expect(source.calls).toEqual(['extra find 301']);
  });

  it('fetches it once for all requests in the meantime', async () => {
    clock.advanceSeconds(aMonthSeconds);
    await Promise.all(Array.from({ length: 20 }, (_, index) => get(301, `person ${index}`)));
    await revalidation.stop();
    expect(source.calls).toEqual(['extra find 301']);
  });

  it('returns the stored film if the source fails, logs it, and tries again later', async () => {
    clock.advanceSeconds(aMonthSeconds);
    source.fails(new FilmSourceTimeout());
    for (let times = 0; times < 3; times++) {
      expect(await get(301)).toMatchObject({ rating: 8.4 });
      await vi.waitFor(() => expect(log.records).toHaveLength(1));
    }
    expect(log.records[0]).toMatchObject({ operation: 'refreshMovie', status: 'kinopoisk-timeout', actor: 'system' });
    source.recovers();
    clock.advanceSeconds(30);
    await get(301);
    await revalidation.stop();
    expect(await movies.find(301)).toMatchObject({ rating: 9.1 });
  });

  it('does not ask again before the quota is renewed', async () => {
    clock.advanceSeconds(aMonthSeconds);
    source.fails(new FilmSourceQuotaSpent({ retryAfterSeconds: 600 }));
    await get(301);
    await vi.waitFor(() => expect(log.records).toHaveLength(1));
    clock.advanceSeconds(599);
    await get(301);
    expect(source.calls).toHaveLength(1);
    clock.advanceSeconds(1);
    await get(301);
    expect(source.calls).toHaveLength(2);
  });

  it('keeps a film that the source no longer has, and asks again after an hour', async () => {
    clock.advanceSeconds(aMonthSeconds);
    const forgetful = new InMemoryFilmSource(clock);
    const other = aCatalog({ movies, source: forgetful, clock });
    for (const seconds of [0, 10, 3599]) {
      clock.advanceSeconds(seconds === 3599 ? 3589 : seconds);
      expect((await other.catalog.get(301, anAsker())).movie).toMatchObject({ rating: 8.4 });
      await vi.waitFor(() => expect(other.log.records).toHaveLength(1 + [0, 10, 3599].indexOf(seconds)));
    }
    expect(forgetful.calls).toEqual(['extra find 301']);
    clock.advanceSeconds(1);
    await other.catalog.get(301, anAsker());
    await other.revalidation.stop();
    expect(forgetful.calls).toEqual(['extra find 301', 'extra find 301']);
  });

  it('logs a fault of the service', async () => {
    clock.advanceSeconds(aMonthSeconds);
    const fault = new TypeError('x is undefined');
    source.fails(fault);
    await get(301);
    await revalidation.stop();
    expect(log.records).toMatchObject([{ operation: 'refreshMovie', status: 'internal-error', cause: fault }]);
  });

  it('fetches nothing after a stop', async () => {
    clock.advanceSeconds(aMonthSeconds);
    await revalidation.stop();
    expect(await get(301)).toMatchObject({ rating: 8.4 });
    expect(source.calls).toEqual([]);
  });

  it('fetches at most four films at once', async () => {
    const ids = [1, 2, 3, 4, 5, 6];
    await movies.save(ids.map((kinopoiskId) => aCard({ kinopoiskId, fetchedAt: noon })));
    clock.advanceSeconds(aMonthSeconds);
    await Promise.all(ids.map((id) => get(id)));
    await revalidation.stop();
    expect(source.calls).toHaveLength(4);
  });
});

describe('MovieCatalog.get of an id that belongs to no film', () => {
  it('asks the source once an hour', async () => {
    for (const seconds of [0, 60, 3539]) {
      clock.advanceSeconds(seconds);
      await expect(get(302)).rejects.toThrow(new MovieNotFound());
    }
    expect(source.calls).toEqual(['find 302']);
    clock.advanceSeconds(1);
    await expect(get(302)).rejects.toThrow(new MovieNotFound());
    expect(source.calls).toEqual(['find 302', 'find 302']);
  });

  it('returns a film from a search without requesting its card again', async () => {
    await movies.save([aFilm({ kinopoiskId: 302 })]);
    for (let times = 0; times < 3; times++)
      expect(await get(302)).toMatchObject({ kinopoiskId: 302, title: 'Матрица' });
    expect(source.calls.filter((call) => call === 'improving find 302')).toHaveLength(1);
  });
});

it('MovieCatalog.get stores answers, for which others may wait, as shared work', async () => {
  await get(301);
  await expect(get(302)).rejects.toThrow(MovieNotFound);
  expect(sharedWork).toEqual(['films', 'films']);
});

describe('MovieCatalog.get of ids that belong to no film', () => {
  const aDay = (limit: number) => ({ limit, windowSeconds: 86_400 });
  const found = (count: number, first: number) => Array.from({ length: count }, (_, index) => first + index);
  const callsOf = () => source.calls.filter((call) => call.startsWith('find')).length;
  const limited = () => aCatalog({ movies, source, clock, limits: { 'kinopoisk-guess': aDay(5) } });

  beforeEach(() => source.knows(...found(60, 1001).map((kinopoiskId) => aCard({ kinopoiskId }))));

  it('asks for a few of many, and says when to try again', async () => {
    const { catalog: strict } = limited();
    const outcomes = await Promise.allSettled(found(40, 9_000_001).map((id) => strict.get(id, anAsker())));
    const reasons = outcomes.map((outcome): unknown => outcome.status === 'rejected' && outcome.reason);
    expect(reasons.filter((reason) => reason instanceof MovieNotFound)).toHaveLength(5);
    expect(reasons.filter((reason) => reason instanceof TooManyRequests)).toHaveLength(35);
    expect(reasons.at(-1)).toMatchObject({ state: { policy: 'kinopoisk-guess' }, retryAfterSeconds: 86_400 });
    expect(callsOf()).toBe(5);
  });

  it('asks for any number of films one after the other, stored ones, and ids in the negative cache', async () => {
    const { catalog: strict } = limited();
    for (const id of found(60, 1001)) expect((await strict.get(id, anAsker())).movie.kinopoiskId).toBe(id);
    for (let times = 0; times < 20; times += 1)
      await expect(strict.get(9_000_001, anAsker())).rejects.toBeInstanceOf(MovieNotFound);
    await expect(strict.get(9_000_002, anAsker())).rejects.toBeInstanceOf(MovieNotFound);
    expect(callsOf()).toBe(62);
  });

  it('does not count ids about which the source gave no answer', async () => {
    const { catalog: strict } = limited();
    source.fails(new FilmSourceTimeout());
    for (const id of found(20, 9_000_001))
      await expect(strict.get(id, anAsker())).rejects.toBeInstanceOf(FilmSourceTimeout);
    source.recovers();
    await expect(strict.get(9_000_001, anAsker())).rejects.toBeInstanceOf(MovieNotFound);
  });

  it('does not ask for ids above the largest one, whoever asks', async () => {
    for (const id of [20_000_001, 2_147_483_647])
      await expect(catalog.get(id, anAsker())).rejects.toBeInstanceOf(MovieNotFound);
    await catalog.learn(20_000_001);
    expect(source.calls).toEqual([]);
  });
});

describe('MovieCatalog.get and newcomers', () => {
  it('makes no user wait for the question of a newcomer, which may be refused', async () => {
    const { catalog: shared } = aCatalog({ movies, source, clock, newForDays: 7 });
    const ofNewcomer = Promise.withResolvers<undefined>();
    const find = vi.spyOn(source, 'find');
    find.mockImplementation((_, call) =>
      call?.purpose === 'newcomer' ? ofNewcomer.promise : Promise.resolve(aCard()),
    );
    const refused = shared.get(301, anAsker('newcomer'));
    await vi.waitFor(() => expect(find).toHaveBeenCalledOnce());
    const users = [1, 2].map((number) => shared.get(301, anAsker(`00000000-0000-7000-8000-00000000000${number}`)));
    expect((await Promise.all(users)).map(({ movie }) => movie.kinopoiskId)).toEqual([301, 301]);
    ofNewcomer.reject(new FilmSourceQuotaSpent());
    await expect(refused).rejects.toBeInstanceOf(FilmSourceQuotaSpent);
    expect(find.mock.calls.map(([, call]) => call?.purpose)).toEqual(['newcomer', 'asked']);
  });
});

describe('MovieCatalog.get and the share of one asker', () => {
  beforeEach(() => {
    source.knows(...Array.from({ length: 200 }, (_, index) => aCard({ kinopoiskId: 1001 + index })));
  });

  it('refuses further questions of that asker, but not of others', async () => {
    for (let film = 0; film < 50; film++) await get(1001 + film);
    await expect(get(1100)).rejects.toBeInstanceOf(TooManyRequests);
    expect((await get(1100, 'bob')).kinopoiskId).toBe(1100);
  });

  it('costs nothing for stored films, and nothing more for equal questions at the same time', async () => {
    await Promise.all(Array.from({ length: 1000 }, () => get(1001)));
    for (let times = 0; times < 100; times++) await get(1001);
    for (let film = 1; film < 50; film++) await get(1001 + film);
    expect(source.calls.filter((call) => call === 'find 1001')).toHaveLength(1);
    await expect(get(1100)).rejects.toBeInstanceOf(TooManyRequests);
  });

  it('still returns films from a search', async () => {
    for (let film = 0; film < 50; film++) await get(1001 + film);
    await movies.save([aFilm({ kinopoiskId: 2000 })]);
    expect(await get(2000)).toMatchObject({ kinopoiskId: 2000, title: 'Матрица' });
  });
});

describe('MovieCatalog.get, asked by many at the same time,', () => {
  function twenty<T>(ask: () => Promise<T>): Promise<T>[] {
    return Array.from({ length: 20 }, ask);
  }

  it('asks the source once for a film', async () => {
    const answers = await Promise.all(twenty(() => get(301)));
    expect(answers).toEqual(answers.map(() => aMovie({ fetchedAt: noon })));
    expect(source.calls).toEqual(['find 301', 'directors 301', 'trailer 301']);
  });

  it('asks the source once for a film that it does not know', async () => {
    const answers = await Promise.allSettled(twenty(() => get(302)));
    expect(answers).toEqual(answers.map(() => ({ status: 'rejected', reason: new MovieNotFound() })));
    expect(source.calls).toEqual(['find 302']);
  });

  it('asks the source separately for every film', async () => {
    source.knows(aCard({ kinopoiskId: 302 }));
    const answers = await Promise.all([get(301), get(302)]);
    expect(answers.map(({ kinopoiskId }) => kinopoiskId)).toEqual([301, 302]);
  });

  it('fails for everybody if the source fails, and asks it again later', async () => {
    const failure = new FilmSourceTimeout();
    source.fails(failure);
    const answers = await Promise.allSettled(twenty(() => get(301)));
    expect(answers).toEqual(answers.map(() => ({ status: 'rejected', reason: failure })));
    expect(source.calls).toEqual(['find 301']);
    source.recovers();
    expect(await get(301)).toEqual(aMovie({ fetchedAt: noon }));
  });
});
