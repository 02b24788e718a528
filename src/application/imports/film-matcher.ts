import type { FilmMatch, NamedFilm, SaidFilm } from '../../domain/imports/film-matching.ts';
import { decideByTitle, matchByTitle, matchedById } from '../../domain/imports/film-matching.ts';
import type { FilmSearch } from '../films/film-search.ts';
import type { MovieCatalog } from '../films/movie-catalog.ts';
import type { OwnerView } from './owner-view.ts';
import type { FilmIndex } from './ports/film-index.ts';
import type { FilmSource } from '../films/ports/film-source.ts';
import type { MovieRepository } from '../films/ports/movie-repository.ts';
import type { TimeSlice } from '../shared/time-slice.ts';

/** What matching works with. `source` is `undefined` without an API key. */
export type MatchingParts = {
  readonly index: FilmIndex;
  readonly movies: MovieRepository;
  readonly catalog: MovieCatalog;
  readonly search: FilmSearch;
  readonly source: FilmSource | undefined;
};

/** For whom films are matched, and how long that may take. */
export type Matching = { readonly view: OwnerView; readonly slice: TimeSlice };

/**
 * Finds the films that somebody's list means: by Kinopoisk's id, by IMDb's id, by title and year; first among the films known
 * here, then at the source. Whatever the source says is stored, so each step ends with a look into the catalogue.
 * Of a film that the owner of the list may not view, only what its teaser shows is compared.
 */
export class FilmMatcher {
  constructor(private readonly parts: MatchingParts) {}

  /** Whether there is anybody to ask beyond the films known here. */
  get canAsk(): boolean {
    return this.parts.source !== undefined;
  }

  /**
   * What the films known here tell, in the order given; of the first ones only when the time is over, but of one at least.
   * `isLastWord`: nobody will be asked beyond, so films of a title that is like it are looked for, too.
   */
  async matchKnown(
    films: readonly SaidFilm[],
    { view, slice, isLastWord }: Matching & { readonly isLastWord: boolean },
  ): Promise<readonly FilmMatch[]> {
    const byIds = await this.matchByIds(films, view);
    const unidentified = films.filter((_, at) => byIds[at] === undefined);
    const equal = await this.parts.index.byEqualTitles(unidentified);
    const seen = new Map((await view.namesOf(equal.flat())).map((film) => [film.kinopoiskId, film]));
    const equalTo = new Map(unidentified.map((said, at) => [said, (equal[at] ?? []).flatMap(seenIn(seen))]));
    const matches: FilmMatch[] = [];
    for (const [at, said] of films.entries()) {
      if (at > 0 && slice.isOver) break;
      const found = equalTo.get(said) ?? [];
      const sure = byIds[at] ?? decideByTitle(said, found, { isExhaustive: false });
      matches.push(sure ?? (isLastWord ? await this.matchNear(said, found, { view, isExhaustive: false }) : NOTHING));
    }
    return matches;
  }

  /**
   * The same with the source's help, at the cost of three calls at most, mostly one; each is paid for before.
   * @returns nothing when the service stops meanwhile @throws FilmSourceFailure; whatever `pay` throws
   */
  async matchAsking(
    said: SaidFilm,
    { view, slice, pay }: Matching & { readonly pay: () => Promise<void> },
  ): Promise<FilmMatch | undefined> {
    const { index, catalog, search, source, movies } = this.parts;
    if (said.kinopoiskId !== null) {
      await pay();
      await catalog.learn(said.kinopoiskId);
      const [film] = await index.byIds([said.kinopoiskId]);
      if (film) return matchedById('kinopoisk_id', film.kinopoiskId);
    }
    if (said.imdbId !== null && source && !slice.isStopped) {
      await pay();
      const film = await source.findByImdbId(said.imdbId);
      if (film) await movies.save([film]);
      if (film && !(await view.isRestricted(film.kinopoiskId))) return matchedById('imdb_id', film.kinopoiskId);
    }
    if (slice.isStopped) return undefined;
    const [title] = said.titles;
    if (title !== undefined) {
      await pay();
      await search.learn(title);
    }
    const [equal = []] = await index.byEqualTitles([said]);
    return this.matchNear(said, await view.namesOf(equal), { view, isExhaustive: true });
  }

  private async matchByIds(films: readonly SaidFilm[], view: OwnerView): Promise<readonly (FilmMatch | undefined)[]> {
    const { index } = this.parts;
    const [byId, byImdbId] = await Promise.all([
      index.byIds(films.flatMap(({ kinopoiskId }) => kinopoiskId ?? [])),
      index.byImdbIds(films.flatMap(({ imdbId }) => imdbId ?? [])),
    ]);
    const known = new Set(byId.map(({ kinopoiskId }) => kinopoiskId));
    const seen = await view.namesOf(byImdbId);
    return films.map(({ kinopoiskId, imdbId }) => {
      if (kinopoiskId !== null && known.has(kinopoiskId)) return matchedById('kinopoisk_id', kinopoiskId);
      const [film, another] = imdbId === null ? [] : seen.filter((each) => each.imdbId === imdbId);
      return film && !another ? matchedById('imdb_id', film.kinopoiskId) : undefined;
    });
  }

  /** `equal`: films of an equal title, which often are enough. */
  private async matchNear(
    said: SaidFilm,
    equal: readonly NamedFilm[],
    { view, isExhaustive }: { view: OwnerView; isExhaustive: boolean },
  ): Promise<FilmMatch> {
    const sure = decideByTitle(said, equal, { isExhaustive });
    if (sure) return sure;
    const near = await view.namesOf(await this.parts.index.byNearTitles(said));
    const all = new Map([...near, ...equal].map((film) => [film.kinopoiskId, film]));
    return matchByTitle(said, [...all.values()], { isExhaustive });
  }
}

const NOTHING: FilmMatch = { outcome: 'not_found' };

function seenIn(seen: ReadonlyMap<number, NamedFilm>): (film: NamedFilm) => readonly NamedFilm[] {
  return ({ kinopoiskId }) => {
    const film = seen.get(kinopoiskId);
    return film ? [film] : [];
  };
}
