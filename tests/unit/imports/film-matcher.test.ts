import { beforeEach, describe, expect, it } from 'vitest';
import { FilmSourceTimeout } from '../../../src/application/films/ports/film-source.ts';
import { OwnerView } from '../../../src/application/imports/owner-view.ts';
import type { Stopping } from '../../../src/application/shared/time-slice.ts';
import { TimeSlice } from '../../../src/application/shared/time-slice.ts';
import type { DescribedFilm } from '../../../src/domain/imports/film-matching.ts';
import { aCard } from '../../builders/film.ts';
import { anImportWork } from '../../builders/imports.ts';
import { FixedClock } from '../../fakes/fixed-clock.ts';
import { InMemoryFilmSource } from '../../fakes/in-memory-film-source.ts';

const nothing: DescribedFilm = { kinopoiskId: null, imdbId: null, titles: [], year: null, isSeries: null };
const notFound = { outcome: 'not_found' };
const matched = (by: string, kinopoiskId: number, confidence: number) => ({
  outcome: 'matched',
  by,
  kinopoiskId,
  confidence,
});

const names = (title: string) => ({ nameRu: title, nameOriginal: null, nameEn: null });
const solaris = aCard({ kinopoiskId: 43911, ...names('Солярис'), year: 1972, imdbId: 'tt0069293' });
const rublev = aCard({ kinopoiskId: 43917, ...names('Андрей Рублёв'), year: 1966, imdbId: 'tt0060107' });

let source: InMemoryFilmSource;
let parts: Awaited<ReturnType<typeof anImportWork>>;
let paidCalls: number;
const clock = new FixedClock();

const going = { aborted: false };
const everything = () => new OwnerView(parts.movies, undefined);
const aSlice = (stopping: Stopping = going) => new TimeSlice(clock, 1000, stopping);
const known = (films: readonly DescribedFilm[]) =>
  parts.matcher.matchKnown(films, { view: everything(), slice: aSlice(), isLastWord: true });
/** Counts the calls that are paid for. */
const pay = async () => void (paidCalls += 1);
const asking = (described: DescribedFilm) =>
  parts.matcher.matchAsking(described, { view: everything(), slice: aSlice(), pay });

beforeEach(async () => {
  paidCalls = 0;
  source = new InMemoryFilmSource(clock);
  source.knows(aCard(), solaris, rublev);
  parts = await anImportWork({ clock, source });
});

describe('FilmMatcher with the catalogue', () => {
  beforeEach(() =>
    parts.movies.save([
      aCard(),
      solaris,
      aCard({ kinopoiskId: 7, ...names('Сталкер'), year: 1979, imdbId: 'tt0069293' }),
    ]),
  );

  it.each([
    ['the id of Kinopoisk', { kinopoiskId: 301 }, matched('kinopoisk_id', 301, 1)],
    [
      'the id of Kinopoisk before anything else',
      { kinopoiskId: 301, imdbId: 'tt0069293', titles: ['Солярис'], year: 1972 },
      matched('kinopoisk_id', 301, 1),
    ],
    ['the id of IMDb', { imdbId: 'tt0133093' }, matched('imdb_id', 301, 0.99)],
    [
      'the id of IMDb when that of Kinopoisk is not known',
      { kinopoiskId: 999, imdbId: 'tt0133093' },
      matched('imdb_id', 301, 0.99),
    ],
    ['title and year', { titles: ['Матрица'], year: 1999 }, matched('title_and_year', 301, 0.95)],
    [
      'title and year when two films have the id of IMDb',
      { imdbId: 'tt0069293', titles: ['Солярис'], year: 1972 },
      matched('title_and_year', 43911, 0.95),
    ],
  ])('finds by %s', async (_, described, match) => {
    expect(await known([{ ...nothing, ...described }])).toEqual([match]);
    expect(source.calls).toEqual([]);
  });

  it.each([
    ['an id that is not known', { kinopoiskId: 999 }],
    ['a title of another film', { titles: ['Зеркало'], year: 1974 }],
    ['no fact', {}],
  ])('finds nothing by %s', async (_, described) => {
    expect(await known([{ ...nothing, ...described }])).toEqual([notFound]);
  });

  it('returns results in the order of the rows, however each is found', async () => {
    const films = [
      { ...nothing, titles: ['Зеркало'] },
      { ...nothing, imdbId: 'tt0133093' },
      { ...nothing, titles: ['Солярис'], year: 1972 },
      { ...nothing, kinopoiskId: 7 },
    ];
    expect(await known(films)).toEqual([
      notFound,
      matched('imdb_id', 301, 0.99),
      matched('title_and_year', 43911, 0.95),
      matched('kinopoisk_id', 7, 1),
    ]);
    expect(await known([])).toEqual([]);
  });

  it('leaves a film of the next year to the owner, because the source may have others of the title', async () => {
    await parts.movies.save([rublev]);
    const described = { ...nothing, titles: ['Андрей Рублёв'], year: 1967 };
    expect(await known([described])).toMatchObject([{ outcome: 'ambiguous', candidates: [{ kinopoiskId: 43917 }] }]);
  });
});

describe('FilmMatcher with the help of the source', () => {
  it('fetches the card of an id, once', async () => {
    const described = { ...nothing, kinopoiskId: 301, imdbId: 'tt0069293', titles: ['Солярис'], year: 1972 };
    expect(await asking(described)).toEqual(matched('kinopoisk_id', 301, 1));
    expect(source.calls).toEqual(['extra find 301']);
    expect((await parts.movies.find(301))?.title).toBe('Матрица');
  });

  it('asks for the IMDb id, and stores the film', async () => {
    const described = { ...nothing, imdbId: 'tt0069293', titles: ['Матрица'], year: 1999 };
    expect(await asking(described)).toEqual(matched('imdb_id', 43911, 0.99));
    expect(source.calls).toEqual(['findByImdbId tt0069293']);
    expect((await parts.movies.find(43911))?.title).toBe('Солярис');
  });

  it('searches for the first title, and uses the stored results', async () => {
    const described = { ...nothing, titles: ['Солярис', 'Solaris'], year: 1972 };
    expect(await asking(described)).toEqual(matched('title_and_year', 43911, 0.95));
    expect(source.calls).toEqual(['extra search солярис, page 1']);
    expect(parts.movies.get(301)).toBeUndefined();
  });

  it('asks at most three times: for one id, the other, and the title', async () => {
    const described = { ...nothing, kinopoiskId: 999, imdbId: 'tt9999999', titles: ['Солярис', 'Solaris', 'Сталкер'] };
    expect(await asking(described)).toEqual(notFound);
    expect(source.calls).toEqual(['extra find 999', 'findByImdbId tt9999999', 'extra search солярис, page 1']);
    expect(paidCalls).toBe(3);
  });

  it('is certain of the next year after every source was asked, if the title is not a common word', async () => {
    const described = { ...nothing, titles: ['Андрей Рублёв'], year: 1967 };
    expect(await asking(described)).toEqual(matched('title_and_year', 43917, 0.85));
  });

  it('does not repeat a recently answered question', async () => {
    const described = { ...nothing, titles: ['Солярис'], year: 1972 };
    await asking(described);
    expect(await asking(described)).toEqual(matched('title_and_year', 43911, 0.95));
    expect(source.calls).toHaveLength(1);
  });

  it('finds nothing for an empty row, and makes no call', async () => {
    expect(await asking(nothing)).toEqual(notFound);
    expect(source.calls).toEqual([]);
  });

  it.each([
    ['find', { kinopoiskId: 301 }],
    ['findByImdbId', { imdbId: 'tt0133093' }],
    ['search', { titles: ['Матрица'] }],
  ] as const)('passes on a failure of the source (%s)', async (question, described) => {
    const failure = new FilmSourceTimeout();
    source.fails(failure, [question]);
    await expect(asking({ ...nothing, ...described })).rejects.toBe(failure);
  });

  it.each([true, false])('tells whether there is a source (%s)', async (isThere) => {
    const { matcher } = await anImportWork({ clock, source: isThere ? source : undefined });
    expect(matcher.canAsk).toBe(isThere);
  });
});

describe('FilmMatcher with little time', () => {
  const films = ['Солярис', 'Зеркало', 'Матрица'].map((title) => ({ ...nothing, titles: [title] }));
  const matchKnown = (slice: TimeSlice) =>
    parts.matcher.matchKnown(films, { view: everything(), slice, isLastWord: true });

  it('returns a result for one film when the time is over', async () => {
    const slice = aSlice();
    expect(await matchKnown(slice)).toHaveLength(3);
    clock.advanceSeconds(1);
    expect(await matchKnown(slice)).toHaveLength(1);
  });

  it('ends a row when the service stops, before the next call', async () => {
    const stopping = {
      get aborted() {
        return source.calls.length >= 1;
      },
    };
    const described = { ...nothing, kinopoiskId: 999, imdbId: 'tt9999999', titles: ['Солярис'] };
    const how = { view: everything(), slice: aSlice(stopping), pay };
    expect(await parts.matcher.matchAsking(described, how)).toBeUndefined();
    expect(source.calls).toEqual(['extra find 999']);
  });

  it('does not search similar titles if the source will be asked', async () => {
    await parts.movies.save([aCard()]);
    const how = { view: everything(), slice: aSlice() };
    const described = { ...nothing, titles: ['Матрицаа'], year: 1999 };
    expect(await parts.matcher.matchKnown([described], { ...how, isLastWord: false })).toEqual([notFound]);
    expect(await parts.matcher.matchKnown([described], { ...how, isLastWord: true })).toMatchObject([
      { outcome: 'ambiguous', candidates: [{ kinopoiskId: 301 }] },
    ]);
  });
});

describe('FilmMatcher for an owner who may not view the film', () => {
  const view = () => new OwnerView(parts.movies, { rules: [{ kinopoiskIds: [301] }], now: new Date() });
  beforeEach(() => parts.movies.save([aCard(), solaris]));

  it.each([
    ['its id of Kinopoisk', { kinopoiskId: 301 }, matched('kinopoisk_id', 301, 1)],
    ['its title and year', { titles: ['Матрица'], year: 1999 }, matched('title_and_year', 301, 0.95)],
    ['its id of IMDb', { imdbId: 'tt0133093' }, notFound],
    ['its original title', { titles: ['The Matrix'], year: 1999 }, notFound],
    ['nearly its original title', { titles: ['The Matrixx'], year: 1999 }, notFound],
    [
      'its title, whatever id of IMDb is guessed',
      { titles: ['Матрица'], year: 1999, imdbId: 'tt0000001' },
      matched('title_and_year', 301, 0.95),
    ],
    ['its title beside the original one', { titles: ['Матрица', 'The Matrix'], year: 1998 }, undefined],
  ])('uses %s, which the teaser shows', async (_, described, match) => {
    const all = { ...nothing, ...described };
    const [found] = await parts.matcher.matchKnown([all], { view: view(), slice: aSlice(), isLastWord: true });
    if (match) expect(found).toEqual(match);
    else expect(found).toMatchObject({ outcome: 'ambiguous', candidates: [{ kinopoiskId: 301, title: 'Матрица' }] });
  });

  it('uses no more after the source was asked', async () => {
    const described = { ...nothing, imdbId: 'tt0133093', titles: ['The Matrix'], year: 1999 };
    expect(await parts.matcher.matchAsking(described, { view: view(), slice: aSlice(), pay })).toEqual(notFound);
    expect(source.calls[0]).toBe('findByImdbId tt0133093');
  });

  it('uses all data of films that may be viewed', async () => {
    const described = { ...nothing, imdbId: 'tt0069293' };
    expect(await parts.matcher.matchKnown([described], { view: view(), slice: aSlice(), isLastWord: true })).toEqual([
      matched('imdb_id', 43911, 0.99),
    ]);
  });
});
