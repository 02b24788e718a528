import { beforeEach, describe, expect, it } from 'vitest';
import type { FilmSearch } from '../../../src/application/films/film-search.ts';
import { FilmSourceQuotaSpent } from '../../../src/application/films/ports/film-source.ts';
import { aCatalog, anAsker } from '../../builders/catalog.ts';
import { aCard, aFilm } from '../../builders/film.ts';
import { FixedClock } from '../../fakes/fixed-clock.ts';
import { InMemoryFilmSource } from '../../fakes/in-memory-film-source.ts';
import { InMemoryMovieRepository } from '../../fakes/in-memory-movie-repository.ts';

let clock: FixedClock;
let movies: InMemoryMovieRepository;
let source: InMemoryFilmSource;
let search: FilmSearch;

beforeEach(async () => {
  clock = new FixedClock();
  movies = new InMemoryMovieRepository();
  source = new InMemoryFilmSource(clock);
  source.knows(aCard());
  ({ search } = aCatalog({ movies, source, clock }));
  await movies.save([
    aFilm({ kinopoiskId: 302, nameRu: 'Матрица: Перезагрузка', nameOriginal: 'The Matrix Reloaded' }),
  ]);
});

const find = (words: string, page = 1, asker = 'alice') => search.search(words, page, anAsker(asker));
const titlesOf = async (words: string) => (await find(words)).movies.map(({ title }) => title);

describe('a search that costs no call', () => {
  it.each([['матр'], ['матрица пере'], ['матрица перезагрузка'], ['the matrix reloaded'], ['ма']])(
    'is %s, which the catalogue answers',
    async (words) => {
      expect(await find(words)).toMatchObject({ movies: [{ kinopoiskId: 302 }], from: 'catalogue' });
      expect(source.calls).toEqual([]);
    },
  );

  it('has two letters, even if the catalogue has nothing', async () => {
    expect(await find('щу')).toEqual({ movies: [], total: 0, from: 'catalogue' });
    expect(source.calls).toEqual([]);
  });

  it('is an unfinished word, until the same person sends it again within a minute', async () => {
    await find('матр');
    await find('матр', 1, 'bob');
    clock.advanceSeconds(60);
    await find('матр');
    expect(source.calls).toEqual([]);
    clock.advanceSeconds(59);
    expect((await find('матр')).from).toBe('kinopoisk');
    expect(source.calls).toEqual(['improving search матр, page 1']);
  });

  it('does not use the hidden title of a teaser', async () => {
    const teasers = { rules: [{ kinopoiskIds: [302] }], now: clock.now() };
    await search.search('the matrix reloaded', 1, { ...anAsker(), teasers });
    expect(source.calls).toEqual(['search the matrix reloaded, page 1']);
  });
});

describe('a search that costs a call', () => {
  it('has words that several films may have, as an improvement', async () => {
    expect(await titlesOf('матрица')).toEqual(['Матрица']);
    expect(source.calls).toEqual(['improving search матрица, page 1']);
  });

  it('has words that are in no title', async () => {
    await find('матрица времени');
    expect(source.calls).toEqual(['search матрица времени, page 1']);
  });

  it('requests a page beyond the first', async () => {
    await find('матрица перезагрузка', 2);
    expect(source.calls).toEqual(['search матрица перезагрузка, page 2']);
  });

  it('is answered from the catalogue if the call is refused', async () => {
    source.fails(new FilmSourceQuotaSpent());
    expect(await find('матрица')).toMatchObject({ movies: [{ kinopoiskId: 302 }], from: 'catalogue' });
    await expect(find('сталкер')).rejects.toBeInstanceOf(FilmSourceQuotaSpent);
  });
});
