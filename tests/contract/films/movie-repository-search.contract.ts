import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { MovieRepository } from '../../../src/application/films/ports/movie-repository.ts';
import type { FilmRecord } from '../../../src/domain/films/movie.ts';
import { unknownFilm } from '../../../src/domain/films/movie.ts';
import { aCard, aMovie } from '../../builders/film.ts';

const shelf = [
  film(301, 'Матрица', 'The Matrix', 8.5),
  film(302, 'Матрица: Перезагрузка', 'The Matrix Reloaded', 7.7),
  film(303, 'Ёлки', null, 6.1),
  film(304, 'Зелёная миля', 'The Green Mile', 9.1),
  film(305, 'Брат', null, 8.3),
  film(306, 'Брат 2', null, 8.2),
  film(307, 'Братья Карамазовы', null, 7.9),
  film(308, 'Властелин колец: Братство Кольца', 'The Lord of the Rings: The Fellowship of the Ring', 8.6),
  film(309, 'Оно', 'It', 7.2),
  film(310, '1+1', 'Intouchables', 8.8),
  film(311, 'Иван Васильевич меняет профессию', null, 8.8),
  film(312, 'Унесённые призраками', 'Sen to Chihiro no kamikakushi', 8.4),
  film(313, 'Амели', "Le fabuleux destin d'Amélie Poulain", 8.1),
  film(314, null, 'Щелкунчик', null),
  film(315, 'Т-34', null, 6.5),
  film(316, 'Палата №6', null, 6.9),
  film(317, 'Девятая рота', null, 7.5),
  film(318, 'Район №9', 'District 9', 7.8),
];

/** Queries and the films that come first, in order. */
const queries: [query: string, first: number[]][] = [
  ['Матрица', [301, 302]],
  ['т34', [315]],
  ['Т 34', [315]],
  ['n-34', [315]],
  ['n34', [315]],
  ['матрица2', [301]],
  ['vfnhbwf', [301, 302]],
  ['VFNHBWF', [301, 302]],
  [',hfn', [305, 306]],
  ['pfgbcrb', []],
  ['еру ьфекшч', [301]],
  ['вшыекшсе 9', [318]],
  ['№9', [318]],
  ['#9', [318]],
  ['палата № 6', [316]],
  ['палата №6', [316]],
  ['палата6', [316]],
  ['  МАТРИЦА ', [301, 302]],
  ['the matrix', [301, 302]],
  ['matrica', [301, 302]],
  ['matritsa', [301, 302]],
  ['матрца', [301, 302]],
  ['мартица', [301, 302]],
  ['щлекунчик', [314]],
  ['матрица перезагруска', [302]],
  ['елки', [303]],
  ['ЁЛКИ', [303]],
  ['зеленая', [304]],
  ['green mil', [304]],
  ['брат', [305, 306]],
  ['братя карамазовы', [307]],
  ['колец братство', [308]],
  ['lord of the rings', [308]],
  ['it', [309]],
  ['1+1', [310]],
  ['василевич', [311]],
  ['унесенные призрками', [312]],
  ['amelie', [313]],
  ['щелкунчик', [314]],
  ['резагруз', [302]],
];

/** `open` returns an empty repository. */
export function movieSearchContract(adapter: string, open: () => Promise<MovieRepository>): void {
  describe(`MovieRepository.search: ${adapter}`, () => {
    let movies: MovieRepository;

    async function ids(query: string, page = 1, perPage = 20): Promise<number[]> {
      return (await movies.search(query, { page, perPage })).items.map(({ kinopoiskId }) => kinopoiskId);
    }

    describe('in a small catalogue', () => {
      beforeAll(async () => {
        movies = await open();
        await movies.save(shelf);
      });

      it.each(queries)('for %j begins with %j', async (query, first) => {
        expect((await ids(query)).slice(0, first.length)).toEqual(first);
      });

      it.each(['', '   ', '!!!', '%', '_', '| |', '漢字', 'qwertyuiop', 'zzz%'])(
        'finds nothing for %j',
        async (query) => {
          expect(await movies.search(query, { page: 1, perPage: 20 })).toEqual({ items: [], total: 0 });
        },
      );

      it.each(["'; drop table movies; --", '\\', '{}', '((((', '\u0000', '\uD800 матрица'])(
        'survives %j',
        async (query) => {
          await movies.search(query, { page: 1, perPage: 20 });
          expect(await movies.count()).toBe(shelf.length);
        },
      );
    });

    describe('in a catalogue of its own', () => {
      beforeEach(async () => {
        movies = await open();
      });

      it('gives whole films', async () => {
        await movies.save([aCard()]);
        expect(await movies.search('матрица', { page: 1, perPage: 20 })).toEqual({ items: [aMovie()], total: 1 });
      });

      it('puts the whole title first, then its beginning, then a word, then the inside of one', async () => {
        await movies.save([
          film(1, 'Автодорога', null, 9),
          film(2, 'Пыльная дорога', null, 9),
          film(3, 'Дорога домой', null, 9),
          film(4, 'Дорога', null, 1),
          film(5, 'Дорогая', null, 9),
        ]);
        expect(await ids('дорога')).toEqual([4, 3, expect.any(Number), expect.any(Number), 1]);
      });

      it('puts the better rated of equals first, the unrated last, and then the smaller id', async () => {
        const ratings = [null, 5, 9.5, null, 5, 0];
        await movies.save(ratings.map((rating, at) => film(at + 1, 'Солярис', null, rating)).toReversed());
        expect(await ids('солярис')).toEqual([3, 2, 5, 6, 1, 4]);
      });

      it('gives page after page, and the total on each of them', async () => {
        await movies.save(Array.from({ length: 45 }, (_, n) => film(n + 1, 'Солярис', null, 45 - n)));
        const all = Array.from({ length: 45 }, (_, n) => n + 1);
        expect(await ids('солярис', 1)).toEqual(all.slice(0, 20));
        expect(await ids('солярис', 3)).toEqual(all.slice(40));
        for (const page of [1, 2, 3, 4, 20]) {
          expect((await movies.search('солярис', { page, perPage: 20 })).total).toBe(45);
        }
        expect(await ids('солярис', 4)).toEqual([]);
      });

      it('finds and counts no more films than it has pages for', async () => {
        await movies.save(Array.from({ length: 410 }, (_, n) => film(n + 1, 'Солярис', null, null)));
        expect(await ids('солярис', 20)).toEqual(Array.from({ length: 20 }, (_, n) => n + 381));
        expect(await movies.search('солярис', { page: 21, perPage: 20 })).toEqual({ items: [], total: 400 });
      });

      it('finds a film under its new name', async () => {
        await movies.save([film(1, 'Рабочее название', null, 1)]);
        await movies.save([{ ...film(1, 'Солярис', null, 1), fetchedAt: new Date('2026-11-20T12:00:00.000Z') }]);
        expect(await ids('солярис')).toEqual([1]);
        expect(await ids('соляриз')).toEqual([1]);
        expect(await ids('рабочее')).toEqual([]);
      });
    });
  });
}

function film(
  kinopoiskId: number,
  nameRu: string | null,
  nameOriginal: string | null,
  rating: number | null,
): FilmRecord {
  return { ...unknownFilm(kinopoiskId), nameRu, nameOriginal, rating };
}
