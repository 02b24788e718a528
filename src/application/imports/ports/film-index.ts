import type { NamedFilm, DescribedFilm } from '../../../domain/imports/film-matching.ts';

/** Finds films of the catalogue by IMDb id and by title, with all their names. */
export interface FilmIndex {
  /** The known films among these, in any order. */
  byIds(kinopoiskIds: readonly number[]): Promise<readonly NamedFilm[]>;

  /** Films with one of the IMDb ids; rarely more than one per id. */
  byImdbIds(imdbIds: readonly string[]): Promise<readonly NamedFilm[]>;

  /**
   * For each row, in order, the films with exactly one of its titles, closest year first where a year is given. At most
   * a few per row, and some may not have an equal title. Looking up many rows costs little more than one.
   */
  byEqualTitles(described: readonly DescribedFilm[]): Promise<readonly (readonly NamedFilm[])[]>;

  /**
   * A few films whose names contain or resemble one of the titles, closest year first where a year is given. Far more
   * expensive than {@link byEqualTitles}; its results only help the owner to choose.
   */
  byNearTitles(described: DescribedFilm): Promise<readonly NamedFilm[]>;
}
