import type { FilmMatch, NamedFilm, DescribedFilm } from '../../domain/imports/film-matching.ts';
import { decideByTitle, matchByTitle, matchedById } from '../../domain/imports/film-matching.ts';
import type { FilmSearch } from '../films/film-search.ts';
import type { MovieCatalog } from '../films/movie-catalog.ts';
import type { FilmSource } from '../films/ports/film-source.ts';
import type { MovieRepository } from '../films/ports/movie-repository.ts';
import type { TimeSlice } from '../shared/time-slice.ts';
import type { OwnerView } from './owner-view.ts';
import type { FilmIndex } from './ports/film-index.ts';

/** Dependencies of matching. `source` is `undefined` without an API key. */
export type MatchingParts = {
  readonly index: FilmIndex;
  readonly movies: MovieRepository;
  readonly catalog: MovieCatalog;
  readonly search: FilmSearch;
  readonly source: FilmSource | undefined;
};

/** The owner to match for, and the time that it may take. */
export type Matching = { readonly view: OwnerView; readonly slice: TimeSlice };

/**
 * Matches rows of a list with films, by Kinopoisk id, by IMDb id, or by title and year. It looks in the catalogue
 * first, then asks the source. Answers of the source are stored, so each step ends with a look-up in the catalogue. For
 * a film that the owner may not view, only the teaser is compared.
 */
export class FilmMatcher {
  constructor(private readonly parts: MatchingParts) {}

  /** Whether there is a source to ask besides the catalogue. */
  get canAsk(): boolean {
    return this.parts.source !== undefined;
  }

  /**
   * Matches rows with films of the catalogue, in the order given. If the time is over, it returns results for the first
   * rows only, but for at least one. `isLastWord`: whether the source will not be asked; then similar titles are
   * searched as well.
   */
  async matchKnown(
    films: readonly DescribedFilm[],
    { view, slice, isLastWord }: Matching & { readonly isLastWord: boolean },
  ): Promise<readonly FilmMatch[]> {
    const byIds = await this.matchByIds(films, view);
    const unidentified = films.filter((_, at) => byIds[at] === undefined);
    const equal = await this.parts.index.byEqualTitles(unidentified, view.teasers);
    const seen = new Map((await view.namesOf(equal.flat())).map((film) => [film.kinopoiskId, film]));
    const equalTo = new Map(unidentified.map((described, at) => [described, (equal[at] ?? []).flatMap(seenIn(seen))]));
    const matches: FilmMatch[] = [];
    for (const [at, described] of films.entries()) {
      if (at > 0 && slice.isOver) break;
      const found = equalTo.get(described) ?? [];
      const sure = byIds[at] ?? decideByTitle(described, found, { isExhaustive: false });
      matches.push(
        sure ?? (isLastWord ? await this.matchNear(described, found, { view, isExhaustive: false }) : NOTHING),
      );
    }
    return matches;
  }

  /**
   * Matches one film with the source's help. Makes at most three calls to the source, mostly one, and calls `pay`
   * before each. @returns `undefined` when the service stops meanwhile @throws FilmSourceFailure; any error of `pay`
   */
  async matchAsking(
    described: DescribedFilm,
    { view, slice, pay }: Matching & { readonly pay: () => Promise<void> },
  ): Promise<FilmMatch | undefined> {
    const { index, catalog, search, source, movies } = this.parts;
    if (described.kinopoiskId !== null) {
      await pay();
      await catalog.learn(described.kinopoiskId);
      const [film] = await index.byIds([described.kinopoiskId]);
      if (film) return matchedById('kinopoisk_id', film.kinopoiskId);
    }
    if (described.imdbId !== null && source && !slice.isStopped) {
      await pay();
      const film = await source.findByImdbId(described.imdbId);
      if (film) await movies.save([film]);
      if (film && !(await view.isRestricted(film.kinopoiskId))) return matchedById('imdb_id', film.kinopoiskId);
    }
    if (slice.isStopped) return undefined;
    const [title] = described.titles;
    if (title !== undefined) {
      await pay();
      await search.learn(title);
    }
    const [equal = []] = await index.byEqualTitles([described], view.teasers);
    return this.matchNear(described, await view.namesOf(equal), { view, isExhaustive: true });
  }

  private async matchByIds(
    films: readonly DescribedFilm[],
    view: OwnerView,
  ): Promise<readonly (FilmMatch | undefined)[]> {
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

  /** `equal`: films with an equal title, which often suffice. */
  private async matchNear(
    described: DescribedFilm,
    equal: readonly NamedFilm[],
    { view, isExhaustive }: { view: OwnerView; isExhaustive: boolean },
  ): Promise<FilmMatch> {
    const sure = decideByTitle(described, equal, { isExhaustive });
    if (sure) return sure;
    const near = await view.namesOf(await this.parts.index.byNearTitles(described, view.teasers));
    const all = new Map([...near, ...equal].map((film) => [film.kinopoiskId, film]));
    return matchByTitle(described, [...all.values()], { isExhaustive });
  }
}

const NOTHING: FilmMatch = { outcome: 'not_found' };

function seenIn(seen: ReadonlyMap<number, NamedFilm>): (film: NamedFilm) => readonly NamedFilm[] {
  return ({ kinopoiskId }) => {
    const film = seen.get(kinopoiskId);
    return film ? [film] : [];
  };
}
