import type { TeaserFilms } from '../../../domain/access/restriction.ts';
import type { NamedFilm, DescribedFilm } from '../../../domain/imports/film-matching.ts';

/**
 * Finds films of the catalogue by IMDb id and by title, with all their names. `teasers`: the films whose title alone may
 * be looked up, because their other names are hidden from the owner of the list.
 */
export interface FilmIndex {
  /** The known films among these, in any order. */
  byIds(kinopoiskIds: readonly number[]): Promise<readonly NamedFilm[]>;

  /** Films with one of the IMDb ids; rarely several films per id. */
  byImdbIds(imdbIds: readonly string[]): Promise<readonly NamedFilm[]>;

  /**
   * For each row, in order, the films that have exactly one of its titles. If the row has a year, films of the closest
   * year come first. At most a few per row, and some may not have an equal title. Looking up many rows costs little
   * more than one.
   */
  byEqualTitles(described: readonly DescribedFilm[], teasers?: TeaserFilms): Promise<readonly (readonly NamedFilm[])[]>;

  /**
   * A few films whose names contain or resemble one of the titles. If there is a year, films of the closest year come
   * first. Far more expensive than {@link byEqualTitles}; its results only help the owner to choose.
   */
  byNearTitles(described: DescribedFilm, teasers?: TeaserFilms): Promise<readonly NamedFilm[]>;
}
