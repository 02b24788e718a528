import { beforeEach, describe, expect, it } from 'vitest';
import { MovieCatalog } from '../../src/application/movie-catalog.ts';
import {
  FilmSourceBadAnswer,
  filmSourceFailures,
  FilmSourceQuotaSpent,
  FilmSourceTimeout,
} from '../../src/application/ports/film-source.ts';
import { MovieNotFound, unknownFilm } from '../../src/domain/movie.ts';
import { aCard, aFilm, aMovie } from '../builders/film.ts';
import { FixedClock } from '../fakes/fixed-clock.ts';
import { InMemoryFilmSource } from '../fakes/in-memory-film-source.ts';
import { InMemoryMovieRepository } from '../fakes/in-memory-movie-repository.ts';

const noon = new Date('2026-11-20T12:00:00.000Z');

/** The Matrix as a card alone makes it known, without directors and trailer. */
const withoutEnrichment = { directors: [], trailerUrl: null, isEnriched: false };

/** The Matrix as {@link aFilm} alone makes it known. */
const asFound = {
  ...withoutEnrichment,
  description: null,
  ratingImdb: null,
  countries: [],
  lengthMinutes: null,
  ageLimit: null,
  type: null,
  imdbId: null,
  posterUrl: null,
  posterPreviewUrl: null,
  fetchedAt: null,
};

let clock: FixedClock;
let movies: InMemoryMovieRepository;
let source: InMemoryFilmSource;
let catalog: MovieCatalog;

beforeEach(() => {
  clock = new FixedClock();
  movies = new InMemoryMovieRepository();
  source = new InMemoryFilmSource(clock);
  source.knows(aCard());
  catalog = new MovieCatalog(movies, source, clock);
});

describe('MovieCatalog.get of a film known with its card, directors and trailer', () => {
  beforeEach(async () => {
    await movies.save([aCard()]);
  });

  it('answers without asking the source', async () => {
    expect(await catalog.get(301)).toEqual(aMovie());
    expect(source.calls).toEqual([]);
  });

  it('answers without a source', async () => {
    expect(await new MovieCatalog(movies, undefined, clock).get(301)).toEqual(aMovie());
  });
});

describe('MovieCatalog.get of a film known from a search', () => {
  beforeEach(async () => {
    await movies.save([aFilm()]);
  });

  it('asks for everything at once, and stores what comes', async () => {
    const movie = aMovie({ fetchedAt: noon });
    expect(await catalog.get(301)).toEqual(movie);
    expect(await movies.find(301)).toEqual(movie);
    expect(source.calls.toSorted()).toEqual(['directors 301', 'find 301', 'trailer 301']);
  });

  it('asks once', async () => {
    await catalog.get(301);
    source.calls.length = 0;
    expect(await catalog.get(301)).toEqual(aMovie({ fetchedAt: noon }));
    expect(source.calls).toEqual([]);
  });

  it('knows directors and trailer also of a slow card, for they were asked beside it', async () => {
    source.takesSeconds('find', 3);
    expect(await catalog.get(301)).toEqual(aMovie({ fetchedAt: new Date('2026-11-20T12:00:03.000Z') }));
  });

  it.each(filmSourceFailures.map((Failure) => [Failure.code, new Failure()] as const))(
    'answers what is known when the source says %s',
    async (_, failure) => {
      source.fails(failure);
      expect(await catalog.get(301)).toEqual(aMovie(asFound));
      expect(await movies.find(301)).toEqual(aMovie(asFound));
    },
  );

  it('answers what is known when only the card fails', async () => {
    source.fails(new FilmSourceTimeout(), ['find']);
    expect(await catalog.get(301)).toEqual(aMovie(asFound));
  });

  it('asks again after a failure', async () => {
    source.fails(new FilmSourceTimeout());
    await catalog.get(301);
    source.recovers();
    expect(await catalog.get(301)).toEqual(aMovie({ fetchedAt: noon }));
  });

  it('answers what is known when the source does not know the film', async () => {
    const forgetful = new MovieCatalog(movies, new InMemoryFilmSource(clock), clock);
    expect(await forgetful.get(301)).toEqual(aMovie(asFound));
    expect(await movies.find(301)).toEqual(aMovie(asFound));
  });

  it('answers what is known without a source', async () => {
    expect(await new MovieCatalog(movies, undefined, clock).get(301)).toEqual(aMovie(asFound));
  });

  it.each(['find', 'directors', 'trailer'] as const)('does not hide a fault of the service in %s', async (question) => {
    const fault = new TypeError('x is undefined');
    source.fails(fault, [question]);
    await expect(catalog.get(301)).rejects.toBe(fault);
    expect(await movies.find(301)).toEqual(aMovie(asFound));
  });
});

describe('MovieCatalog.get of a film known from bundled data, without a card', () => {
  it('asks for the card although directors and trailer are known', async () => {
    await movies.save([aCard({ description: null, fetchedAt: null })]);
    expect(await catalog.get(301)).toEqual(aMovie({ fetchedAt: noon }));
  });
});

describe('MovieCatalog.get of a film whose card came without directors and trailer', () => {
  beforeEach(async () => {
    await movies.save([aCard({ directors: undefined, trailerUrl: undefined })]);
  });

  it('answers the card at once: completing it is for later', async () => {
    expect(await catalog.get(301)).toEqual(aMovie(withoutEnrichment));
    expect(source.calls).toEqual([]);
  });

  it('answers the card without a source', async () => {
    expect(await new MovieCatalog(movies, undefined, clock).get(301)).toEqual(aMovie(withoutEnrichment));
  });
});

describe('MovieCatalog.enrich', () => {
  it('asks for directors and trailer only, and keeps the card as it is', async () => {
    await movies.save([aCard({ directors: undefined, trailerUrl: undefined })]);
    clock.advanceSeconds(3600);
    await catalog.enrich(301);
    expect(await movies.find(301)).toEqual(aMovie());
    expect(source.calls.toSorted()).toEqual(['directors 301', 'trailer 301']);
  });
});

describe('MovieCatalog.get of a film nobody has seen', () => {
  it('asks for its card first, then for directors and trailer, and stores it', async () => {
    const movie = aMovie({ fetchedAt: noon });
    expect(await catalog.get(301)).toEqual(movie);
    expect(await movies.find(301)).toEqual(movie);
    expect(source.calls).toEqual(['find 301', 'directors 301', 'trailer 301']);
  });

  it('takes a film without directors and trailer for complete', async () => {
    source.knows(aCard({ directors: [], trailerUrl: null }));
    const movie = aMovie({ directors: [], trailerUrl: null, fetchedAt: noon });
    expect(await catalog.get(301)).toEqual(movie);
    source.calls.length = 0;
    expect(await catalog.get(301)).toEqual(movie);
    expect(source.calls).toEqual([]);
  });

  it.each([
    [1, true],
    [1.001, false],
  ])('whose card takes %d s is enriched: %s', async (seconds, isEnriched) => {
    source.takesSeconds('find', seconds);
    const fetchedAt = new Date(noon.getTime() + seconds * 1000);
    const movie = aMovie({ fetchedAt, ...(isEnriched ? {} : withoutEnrichment) });
    expect(await catalog.get(301)).toEqual(movie);
    expect(await movies.find(301)).toEqual(movie);
    expect(source.calls).toEqual(isEnriched ? ['find 301', 'directors 301', 'trailer 301'] : ['find 301']);
  });

  it.each([
    ['directors', { directors: [] }],
    ['trailer', { trailerUrl: null }],
  ] as const)('is answered without its %s when the source fails to say', async (question, missing) => {
    source.fails(new FilmSourceBadAnswer(), [question]);
    const movie = aMovie({ ...missing, fetchedAt: noon, isEnriched: false });
    expect(await catalog.get(301)).toEqual(movie);
    source.recovers();
    await catalog.enrich(301);
    expect(await catalog.get(301)).toEqual(aMovie({ fetchedAt: noon }));
  });

  it('is answered as its card alone when the source fails to say more', async () => {
    source.fails(new FilmSourceBadAnswer(), ['directors', 'trailer']);
    expect(await catalog.get(301)).toEqual(aMovie({ ...withoutEnrichment, fetchedAt: noon }));
  });

  it.each(filmSourceFailures.map((Failure) => [Failure.code, new Failure()] as const))(
    'is not answered when the source says %s',
    async (_, failure) => {
      source.fails(failure);
      await expect(catalog.get(301)).rejects.toBe(failure);
      expect(source.calls).toEqual(['find 301']);
      expect(await movies.count()).toBe(0);
    },
  );

  it('is not found when the source does not know it, for the price of one question', async () => {
    await expect(catalog.get(302)).rejects.toThrow(new MovieNotFound());
    expect(source.calls).toEqual(['find 302']);
    expect(await movies.count()).toBe(0);
  });

  it('is not found without a source', async () => {
    await expect(new MovieCatalog(movies, undefined, clock).get(301)).rejects.toThrow(new MovieNotFound());
  });

  it.each(['find', 'directors', 'trailer'] as const)('does not hide a fault of the service in %s', async (question) => {
    const fault = new TypeError('x is undefined');
    source.fails(fault, [question]);
    await expect(catalog.get(301)).rejects.toBe(fault);
    expect(await movies.count()).toBe(0);
  });
});

describe('MovieCatalog.search', () => {
  const reloaded = { kinopoiskId: 302, nameRu: 'Матрица: Перезагрузка', nameOriginal: 'The Matrix Reloaded' };

  it('answers what the source finds, in its order, and stores it', async () => {
    source = new InMemoryFilmSource(clock);
    source.knows(aFilm(reloaded), aFilm());
    const found = await new MovieCatalog(movies, source, clock).search('матрица', 1);
    const first = aMovie({
      ...asFound,
      kinopoiskId: 302,
      title: 'Матрица: Перезагрузка',
      originalTitle: 'The Matrix Reloaded',
      webUrl: 'https://www.kinopoisk.ru/film/302/',
    });
    const second = aMovie(asFound);
    expect(found).toEqual({ movies: [first, second], total: 2, from: 'kinopoisk' });
    expect([await movies.find(302), await movies.find(301)]).toEqual([first, second]);
    expect(source.calls).toEqual(['search матрица, page 1']);
  });

  it('says of a film that was seen before all that is known of it', async () => {
    await movies.save([aCard()]);
    expect(await catalog.search('matrix', 1)).toEqual({ movies: [aMovie()], total: 1, from: 'kinopoisk' });
  });

  it('turns the pages of the source, and tells how many films there are in all', async () => {
    source = new InMemoryFilmSource(clock);
    source.knows(...Array.from({ length: 45 }, (_, index) => aFilm({ kinopoiskId: 1001 + index })));
    const found = await new MovieCatalog(movies, source, clock).search('матрица', 3);
    expect({ ...found, movies: found.movies.map(({ kinopoiskId }) => kinopoiskId) }).toEqual({
      movies: [1041, 1042, 1043, 1044, 1045],
      total: 45,
      from: 'kinopoisk',
    });
    expect(await movies.count()).toBe(5);
  });

  it('does not turn to the catalogue when the source finds nothing', async () => {
    await movies.save([aFilm({ kinopoiskId: 5, nameRu: 'Сталкер', nameOriginal: null })]);
    expect(await catalog.search('сталкер', 1)).toEqual({ movies: [], total: 0, from: 'kinopoisk' });
  });

  describe.each(filmSourceFailures.map((Failure) => [Failure.code, new Failure()] as const))(
    'when the source says %s',
    (_, failure) => {
      beforeEach(() => {
        source.fails(failure);
      });

      it('answers from the catalogue', async () => {
        await movies.save([aCard(), { ...unknownFilm(5), nameRu: 'Сталкер' }]);
        expect(await catalog.search('матрица', 1)).toEqual({ movies: [aMovie()], total: 1, from: 'catalogue' });
      });

      it('fails with that when nothing in the catalogue fits', async () => {
        await movies.save([{ ...unknownFilm(5), nameRu: 'Сталкер' }]);
        await expect(catalog.search('матрица', 1)).rejects.toBe(failure);
      });
    },
  );

  it('turns the pages of the catalogue as it does those of the source', async () => {
    source.fails(new FilmSourceQuotaSpent());
    await movies.save(Array.from({ length: 45 }, (_, index) => aFilm({ kinopoiskId: 1001 + index })));
    const pages = [await catalog.search('матрица', 3), await catalog.search('матрица', 4)];
    expect(pages.map((page) => ({ ...page, movies: page.movies.map(({ kinopoiskId }) => kinopoiskId) }))).toEqual([
      { movies: [1041, 1042, 1043, 1044, 1045], total: 45, from: 'catalogue' },
      { movies: [], total: 45, from: 'catalogue' },
    ]);
  });

  it('does not hide a fault of the service', async () => {
    await movies.save([aCard()]);
    const fault = new TypeError('x is undefined');
    source.fails(fault);
    await expect(catalog.search('матрица', 1)).rejects.toBe(fault);
  });

  it('answers from the catalogue without a source, also when nothing fits', async () => {
    await movies.save([aCard()]);
    const alone = new MovieCatalog(movies, undefined, clock);
    expect(await alone.search('матрица', 1)).toEqual({ movies: [aMovie()], total: 1, from: 'catalogue' });
    expect(await alone.search('сталкер', 1)).toEqual({ movies: [], total: 0, from: 'catalogue' });
  });
});

describe('MovieCatalog, asked by many at the same time,', () => {
  function twenty<T>(ask: () => Promise<T>): Promise<T>[] {
    return Array.from({ length: 20 }, ask);
  }

  it('asks the source once for a film', async () => {
    const answers = await Promise.all(twenty(() => catalog.get(301)));
    expect(answers).toEqual(answers.map(() => aMovie({ fetchedAt: noon })));
    expect(source.calls).toEqual(['find 301', 'directors 301', 'trailer 301']);
  });

  it('asks the source once for a film that it does not know', async () => {
    const answers = await Promise.allSettled(twenty(() => catalog.get(302)));
    expect(answers).toEqual(answers.map(() => ({ status: 'rejected', reason: new MovieNotFound() })));
    expect(source.calls).toEqual(['find 302']);
  });

  it('asks the source for every film of its own', async () => {
    source.knows(aCard({ kinopoiskId: 302 }));
    const answers = await Promise.all([catalog.get(301), catalog.get(302)]);
    expect(answers.map(({ kinopoiskId }) => kinopoiskId)).toEqual([301, 302]);
  });

  it('tells everybody that the source failed, and asks it again later', async () => {
    const failure = new FilmSourceTimeout();
    source.fails(failure);
    const answers = await Promise.allSettled(twenty(() => catalog.get(301)));
    expect(answers).toEqual(answers.map(() => ({ status: 'rejected', reason: failure })));
    expect(source.calls).toEqual(['find 301']);
    source.recovers();
    expect(await catalog.get(301)).toEqual(aMovie({ fetchedAt: noon }));
  });

  it('asks the source once for a page of a search', async () => {
    const answers = await Promise.all(twenty(() => catalog.search('матрица', 1)));
    const found = aMovie({ ...withoutEnrichment, fetchedAt: null });
    expect(answers).toEqual(answers.map(() => ({ movies: [found], total: 1, from: 'kinopoisk' })));
    expect(source.calls).toEqual(['search матрица, page 1']);
  });

  it('asks the source for every page and for all words of its own', async () => {
    await Promise.all([catalog.search('матрица', 1), catalog.search('матрица', 2), catalog.search('matrix', 1)]);
    expect(source.calls).toEqual(['search матрица, page 1', 'search матрица, page 2', 'search matrix, page 1']);
  });

  it('answers everybody from the catalogue when the search fails', async () => {
    await movies.save([aCard()]);
    source.fails(new FilmSourceTimeout());
    const answers = await Promise.all(twenty(() => catalog.search('матрица', 1)));
    expect(answers).toEqual(answers.map(() => ({ movies: [aMovie()], total: 1, from: 'catalogue' })));
    expect(source.calls).toEqual(['search матрица, page 1']);
  });
});
