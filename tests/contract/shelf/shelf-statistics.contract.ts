import { beforeEach, describe, expect, it } from 'vitest';
import type { UserRepository } from '../../../src/application/accounts/ports/user-repository.ts';
import type { MovieRepository } from '../../../src/application/films/ports/movie-repository.ts';
import type { FavoriteMovieRepository } from '../../../src/application/shelf/ports/favorite-movie-repository.ts';
import type { ShelfStatistics } from '../../../src/application/shelf/ports/shelf-statistics.ts';
import type { FilmRecord } from '../../../src/domain/films/movie.ts';
import { unknownFilm } from '../../../src/domain/films/movie.ts';
import { aCard } from '../../builders/film.ts';
import { aUser, uuid } from '../../builders/user.ts';

type Repositories = {
  readonly statistics: ShelfStatistics;
  readonly favorites: FavoriteMovieRepository;
  readonly movies: MovieRepository;
  readonly users: UserRepository;
};

const noon = new Date('2026-11-20T12:00:00.123Z');
const empty = { films: 0, watched: 0, rated: 0, averageRating: null, byGenre: [], byDecade: [] };

/** `open` returns empty repositories that share their data. */
export function shelfStatisticsContract(adapter: string, open: () => Promise<Repositories>): void {
  describe(`ShelfStatistics: ${adapter}`, () => {
    let repositories: Repositories;
    const alice = uuid(1);
    const bob = uuid(2);

    beforeEach(async () => {
      repositories = await open();
      const secrets = { passwordHash: 'hash', usernameSkeleton: null };
      await repositories.users.add(aUser({ id: alice, username: null }), secrets);
      await repositories.users.add(aUser({ id: bob, username: null, email: 'bob@example.org' }), secrets);
    });

    async function shelve(owner: string, films: readonly FilmRecord[]): Promise<void> {
      await repositories.movies.save(films);
      for (const { kinopoiskId } of films) await repositories.favorites.add(owner, kinopoiskId, noon);
    }

    it('counts nothing on an empty shelf', async () => {
      expect(await repositories.statistics.of(alice)).toEqual(empty);
      expect(await repositories.statistics.of(uuid(99))).toEqual(empty);
    });

    it('counts films, watched and rated ones, and averages only the ratings of the owner', async () => {
      await shelve(
        alice,
        [1, 2, 3, 4].map((kinopoiskId) => aCard({ kinopoiskId, genres: [], year: null })),
      );
      await shelve(bob, [aCard({ kinopoiskId: 1, genres: [], year: null })]);
      await repositories.favorites.change(alice, 1, { userRating: 10, watchedAt: '2026-11-01' });
      await repositories.favorites.change(alice, 2, { userRating: 7 });
      await repositories.favorites.change(alice, 3, { userRating: 7, watchedAt: '2026-11-02' });
      await repositories.favorites.change(bob, 1, { userRating: 1 });
      expect(await repositories.statistics.of(alice)).toEqual({
        films: 4,
        watched: 2,
        rated: 3,
        averageRating: 8,
        byGenre: [],
        byDecade: [],
      });
      await repositories.favorites.change(alice, 4, { userRating: 8 });
      await repositories.favorites.change(alice, 1, { userRating: null });
      expect(await repositories.statistics.of(alice)).toMatchObject({ rated: 3, averageRating: 7.33 });
    });

    it('names the ten most frequent genres, ties by id', async () => {
      const names =
        'триллер драма криминал мелодрама детектив фантастика приключения биография фильм-нуар вестерн боевик';
      const eleven = names.split(' ');
      await shelve(alice, [
        aCard({ kinopoiskId: 1, genres: eleven, year: null }),
        aCard({ kinopoiskId: 2, genres: ['боевик', 'детектив'], year: null }),
        aCard({ kinopoiskId: 3, genres: ['боевик'], year: null }),
      ]);
      const { byGenre } = await repositories.statistics.of(alice);
      expect(byGenre).toEqual([
        { genre: { id: 11, name: 'боевик' }, films: 3 },
        { genre: { id: 5, name: 'детектив' }, films: 2 },
        ...[1, 2, 3, 4, 6, 7, 8, 9].map((id) => ({ genre: { id, name: eleven[id - 1] }, films: 1 })),
      ]);
    });

    it('counts decades from the earliest, without films of an unknown year', async () => {
      const years = [1999, 1990, 2000, 1895, null];
      await shelve(
        alice,
        years.map((year, at) => aCard({ kinopoiskId: at + 1, genres: [], year })),
      );
      await shelve(alice, [unknownFilm(6)]);
      const { films, byDecade } = await repositories.statistics.of(alice);
      expect(films).toBe(6);
      expect(byDecade).toEqual([
        { decade: 1890, films: 1 },
        { decade: 1990, films: 2 },
        { decade: 2000, films: 1 },
      ]);
    });
  });
}
