import type { ShelfStatistics, ShelfStats } from '../../src/application/shelf/ports/shelf-statistics.ts';
import { MAX_GENRES } from '../../src/application/shelf/ports/shelf-statistics.ts';
import type { UserId } from '../../src/domain/accounts/user.ts';
import type { InMemoryFavoriteMovieRepository } from './in-memory-favorite-movie-repository.ts';

export class InMemoryShelfStatistics implements ShelfStatistics {
  constructor(private readonly favorites: InMemoryFavoriteMovieRepository) {}

  async of(userId: UserId): Promise<ShelfStats> {
    const shelf = await Array.fromAsync(this.favorites.stream(userId, { sort: 'added_at' }));
    const ratings = shelf.flatMap(({ userRating }) => userRating ?? []);
    const sum = ratings.reduce((total, rating) => total + rating, 0);
    const genres = Map.groupBy(
      shelf.flatMap(({ movie }) => movie.genres),
      ({ id }) => id,
    );
    const years = shelf.flatMap(({ movie: { year } }) => year ?? []);
    return {
      films: shelf.length,
      watched: shelf.filter(({ watchedAt }) => watchedAt !== null).length,
      rated: ratings.length,
      averageRating: ratings.length === 0 ? null : Math.round((sum / ratings.length) * 100) / 100,
      byGenre: [...genres.values()]
        .flatMap(([genre, ...others]) => (genre ? [{ genre, films: 1 + others.length }] : []))
        .toSorted((a, b) => b.films - a.films || a.genre.id - b.genre.id)
        .slice(0, MAX_GENRES),
      byDecade: [...Map.groupBy(years, (year) => Math.floor(year / 10) * 10)]
        .map(([decade, films]) => ({ decade, films: films.length }))
        .toSorted((a, b) => a.decade - b.decade),
    };
  }
}
