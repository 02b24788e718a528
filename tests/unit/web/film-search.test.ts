import { describe, expect, it } from 'vitest';
import { canMeanFilm as canMeanFilmInService } from '../../../src/domain/films/search-worth.ts';
import type { FoundFilms } from '../../../web/src/films/film-search.ts';
import { canMeanFilm, FilmSearch } from '../../../web/src/films/film-search.ts';
import type { MoviePreview } from '../../../web/src/shared/api/api-types.ts';

type Call = {
  readonly words: string;
  readonly page: number;
  readonly cancelled: AbortSignal;
  readonly answer: (films: readonly number[], total?: number) => void;
  readonly fail: (error: Error) => void;
};

/** A search whose answers the test sends. */
function openSearch() {
  const calls: Call[] = [];
  const search = new FilmSearch(async (words, page, cancelled) => {
    const { promise, resolve, reject } = Promise.withResolvers<FoundFilms>();
    const answer = (ids: readonly number[], total = ids.length) =>
      resolve({ films: ids.map(film), total, source: 'cache' });
    calls.push({ words, page, cancelled, answer, fail: reject });
    return promise;
  });
  const shown = () => search.state.value.found?.films.map(({ kinopoisk_id: id }) => id);
  return { search, calls, shown };
}

function film(id: number): MoviePreview {
  return { kinopoisk_id: id } as MoviePreview;
}

const ids = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);

describe('FilmSearch', () => {
  it('shows the answer to the words typed last, in any order of the answers', async () => {
    const { search, calls, shown } = openSearch();
    const searches = ['мат', 'матр', 'матриц'].map(async (words) => search.search(words));
    calls[2]?.answer([3]);
    calls[0]?.answer([1]);
    calls[1]?.answer([2]);
    await Promise.all(searches);
    expect(shown()).toEqual([3]);
    expect(search.state.value).toMatchObject({ words: 'матриц', isSearching: false, error: undefined });
  });

  it('cancels the question before', async () => {
    const { search, calls } = openSearch();
    void search.search('мат');
    void search.search('матр');
    expect(calls.map(({ cancelled }) => cancelled.aborted)).toEqual([true, false]);
  });

  it('shows the previous results until the next answer', async () => {
    const { search, calls, shown } = openSearch();
    const first = search.search('мат');
    calls[0]?.answer([1]);
    await first;
    void search.search('матр');
    expect(shown()).toEqual([1]);
    expect(search.state.value.isSearching).toBe(true);
  });

  it('does not show the failure of an old question', async () => {
    const { search, calls, shown } = openSearch();
    const old = search.search('мат');
    const latest = search.search('матр');
    calls[1]?.answer([2]);
    await latest;
    calls[0]?.fail(new Error('too late'));
    await old;
    expect(shown()).toEqual([2]);
    expect(search.state.value.error).toBeUndefined();
  });

  it('reports the failure of the latest question', async () => {
    const { search, calls } = openSearch();
    const failed = search.search('мат');
    const error = new Error('no answer');
    calls[0]?.fail(error);
    await failed;
    expect(search.state.value).toMatchObject({ error, isSearching: false });
  });

  it('shows nothing for no words, even if an answer comes later', async () => {
    const { search, calls, shown } = openSearch();
    const old = search.search('мат');
    await search.search('');
    calls[0]?.answer([1]);
    await old;
    expect(shown()).toBeUndefined();
  });

  it('adds the next page, without films that are already shown', async () => {
    const { search, calls, shown } = openSearch();
    const first = search.search('мат');
    calls[0]?.answer(ids(1, 20), 30);
    await first;
    expect(search.hasMore).toBe(true);
    const second = search.more();
    expect(calls[1]).toMatchObject({ words: 'мат', page: 2 });
    calls[1]?.answer(ids(20, 11), 30);
    await second;
    expect(shown()).toEqual(ids(1, 30));
    expect(search.hasMore).toBe(false);
  });
});

describe('canMeanFilm', () => {
  it('agrees with the service about the words that may cost a call', () => {
    const words = [
      '',
      'м',
      'ма',
      'мат',
      'м а',
      'м ат',
      '9',
      '21',
      '1984',
      '9а',
      '影',
      '影武者',
      'ひ',
      '한',
      'я и',
      'Up',
      'Э',
    ];
    for (const text of words) expect(canMeanFilm(text), text).toBe(canMeanFilmInService(text));
  });
});
