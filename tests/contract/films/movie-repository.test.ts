import { describe, expect, it } from 'vitest';
import { DrizzleMovieRepository } from '../../../src/adapters/persistence/films/drizzle-movie-repository.ts';
import { aCard, aFilm } from '../../builders/film.ts';
import { InMemoryMovieRepository } from '../../fakes/in-memory-movie-repository.ts';
import { onEachEngine } from '../../support/database.ts';
import { movieListContract } from './movie-repository-list.contract.ts';
import { movieSearchContract } from './movie-repository-search.contract.ts';
import { movieRepositoryContract } from './movie-repository.contract.ts';

const openFake = async () => new InMemoryMovieRepository();
movieRepositoryContract('in memory', openFake);
movieListContract('in memory', openFake);
movieSearchContract('in memory', openFake);

onEachEngine((adapter, open) => {
  const openDrizzle = async () => new DrizzleMovieRepository(await open());
  movieRepositoryContract(adapter, openDrizzle);
  movieListContract(adapter, openDrizzle);
  movieSearchContract(adapter, openDrizzle);

  describe(`DrizzleMovieRepository: ${adapter}`, () => {
    it('writes nothing when a save changes nothing', async () => {
      const database = await open();
      const movies = new DrizzleMovieRepository(database);
      const versions = async () =>
        Promise.all(
          ['movies', 'movie_genres', 'movie_directors', 'genres', 'directors'].map((table) =>
            database.query(`select ctid::text, xmin::text, ${table} from ${table} order by 1`, []),
          ),
        );
      const films = [
        aCard({
          directors: [
            { id: null, name: 'Некто' },
            { id: 5, name: 'Другой' },
          ],
        }),
        aFilm({ kinopoiskId: 5 }),
      ];
      await movies.save(films);
      const before = await versions();
      expect(before.filter((rows) => rows.length === 0)).toEqual([]);
      await movies.save(films);
      await movies.save([aFilm(), aFilm({ kinopoiskId: 5, rating: 1 })]);
      expect(await versions()).toEqual(before);
    });
  });
});
