import type { NamedFilm } from '../../domain/film-matching.ts';

/** The films this installation knows, by whatever else names them than their id, with all their names. */
export interface FilmIndex {
  /** Those that are known, in any order. */
  byIds(kinopoiskIds: readonly number[]): Promise<readonly NamedFilm[]>;

  /** Those that have one of the IMDb ids; seldom more than one each. */
  byImdbIds(imdbIds: readonly string[]): Promise<readonly NamedFilm[]>;

  /** A few whose names are one of the titles or like it, of years near to `year` first where there is one. */
  byTitles(titles: readonly string[], year: number | null): Promise<readonly NamedFilm[]>;
}
