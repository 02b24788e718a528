import type { TeaserFilms } from '../../domain/access/restriction.ts';
import { isTeaser } from '../../domain/access/restriction.ts';
import type { NamedFilm } from '../../domain/imports/film-matching.ts';
import { teaserNames } from '../../domain/imports/film-matching.ts';
import type { MovieRepository } from '../films/ports/movie-repository.ts';

/**
 * Limits the data of films that matching may reveal to the list's owner. The owner chooses the titles in a row, so a
 * match reveals something about the film to the owner. For a restricted film, only the teaser may be compared.
 */
export class OwnerView {
  private readonly restricted = new Map<number, boolean>();

  /** `teasers`: the films that the owner may not view, if any. */
  constructor(
    private readonly movies: Pick<MovieRepository, 'findAll'>,
    readonly teasers: TeaserFilms | undefined,
  ) {}

  /** The films in their order, with the data that the owner may see. */
  async namesOf(films: readonly NamedFilm[]): Promise<readonly NamedFilm[]> {
    const restricted = await this.restrictedOf(films.map(({ kinopoiskId }) => kinopoiskId));
    return restricted.size === 0
      ? films
      : films.map((film) => (restricted.has(film.kinopoiskId) ? teaserNames(film) : film));
  }

  async isRestricted(kinopoiskId: number): Promise<boolean> {
    return (await this.restrictedOf([kinopoiskId])).size > 0;
  }

  /** The films among these that the owner may not view. */
  async restrictedOf(kinopoiskIds: readonly number[]): Promise<ReadonlySet<number>> {
    const { teasers, restricted } = this;
    if (teasers === undefined) return new Set();
    const unknown = [...new Set(kinopoiskIds.filter((id) => !restricted.has(id)))];
    for (const movie of unknown.length === 0 ? [] : await this.movies.findAll(unknown))
      restricted.set(movie.kinopoiskId, isTeaser(movie, teasers));
    return new Set(kinopoiskIds.filter((id) => restricted.get(id) === true));
  }
}
