import type { NamedFilm, SaidFilm } from '../../../domain/imports/film-matching.ts';

/** The films this installation knows, by whatever else names them than their id, with all their names. */
export interface FilmIndex {
  /** Those that are known, in any order. */
  byIds(kinopoiskIds: readonly number[]): Promise<readonly NamedFilm[]>;

  /** Those that have one of the IMDb ids; seldom more than one each. */
  byImdbIds(imdbIds: readonly string[]): Promise<readonly NamedFilm[]>;

  /**
   * For each of the films, in their order, those that have one of its titles whole, of years near to its own first where there
   * is one: a few at most, and all but the same titles may be among them. Many are looked up at once for hardly more than one.
   */
  byEqualTitles(said: readonly SaidFilm[]): Promise<readonly (readonly NamedFilm[])[]>;

  /**
   * A few whose names hold one of the titles or are like it, of years near to the film's own where there is one. Costs far more than
   * {@link byEqualTitles}, and only helps somebody to choose.
   */
  byNearTitles(said: SaidFilm): Promise<readonly NamedFilm[]>;
}
