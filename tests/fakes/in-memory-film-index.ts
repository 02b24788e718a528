import type { FilmIndex } from '../../src/application/imports/ports/film-index.ts';
import type { TeaserFilms } from '../../src/domain/access/restriction.ts';
import { isTeaser } from '../../src/domain/access/restriction.ts';
import { searchKey as computeKey } from '../../src/domain/films/search-key.ts';
import { keysOfEqualTitles } from '../../src/domain/films/title-likeness.ts';
import type { NamedFilm, DescribedFilm } from '../../src/domain/imports/film-matching.ts';
import { titlesOf } from '../../src/domain/imports/film-matching.ts';
import type { InMemoryMovieRepository } from './in-memory-movie-repository.ts';

const MOST_FILMS = 20;
const LEAST_PART = 3;

const knownKeys = new Map<string, string>();

/** Computed once for each name, because most tests look up the same films many times. */
function searchKey(name: string): string {
  const key = knownKeys.get(name) ?? computeKey(name);
  knownKeys.set(name, key);
  return key;
}

export class InMemoryFilmIndex implements FilmIndex {
  constructor(private readonly movies: InMemoryMovieRepository) {}

  async byIds(kinopoiskIds: readonly number[]): Promise<readonly NamedFilm[]> {
    return this.all().filter(({ kinopoiskId }) => kinopoiskIds.includes(kinopoiskId));
  }

  async byImdbIds(imdbIds: readonly string[]): Promise<readonly NamedFilm[]> {
    return this.all().filter(({ imdbId }) => imdbId !== null && imdbIds.includes(imdbId));
  }

  async byEqualTitles(
    described: readonly DescribedFilm[],
    teasers?: TeaserFilms,
  ): Promise<readonly (readonly NamedFilm[])[]> {
    const hidden = this.hiddenAmong(teasers);
    return described.map((film) => {
      const keys = new Set(titlesOf(film).flatMap(keysOfEqualTitles));
      return this.nearest(film, (each) => visibleNames(each, hidden).some((name) => keys.has(searchKey(name))));
    });
  }

  async byNearTitles(described: DescribedFilm, teasers?: TeaserFilms): Promise<readonly NamedFilm[]> {
    const hidden = this.hiddenAmong(teasers);
    const keys = titlesOf(described)
      .map(searchKey)
      .filter((key) => key.length >= LEAST_PART);
    const isNear = (film: NamedFilm) =>
      (yearsApart(described, film) ?? 0) <= 1 &&
      visibleNames(film, hidden)
        .map(searchKey)
        .some((name) => keys.some((key) => holdsHalf(name, key)));
    return this.nearest(described, isNear);
  }

  /** The wanted films, those of the nearest years first. */
  private nearest(described: DescribedFilm, isWanted: (film: NamedFilm) => boolean): NamedFilm[] {
    const place = (film: NamedFilm) => yearsApart(described, film) ?? Infinity;
    return this.all()
      .filter(isWanted)
      .toSorted((a, b) => (place(a) === place(b) ? a.kinopoiskId - b.kinopoiskId : place(a) - place(b)))
      .slice(0, MOST_FILMS);
  }

  private hiddenAmong(teasers: TeaserFilms | undefined): ReadonlySet<number> {
    if (teasers === undefined) return new Set();
    const hidden = this.movies.all().filter((movie) => isTeaser(movie, teasers));
    return new Set(hidden.map(({ kinopoiskId }) => kinopoiskId));
  }

  private all(): NamedFilm[] {
    return this.movies.all().map(({ kinopoiskId, year, imdbId, type }) => {
      const names = this.movies.namesOf(kinopoiskId);
      return { kinopoiskId, names, year, imdbId, type };
    });
  }
}

function visibleNames({ kinopoiskId, names }: NamedFilm, hidden: ReadonlySet<number>): readonly string[] {
  return hidden.has(kinopoiskId) ? names.slice(0, 1) : names;
}

function yearsApart(described: DescribedFilm, film: NamedFilm): number | undefined {
  return described.year === null || film.year === null ? undefined : Math.abs(described.year - film.year);
}

function holdsHalf(name: string, key: string): boolean {
  const half = Math.ceil(key.length / 2);
  const hasHalf = name.startsWith(key.slice(0, half)) || name.endsWith(key.slice(-half));
  return (half >= LEAST_PART && hasHalf) || ` ${name} `.includes(` ${key} `);
}
