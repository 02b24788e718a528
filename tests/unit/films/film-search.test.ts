import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { FilmSearch, FoundMovies } from '../../../src/application/films/film-search.ts';
import {
  filmSourceFailures,
  FilmSourceQuotaSpent,
  FilmSourceTimeout,
} from '../../../src/application/films/ports/film-source.ts';
import type { BackgroundRevalidation } from '../../../src/application/films/upstream/background-revalidation.ts';
import type { SharedWork } from '../../../src/application/shared/ports/as-service.ts';
import { TooManyRequests } from '../../../src/application/shared/ports/rate-limiter.ts';
import { unknownFilm } from '../../../src/domain/films/movie.ts';
import { searchQuery } from '../../../src/domain/films/search-query.ts';
import { aCatalog, anAsker } from '../../builders/catalog.ts';
import { aCard, aFilm, aMovie, asFound, withoutEnrichment } from '../../builders/film.ts';
import type { CollectingOperationLog } from '../../fakes/collecting-operation-log.ts';
import type { CountingMetrics } from '../../fakes/counting-metrics.ts';
import { FixedClock } from '../../fakes/fixed-clock.ts';
import { InMemoryFilmSource } from '../../fakes/in-memory-film-source.ts';
import { InMemoryMovieRepository } from '../../fakes/in-memory-movie-repository.ts';

const HOUR_SECONDS = 3600;

let clock: FixedClock;
let movies: InMemoryMovieRepository;
let source: InMemoryFilmSource;
let search: FilmSearch;
let revalidation: BackgroundRevalidation;
let log: CollectingOperationLog;
let metrics: CountingMetrics;
let shared: readonly SharedWork[];

beforeEach(() => {
  clock = new FixedClock();
  movies = new InMemoryMovieRepository();
  source = new InMemoryFilmSource(clock);
  source.knows(aCard());
  ({ search, revalidation, log, metrics, shared } = aCatalog({ movies, source, clock, share: 50 }));
});

function find(words: string, page: number, asker = 'alice'): Promise<FoundMovies> {
  return search.search(words, page, anAsker(asker));
}

describe('FilmSearch', () => {
  const reloaded = { kinopoiskId: 302, nameRu: 'Матрица: Перезагрузка', nameOriginal: 'The Matrix Reloaded' };

  it('returns the films of the source in its order, and stores them', async () => {
    source = new InMemoryFilmSource(clock);
    source.knows(aFilm(reloaded), aFilm());
    const found = await aCatalog({ movies, source, clock }).search.search('матрица', 1, anAsker());
    const first = aMovie({
      ...asFound,
      kinopoiskId: 302,
      title: 'Матрица: Перезагрузка',
      originalTitle: 'The Matrix Reloaded',
    });
    const second = aMovie(asFound);
    expect(found).toEqual({ movies: [first, second], total: 2, from: 'kinopoisk' });
    expect([await movies.find(302), await movies.find(301)]).toEqual([first, second]);
    expect(source.calls).toEqual(['search матрица, page 1']);
  });

  it('returns all stored data of a known film', async () => {
    await movies.save([aCard()]);
    expect(await find('matrix', 1)).toEqual({ movies: [aMovie()], total: 1, from: 'kinopoisk' });
  });

  it('returns pages of the source, with the total number of films', async () => {
    source = new InMemoryFilmSource(clock);
    source.knows(...Array.from({ length: 45 }, (_, index) => aFilm({ kinopoiskId: 1001 + index })));
    const found = await aCatalog({ movies, source, clock }).search.search('матрица', 3, anAsker());
    expect({ ...found, movies: found.movies.map(({ kinopoiskId }) => kinopoiskId) }).toEqual({
      movies: [1041, 1042, 1043, 1044, 1045],
      total: 45,
      from: 'kinopoisk',
    });
    expect(await movies.count()).toBe(5);
  });

  it('does not search the catalogue when the source finds nothing', async () => {
    await movies.save([aFilm({ kinopoiskId: 5, nameRu: 'Сталкер', nameOriginal: null })]);
    expect(await find('сталкер', 1)).toEqual({ movies: [], total: 0, from: 'kinopoisk' });
  });

  it('shows a film that the catalogue has learned of since the source found nothing', async () => {
    expect(await find('сталкер', 1)).toMatchObject({ total: 0, from: 'kinopoisk' });
    await movies.save([aFilm({ kinopoiskId: 5, nameRu: 'Сталкер', nameOriginal: null })]);
    expect(await find('сталкер', 1)).toMatchObject({ movies: [{ kinopoiskId: 5 }], from: 'catalogue' });
  });

  it.each([
    ['vfnhbwf', 'which the catalogue knows, or not', false],
    ['ьфекшч', 'which the catalogue knows', true],
  ])('asks the source once for %s in the other keyboard layout, %s', async (typed, _, isKnown) => {
    if (isKnown) await movies.save([aCard()]);
    expect((await find(typed, 1)).movies.map(({ kinopoiskId }) => kinopoiskId)).toEqual([301]);
    const words = isKnown ? 'matrix' : 'матрица';
    expect(source.calls).toEqual([`${isKnown ? 'improving ' : ''}search ${words}, page 1`]);
    // Both are the same question.
    expect((await find(words, 1)).from).toBe('cache');
    expect((await find(typed, 1)).from).toBe('cache');
    expect(source.calls).toHaveLength(1);
  });

  it('sends the typed words if neither layout has a meaning', async () => {
    await find('abcde', 1);
    expect(source.calls).toEqual(['search abcde, page 1']);
  });

  it('finds films in the catalogue in a spelling that the source does not find', async () => {
    await movies.save([aFilm({ kinopoiskId: 5, nameRu: 'Т-34', nameOriginal: null })]);
    for (let times = 0; times < 2; times += 1)
      expect(await find('т34', 1)).toMatchObject({ movies: [{ kinopoiskId: 5 }], total: 1, from: 'catalogue' });
    expect(source.calls).toEqual(['search т34, page 1']);
  });

  it('sends a number sign as typed', async () => {
    await find('Палата №6', 1);
    expect(source.calls).toEqual(['search палата №6, page 1']);
  });

  describe.each(filmSourceFailures.map((Failure) => [Failure.code, new Failure()] as const))(
    'when the source says %s',
    (_, failure) => {
      beforeEach(() => {
        source.fails(failure);
      });

      it('answers from the catalogue', async () => {
        await movies.save([aCard(), { ...unknownFilm(5), nameRu: 'Сталкер' }]);
        expect(await find('матрица', 1)).toEqual({ movies: [aMovie()], total: 1, from: 'catalogue' });
      });

      it('fails with the failure of the source if nothing in the catalogue matches', async () => {
        await movies.save([{ ...unknownFilm(5), nameRu: 'Сталкер' }]);
        await expect(find('матрица', 1)).rejects.toBe(failure);
      });
    },
  );

  it('returns pages of the catalogue like those of the source', async () => {
    source.fails(new FilmSourceQuotaSpent());
    await movies.save(Array.from({ length: 45 }, (_, index) => aFilm({ kinopoiskId: 1001 + index })));
    const pages = [await find('матрица', 3), await find('матрица', 4)];
    expect(pages.map((page) => ({ ...page, movies: page.movies.map(({ kinopoiskId }) => kinopoiskId) }))).toEqual([
      { movies: [1041, 1042, 1043, 1044, 1045], total: 45, from: 'catalogue' },
      { movies: [], total: 45, from: 'catalogue' },
    ]);
  });

  it('does not hide a fault of the service', async () => {
    await movies.save([aCard()]);
    const fault = new TypeError('x is undefined');
    source.fails(fault);
    await expect(find('матрица', 1)).rejects.toBe(fault);
  });

  it('answers from the catalogue without a source, even if nothing matches', async () => {
    await movies.save([aCard()]);
    const { search: alone } = aCatalog({ movies, source: undefined, clock });
    expect(await alone.search('матрица', 1, anAsker())).toEqual({ movies: [aMovie()], total: 1, from: 'catalogue' });
    expect(await alone.search('сталкер', 1, anAsker())).toEqual({ movies: [], total: 0, from: 'catalogue' });
  });
});

describe('FilmSearch for a repeated search', () => {
  const found = aMovie({ ...withoutEnrichment, fetchedAt: null });

  beforeEach(async () => {
    await find('матрица', 1);
    source.calls.length = 0;
  });

  it('answers for a day without a call, with the age of the answer', async () => {
    clock.advanceSeconds(24 * HOUR_SECONDS - 1);
    expect(await find('матрица', 1, 'bob')).toEqual({
      movies: [found],
      total: 1,
      from: 'cache',
      ageSeconds: 24 * HOUR_SECONDS - 1,
    });
    await revalidation.stop();
    expect(source.calls).toEqual([]);
  });

  it.each(['МАТРИЦА', '  матрица ', 'Матрица', 'матрица\u3000', 'матри\u0446а'])(
    'treats "%s" as the same search',
    async (typed) => {
      expect(await find(typed, 1)).toMatchObject({ from: 'cache' });
    },
  );

  it('returns the current data of the films', async () => {
    await movies.save([aCard()]);
    expect((await find('матрица', 1)).movies).toEqual([aMovie()]);
  });

  it('returns an older answer at once and asks again in the background', async () => {
    clock.advanceSeconds(24 * HOUR_SECONDS);
    source.knows(aCard({ kinopoiskId: 302 }));
    expect(await find('матрица', 1)).toMatchObject({ total: 1, from: 'cache', ageSeconds: 24 * HOUR_SECONDS });
    await revalidation.stop();
    expect(source.calls).toEqual(['extra search матрица, page 1']);
    expect(await find('матрица', 1)).toMatchObject({ total: 2, from: 'cache', ageSeconds: 0 });
    expect(log.records).toMatchObject([{ operation: 'refreshSearch', status: 'ok', actor: 'system' }]);
    // The answer, its revalidation, and the answer of that.
    expect(shared).toEqual(['films', 'revalidation', 'films']);
  });

  it('returns an older answer even while the source fails', async () => {
    clock.advanceSeconds(100 * HOUR_SECONDS);
    source.fails(new FilmSourceTimeout());
    for (let times = 0; times < 3; times++) {
      expect(await find('матрица', 1)).toMatchObject({ total: 1, from: 'cache' });
      await vi.waitFor(() => expect(log.records).toMatchObject([{ status: 'kinopoisk-timeout' }]));
    }
    expect(source.calls).toHaveLength(1);
  });

  it('asks for each page separately', async () => {
    await find('матрица', 2);
    expect(source.calls).toEqual(['search матрица, page 2']);
  });

  it('counts the source of each answer, even if there is none', async () => {
    await find('матрица', 1);
    source.fails(new FilmSourceTimeout());
    await find('матрца', 1);
    await expect(find('солярис', 1)).rejects.toThrow(new FilmSourceTimeout());
    expect(metrics.counts).toEqual({
      'film_source_answers_total search kinopoisk': 1,
      'film_source_answers_total search cache': 1,
      'film_source_answers_total search catalogue': 1,
      'film_source_answers_total search nowhere': 1,
    });
  });
});

describe('FilmSearch after a search without results', () => {
  beforeEach(async () => {
    expect(await find('сталкер', 1)).toEqual({ movies: [], total: 0, from: 'kinopoisk' });
    source.calls.length = 0;
  });

  it('finds nothing for an hour without asking', async () => {
    clock.advanceSeconds(HOUR_SECONDS - 1);
    expect(await find('сталкер', 1)).toMatchObject({ movies: [], from: 'cache' });
    expect(source.calls).toEqual([]);
  });

  it('asks again afterwards, and waits for the answer', async () => {
    clock.advanceSeconds(HOUR_SECONDS);
    source.knows(aFilm({ kinopoiskId: 5, nameRu: 'Сталкер' }));
    expect(await find('сталкер', 1)).toMatchObject({ total: 1, from: 'kinopoisk' });
  });
});

describe('FilmSearch asks the source for', () => {
  it.each([
    ['  Ёлки   ПАЛКИ ', 'ёлки палки'],
    ['Ａｍéｌｉｅ', 'amélie'],
    ['\ud800матрица', '\ufffdматрица'],
    ['ﷺ'.repeat(200), 'صلى الله عليه وسلم'.repeat(12).slice(0, 200).trim()],
  ])('"%s" as "%s"', async (typed, words) => {
    await find(typed, 1);
    expect(source.calls).toEqual([`search ${words}, page 1`]);
  });

  it.each(['№', 'ё', '\u00a0', '\u200b', '!', '٠', 'Ａ', '\u0308', '&', 'İ'])(
    'the text that stands for the answer, whoever asks first: a title with "%s"',
    async (mark) => {
      const typed = [`сталкер${mark}${mark}`, `${mark}сталкер`, `ста${mark}лкер`];
      for (const each of typed) await find(each, 1);
      const texts = new Set(typed.map((each) => searchQuery(each)));
      expect(source.calls).toEqual(Array.from(texts, (text) => `search ${text}, page 1`));
    },
  );
});

describe('FilmSearch and the share of one asker', () => {
  beforeEach(async () => {
    for (let word = 0; word < 50; word++) await find(`слово ${word}`, 1);
  });

  it('refuses further questions of that asker, but not of others', async () => {
    await expect(find('новое', 1)).rejects.toBeInstanceOf(TooManyRequests);
    expect(await find('новое', 1, 'bob')).toMatchObject({ from: 'kinopoisk' });
    expect(await find('новое', 1)).toMatchObject({ from: 'cache' });
  });

  it('answers from the catalogue if it has films', async () => {
    await movies.save([aCard()]);
    expect(await find('матрица', 1)).toEqual({ movies: [aMovie()], total: 1, from: 'catalogue' });
  });
});

describe('FilmSearch, asked by many at the same time,', () => {
  function twenty<T>(ask: () => Promise<T>): Promise<T>[] {
    return Array.from({ length: 20 }, ask);
  }

  it('asks the source once for a page of a search', async () => {
    const answers = await Promise.all(twenty(() => find('матрица', 1)));
    const found = aMovie({ ...withoutEnrichment, fetchedAt: null });
    expect(answers).toEqual(answers.map(() => ({ movies: [found], total: 1, from: 'kinopoisk' })));
    expect(source.calls).toEqual(['search матрица, page 1']);
  });

  it('asks the source separately for every page and for different words', async () => {
    await Promise.all([find('матрица', 1), find('матрица', 2), find('matrix', 1)]);
    expect(source.calls).toEqual(['search матрица, page 1', 'search матрица, page 2', 'search matrix, page 1']);
  });

  it('answers everybody from the catalogue when the search fails', async () => {
    await movies.save([aCard()]);
    source.fails(new FilmSourceTimeout());
    const answers = await Promise.all(twenty(() => find('матрица', 1)));
    expect(answers).toEqual(answers.map(() => ({ movies: [aMovie()], total: 1, from: 'catalogue' })));
    expect(source.calls).toEqual(['improving search матрица, page 1']);
  });
});
