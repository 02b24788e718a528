import type { FilmMatch, NamedFilm, SaidFilm } from '../domain/film-matching.ts';
import { matchByTitle, matchedById, titlesOf } from '../domain/film-matching.ts';
import type { FilmSearch } from './film-search.ts';
import type { MovieCatalog } from './movie-catalog.ts';
import type { FilmIndex } from './ports/film-index.ts';
import type { FilmSource } from './ports/film-source.ts';
import type { MovieRepository } from './ports/movie-repository.ts';

/** What matching works with. `source` is `undefined` without an API key. */
export type MatchingParts = {
  readonly index: FilmIndex;
  readonly movies: MovieRepository;
  readonly catalog: MovieCatalog;
  readonly search: FilmSearch;
  readonly source: FilmSource | undefined;
};

/**
 * Finds the films that somebody's list means: by Kinopoisk's id, by IMDb's id, by title and year; first among the films known
 * here, then at the source. Whatever the source says is stored, so each step ends with a look into the catalogue.
 */
export class FilmMatcher {
  constructor(private readonly parts: MatchingParts) {}

  /** Whether there is anybody to ask beyond the films known here. */
  get canAsk(): boolean {
    return this.parts.source !== undefined;
  }

  /** What the films known here tell, in the order given. Where somebody can be asked, only what is matched is the last word. */
  async matchKnown(films: readonly SaidFilm[]): Promise<readonly FilmMatch[]> {
    const { index } = this.parts;
    const [byId, byImdbId] = await Promise.all([
      index.byIds(films.flatMap(({ kinopoiskId }) => kinopoiskId ?? [])),
      index.byImdbIds(films.flatMap(({ imdbId }) => imdbId ?? [])),
    ]);
    const known = new Map(byId.map((film) => [film.kinopoiskId, film]));
    const matches: FilmMatch[] = [];
    for (const said of films) {
      const byAnId = this.matchById(said, known, byImdbId);
      matches.push(byAnId ?? (await this.matchTitle(said, { isExhaustive: false })));
    }
    return matches;
  }

  /**
   * The same with the source's help, at the cost of three calls at most, mostly one; each is paid for before.
   * @throws FilmSourceFailure; whatever `pay` throws
   */
  async matchAsking(said: SaidFilm, pay: () => Promise<void>): Promise<FilmMatch> {
    const { index, catalog, search, source, movies } = this.parts;
    if (said.kinopoiskId !== null) {
      await pay();
      await catalog.learn(said.kinopoiskId);
      const [film] = await index.byIds([said.kinopoiskId]);
      if (film) return matchedById('kinopoisk_id', film.kinopoiskId);
    }
    if (said.imdbId !== null && source) {
      await pay();
      const film = await source.findByImdbId(said.imdbId);
      if (film) await movies.save([film]);
      if (film) return matchedById('imdb_id', film.kinopoiskId);
    }
    const [title] = said.titles;
    if (title !== undefined) {
      await pay();
      await search.learn(title);
    }
    return this.matchTitle(said, { isExhaustive: true });
  }

  private matchById(
    { kinopoiskId, imdbId }: SaidFilm,
    known: ReadonlyMap<number, NamedFilm>,
    byImdbId: readonly NamedFilm[],
  ): FilmMatch | undefined {
    if (kinopoiskId !== null && known.has(kinopoiskId)) return matchedById('kinopoisk_id', kinopoiskId);
    const [film, another] = imdbId === null ? [] : byImdbId.filter((each) => each.imdbId === imdbId);
    return film && !another ? matchedById('imdb_id', film.kinopoiskId) : undefined;
  }

  private async matchTitle(said: SaidFilm, how: { isExhaustive: boolean }): Promise<FilmMatch> {
    const titles = titlesOf(said);
    if (titles.length === 0) return { outcome: 'not-found' };
    return matchByTitle(said, await this.parts.index.byTitles(titles, said.year), how);
  }
}
