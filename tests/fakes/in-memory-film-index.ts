import type { FilmIndex } from '../../src/application/ports/film-index.ts';
import type { NamedFilm } from '../../src/domain/film-matching.ts';
import type { InMemoryMovieRepository } from './in-memory-movie-repository.ts';
import { compareOrders, unlikeness } from './likeness.ts';

const MOST_BY_TITLE = 20;

export class InMemoryFilmIndex implements FilmIndex {
  constructor(private readonly movies: InMemoryMovieRepository) {}

  async byIds(kinopoiskIds: readonly number[]): Promise<readonly NamedFilm[]> {
    return this.all().filter(({ kinopoiskId }) => kinopoiskIds.includes(kinopoiskId));
  }

  async byImdbIds(imdbIds: readonly string[]): Promise<readonly NamedFilm[]> {
    return this.all().filter(({ imdbId }) => imdbId !== null && imdbIds.includes(imdbId));
  }

  async byTitles(titles: readonly string[], year: number | null): Promise<readonly NamedFilm[]> {
    const found = new Map(titles.flatMap((title) => this.like(title, year)).map((film) => [film.kinopoiskId, film]));
    return [...found.values()];
  }

  /** Those of the whole title first, near years before far ones. */
  private like(title: string, year: number | null): NamedFilm[] {
    const yearsApart = (film: NamedFilm) =>
      film.year === null || year === null ? Infinity : Math.abs(film.year - year);
    return this.all()
      .flatMap((film) => {
        const [place = Infinity, ...unlike] = unlikeness(title, film.names) ?? [];
        return place === Infinity ? [] : [{ film, order: [place === 0 ? 0 : 1, yearsApart(film), ...unlike] }];
      })
      .toSorted((a, b) => compareOrders(a.order, b.order) || a.film.kinopoiskId - b.film.kinopoiskId)
      .slice(0, MOST_BY_TITLE)
      .map(({ film }) => film);
  }

  private all(): NamedFilm[] {
    return this.movies.all().map(({ kinopoiskId, year, imdbId, type }) => {
      const names = this.movies.namesOf(kinopoiskId);
      return { kinopoiskId, names, year, imdbId, type };
    });
  }
}
