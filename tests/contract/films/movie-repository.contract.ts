import { beforeEach, describe, expect, it } from 'vitest';
import type { MovieRepository } from '../../../src/application/films/ports/movie-repository.ts';
import type { FilmRecord } from '../../../src/domain/films/movie.ts';
import { FIRST_OWN_ID, unknownFilm } from '../../../src/domain/films/movie.ts';
import { aCard, aFilm, aMovie } from '../../builders/film.ts';
import { roundsOn } from '../../support/rounds.ts';

const lana = { id: 23330, name: 'Лана Вачовски' };
const lilly = { id: 23331, name: 'Лилли Вачовски' };

/** `open` returns an empty repository. */
export function movieRepositoryContract(adapter: string, open: () => Promise<MovieRepository>): void {
  describe(`MovieRepository: ${adapter}`, () => {
    let movies: MovieRepository;

    beforeEach(async () => {
      movies = await open();
    });

    /** Saves `said` about a film that no other test has. */
    async function saved(kinopoiskId: number, said: Partial<FilmRecord>) {
      const [movie] = await movies.save([{ ...unknownFilm(kinopoiskId), ...said }]);
      if (!movie) throw new Error('nothing was stored');
      return movie;
    }

    it('finds no film that was not saved', async () => {
      expect(await movies.find(301)).toBeUndefined();
      expect(await movies.count()).toBe(0);
      expect(await movies.save([])).toEqual([]);
    });

    it('stores a card with all its data, to the millisecond', async () => {
      expect(await movies.save([aCard()])).toEqual([aMovie()]);
      expect(await movies.find(301)).toEqual(aMovie());
      expect(await movies.count()).toBe(1);
    });

    it('finds the stored films among many ids', async () => {
      await movies.save([aFilm({ kinopoiskId: 1 }), aFilm({ kinopoiskId: 2 }), aFilm({ kinopoiskId: 3 })]);
      const found = await movies.findAll([3, 1, 1, 4]);
      const byId = found.toSorted((a, b) => a.kinopoiskId - b.kinopoiskId);
      expect(byId).toEqual([await movies.find(1), await movies.find(3)]);
      expect(await movies.findAll([])).toEqual([]);
    });

    it('stores text unchanged', async () => {
      const text = 'Zoë\u00A0𝒵 👩‍🚀 "}{,\\ null \' -- %_';
      const told = { nameRu: text, description: `${text}\n`, countries: [text, '', 'NULL', '{}'], imdbId: text };
      const movie = await saved(2_147_483_647, { ...told, genres: [text], directors: [{ id: 1, name: text }] });
      expect(movie).toMatchObject({ title: text, description: `${text}\n`, countries: told.countries, imdbId: text });
      expect(movie.genres.map(({ name }) => name)).toEqual([text]);
      expect(movie.directors).toEqual([{ id: 1, name: text }]);
    });

    it('leaves missing values unknown', async () => {
      expect(await saved(5, {})).toEqual({
        ...aMovie({ kinopoiskId: 5, title: null, originalTitle: null, description: null, year: null, rating: null }),
        ...{ ratingImdb: null, genres: [], directors: [], trailerUrl: null, countries: [], lengthMinutes: null },
        ...{ ageLimit: null, type: null, imdbId: null, posterUrl: null, posterPreviewUrl: null, fetchedAt: null },
        ...{ webUrl: null, isEnriched: false },
      });
      expect(await movies.count()).toBe(1);
    });

    it.each([
      { said: { nameRu: 'Ру', nameOriginal: 'Or', nameEn: 'En' }, title: 'Ру', originalTitle: 'Or' },
      { said: { nameRu: 'Ру', nameEn: 'En' }, title: 'Ру', originalTitle: 'En' },
      { said: { nameRu: 'Ру' }, title: 'Ру', originalTitle: null },
      { said: { nameOriginal: 'Or', nameEn: 'En' }, title: 'Or', originalTitle: 'Or' },
      { said: { nameEn: 'En' }, title: 'En', originalTitle: 'En' },
    ])('calls the film $title, originally $originalTitle', async ({ said, title, originalTitle }) => {
      expect(await saved(5, said)).toMatchObject({ title, originalTitle });
    });

    it('counts a film as enriched once directors and trailer were asked for, found or not', async () => {
      expect(await saved(5, { directors: [] })).toMatchObject({ isEnriched: false });
      expect(await saved(5, { trailerUrl: null })).toMatchObject({ isEnriched: true, trailerUrl: null, directors: [] });
    });

    it('answers in the order given, each film once', async () => {
      const films = [7, 3, 7, 5].map((kinopoiskId, at) => ({ ...unknownFilm(kinopoiskId), year: 2000 + at }));
      const stored = await movies.save(films);
      expect(stored.map(({ kinopoiskId, year }) => [kinopoiskId, year])).toEqual([
        [7, 2000],
        [3, 2001],
        [5, 2003],
      ]);
      expect((await movies.save(films.toReversed())).map(({ kinopoiskId }) => kinopoiskId)).toEqual([5, 7, 3]);
    });

    it('merges new data into stored data', async () => {
      await movies.save([aCard()]);
      const { fetchedAt } = aCard();
      expect(await saved(301, { nameRu: 'Другое', year: 1, rating: 1 })).toEqual(aMovie());
      expect(await saved(301, { rating: 9, genres: ['драма'], directors: [lilly], fetchedAt })).toEqual(
        aMovie({ rating: 9, genres: [{ id: 2, name: 'драма' }], directors: [lilly] }),
      );
      expect(await movies.find(301)).toMatchObject({ rating: 9, description: aMovie().description });
    });

    it('stores genres with the ids of Kinopoisk, and a new genre with one id of our own', async () => {
      const [first, second] = await movies.save([
        aFilm({ kinopoiskId: 1, genres: ['реалити', 'драма', 'реальное ТВ'] }),
        aFilm({ kinopoiskId: 2, genres: ['драма', 'реалити'] }),
      ]);
      const own = first!.genres[0]!;
      expect(own.id).toBeGreaterThanOrEqual(FIRST_OWN_ID);
      expect(first!.genres).toEqual([own, { id: 2, name: 'драма' }, { id: 30, name: 'реальное ТВ' }]);
      expect(second!.genres).toEqual([{ id: 2, name: 'драма' }, own]);
      expect((await saved(3, { genres: ['реалити'] })).genres).toEqual([own]);
    });

    describe('directors', () => {
      const named = (...directors: { name: string }[]) => directors.map(({ name }) => ({ id: null, name }));

      it('without an id get one id of our own for each name', async () => {
        const first = await saved(1, { directors: named(lana, lilly) });
        const second = await saved(2, { directors: named(lilly) });
        expect(first.directors.map(({ name }) => name)).toEqual([lana.name, lilly.name]);
        expect(new Set(first.directors.map(({ id }) => id)).size).toBe(2);
        expect(first.directors.filter(({ id }) => id < FIRST_OWN_ID)).toEqual([]);
        expect(second.directors).toEqual([first.directors[1]]);
      });

      it('get the Kinopoisk id in all films when one film has both', async () => {
        const [first] = await movies.save(
          [1, 2, 3].map((id) => aFilm({ kinopoiskId: id, directors: named(lana, lilly) })),
        );
        const own = first?.directors[1]?.id;
        await saved(2, { directors: [lana] });
        for (const id of [1, 2, 3]) {
          const directors = (await movies.find(id))?.directors;
          expect(directors).toEqual([lana, { id: own, name: lilly.name }]);
        }
      });

      it('stay separate if no film has both', async () => {
        const first = await saved(1, { directors: [lana] });
        const second = await saved(2, { directors: named(lana) });
        expect(first.directors).toEqual([lana]);
        expect(second.directors[0]?.id).toBeGreaterThanOrEqual(FIRST_OWN_ID);
      });

      it('are recognized when the film with the id is saved with only the name', async () => {
        await saved(1, { directors: [lana] });
        await saved(2, { directors: named(lana) });
        expect((await saved(1, { directors: named(lana) })).directors).toEqual([lana]);
        expect((await movies.find(2))?.directors).toEqual([lana]);
      });

      it('are recognized within one record, and in other films saved with it', async () => {
        const stored = await movies.save([
          aFilm({ kinopoiskId: 1, directors: [...named(lana, lilly), lana] }),
          aFilm({ kinopoiskId: 2, directors: named(lana) }),
        ]);
        expect(stored[0]?.directors[0]).toEqual(lana);
        expect(stored[0]?.directors).toHaveLength(2);
        expect(stored[1]?.directors).toEqual([lana]);
      });

      it('with one name and two ids are two directors', async () => {
        const namesake = { ...lana, id: 7 };
        expect((await saved(1, { directors: [lana, namesake] })).directors).toEqual([lana, namesake]);
      });

      it('get a new name in all films', async () => {
        const { fetchedAt } = aCard();
        await movies.save([1, 2].map((kinopoiskId) => aFilm({ kinopoiskId, directors: [lana], fetchedAt })));
        await saved(1, { directors: [{ ...lana, name: 'Lana Wachowski' }], fetchedAt });
        expect((await movies.find(2))?.directors).toEqual([{ ...lana, name: 'Lana Wachowski' }]);
      });
    });

    it.each(roundsOn(adapter, 5))(
      'stores each film once and completely when twenty overlapping saves race (round %i)',
      async () => {
        await Promise.all(Array.from({ length: 20 }, () => movies.count()));
        const films = Array.from({ length: 12 }, (_, n) =>
          aFilm({ kinopoiskId: n + 1, genres: [`новый ${n % 3}`], directors: [{ id: null, name: `Некто ${n % 4}` }] }),
        );
        const rotated = Array.from({ length: 20 }, (_, n) => [...films.slice(n % 12), ...films.slice(0, n % 12)]);
        const stored = await Promise.all(rotated.map((some) => movies.save(some.slice(0, 9))));
        expect(await movies.count()).toBe(12);
        expect(stored.flat()).toHaveLength(20 * 9);
        for (const film of stored.flat()) expect(film).toEqual(await movies.find(film.kinopoiskId));
        const all = await movies.save(films);
        expect(new Set(all.flatMap(({ genres }) => genres.map(({ id }) => id))).size).toBe(3);
        expect(new Set(all.flatMap(({ directors }) => directors.map(({ id }) => id))).size).toBe(4);
      },
    );

    it.each(roundsOn(adapter, 5))('loses no data when saves of one film race (round %i)', async () => {
      await Promise.all(Array.from({ length: 20 }, () => movies.find(301)));
      const { fetchedAt: _, ...facts } = aCard();
      await Promise.all(Object.entries(facts).map(([fact, value]) => saved(301, { [fact]: value })));
      expect(await movies.find(301)).toEqual(aMovie({ fetchedAt: null }));
    });

    it.each(roundsOn(adapter, 5))(
      'stores a director once when saves with and without the id race (round %i)',
      async () => {
        const ids = Array.from({ length: 12 }, (_, n) => n + 1);
        const name = (kinopoiskId: number) => saved(kinopoiskId, { directors: [{ id: null, name: lana.name }] });
        await Promise.all(ids.slice(0, 6).map(name));
        await Promise.all(ids.map((id) => (id % 3 === 0 ? saved(id, { directors: [lana] }) : name(id))));
        const directors = (await Promise.all(ids.map((id) => movies.find(id)))).map((movie) => movie?.directors);
        expect(directors.map((made) => made?.map(({ name: theirs }) => theirs))).toEqual(ids.map(() => [lana.name]));
        for (const id of [1, 2, 3, 4, 5, 6, 9, 12]) expect(directors[id - 1]).toEqual([lana]);
      },
    );

    it('returns copies', async () => {
      const card = aCard();
      const [stored] = await movies.save([card]);
      card.fetchedAt?.setFullYear(1970);
      stored?.fetchedAt?.setFullYear(1971);
      (stored?.genres as unknown[] | undefined)?.pop();
      (await movies.find(301))?.fetchedAt?.setFullYear(1972);
      expect(await movies.find(301)).toEqual(aMovie());
    });

    it('saves more films than one statement can', async () => {
      const many = Array.from({ length: 1100 }, (_, n) => aFilm({ kinopoiskId: n + 1, nameRu: `Фильм ${n}` }));
      expect(await movies.save(many)).toHaveLength(1100);
      expect(await movies.count()).toBe(1100);
    });
  });
}
