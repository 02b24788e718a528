import { MAX_SEARCH_PAGES, SEARCH_PAGE_SIZE } from '../../src/application/films/ports/film-source.ts';
import type { MovieRepository } from '../../src/application/films/ports/movie-repository.ts';
import type { TeaserFilms } from '../../src/domain/access/restriction.ts';
import { isTeaser } from '../../src/domain/access/restriction.ts';
import { mergeFilm } from '../../src/domain/films/merge-film.ts';
import type { MovieFilter } from '../../src/domain/films/movie-filter.ts';
import type { FilmRecord, Movie } from '../../src/domain/films/movie.ts';
import { FIRST_OWN_ID, isComplete, originalTitleOf, titleOf, unknownFilm } from '../../src/domain/films/movie.ts';
import { searchSpellings } from '../../src/domain/films/search-spellings.ts';
import type { Page, PageRequest } from '../../src/domain/shared/page.ts';
import { kinopoiskGenres } from './kinopoisk-genres.ts';
import { compareOrders, hasTyped, unlikeness } from './likeness.ts';

type NamedDirector = NonNullable<FilmRecord['directors']>[number];

export class InMemoryMovieRepository implements MovieRepository {
  private readonly films = new Map<number, FilmRecord>();
  private readonly genreIds = new Map(Array.from(kinopoiskGenres, ([id, name]) => [name, id]));
  private readonly ownDirectorIds = new Map<string, number>();
  private nextOwnId = FIRST_OWN_ID;

  async find(kinopoiskId: number): Promise<Movie | undefined> {
    return this.get(kinopoiskId);
  }

  async findAll(kinopoiskIds: readonly number[]): Promise<readonly Movie[]> {
    return this.all().filter(({ kinopoiskId }) => kinopoiskIds.includes(kinopoiskId));
  }

  /** Like `find`, but without a promise. */
  get(kinopoiskId: number): Movie | undefined {
    const film = this.films.get(kinopoiskId);
    return film && this.toMovie(film);
  }

  /** All films, in the order in which they were added. */
  all(): Movie[] {
    return Array.from(this.films.values(), (film) => this.toMovie(film));
  }

  /** All visible names of the film, the title first. */
  namesOf(kinopoiskId: number, teasers?: TeaserFilms): string[] {
    const film = this.films.get(kinopoiskId) ?? unknownFilm(kinopoiskId);
    const names = [film.nameRu, film.nameOriginal, film.nameEn].filter((name) => name !== null);
    return teasers === undefined || isVisible(this.toMovie(film), teasers) ? names : names.slice(0, 1);
  }

  async save(films: readonly FilmRecord[]): Promise<readonly Movie[]> {
    const identified = films.flatMap((incoming) => this.merge(incoming));
    for (const director of identified) this.identify(director);
    const ids = Array.from(new Set(films.map((film) => film.kinopoiskId)));
    return ids.flatMap((id) => this.get(id) ?? []);
  }

  async search(query: string, { page, perPage }: PageRequest, teasers?: TeaserFilms): Promise<Page<Movie>> {
    const { typed, others } = searchSpellings(query);
    const isFound = (text: string) =>
      [...this.films.keys()].some((kinopoiskId) => hasTyped(text, this.namesOf(kinopoiskId, teasers)));
    const spelt = [typed, ...others].find(isFound) ?? typed;
    const found = Array.from(this.films.values()).flatMap((film) => {
      const order = unlikeness(spelt, this.namesOf(film.kinopoiskId, teasers));
      const rating = ratingOf(this.toMovie(film), teasers) ?? -1;
      return order ? [{ film, order: [...order, -rating, film.kinopoiskId] }] : [];
    });
    found.sort((a, b) => compareOrders(a.order, b.order));
    const shown = found.slice(0, MAX_SEARCH_PAGES * SEARCH_PAGE_SIZE);
    const items = shown.slice((page - 1) * perPage, page * perPage);
    return { items: items.map(({ film }) => this.toMovie(film)), total: shown.length };
  }

  async firstInTitles(queries: readonly string[], teasers?: TeaserFilms): Promise<string | undefined> {
    const ids = [...this.films.keys()];
    return queries.find((query) => ids.some((id) => hasTyped(query, this.namesOf(id, teasers))));
  }

  async list(filter: MovieFilter, { page, perPage }: PageRequest): Promise<Page<Movie>> {
    const listed = this.listed(filter);
    return { items: listed.slice((page - 1) * perPage, page * perPage), total: listed.length };
  }

  async *stream(filter: MovieFilter): AsyncIterable<Movie> {
    yield* this.listed(filter);
  }

  async count(): Promise<number> {
    return this.films.size;
  }

  private listed({ order, genreId, directorId, year, teasers }: MovieFilter): Movie[] {
    const listed = Array.from(this.films.values())
      .filter(isComplete)
      .map((film) => this.toMovie(film))
      .filter((movie) => genreId === undefined || movie.genres.some(({ id }) => id === genreId))
      .filter((movie) => directorId === undefined || movie.directors.some(({ id }) => id === directorId))
      .filter((movie) => year === undefined || movie.year === year);
    if (order === 'stored') return listed;
    const keys = (movie: Movie) => [-(movie.year ?? 0), -(ratingOf(movie, teasers) ?? -1), movie.kinopoiskId];
    return listed.toSorted((a, b) => compareOrders(keys(a), keys(b)));
  }

  /** @returns the directors of the film, with and without ids */
  private merge(incoming: FilmRecord): NamedDirector[] {
    const known = this.films.get(incoming.kinopoiskId) ?? unknownFilm(incoming.kinopoiskId);
    const merged = structuredClone(mergeFilm(known, incoming));
    this.films.set(incoming.kinopoiskId, merged);
    const namedOnly = [...(known.directors ?? []), ...(incoming.directors ?? [])].filter(({ id }) => id === null);
    const withId = merged.directors?.filter(({ id }) => id !== null) ?? [];
    for (const director of withId) this.rename(director);
    return withId.filter(({ name }) => namedOnly.some((other) => other.name === name));
  }

  private identify(identified: NamedDirector): void {
    this.ownDirectorIds.delete(identified.name);
    this.eachDirector((director) =>
      director.id === null && director.name === identified.name ? identified : director,
    );
  }

  private rename(renamed: NamedDirector): void {
    this.eachDirector((director) => (director.id === renamed.id ? renamed : director));
  }

  private eachDirector(change: (director: NamedDirector) => NamedDirector): void {
    for (const [id, film] of this.films) this.films.set(id, { ...film, directors: film.directors?.map(change) });
  }

  private ownIdOf(ids: Map<string, number>, name: string): number {
    const id = ids.get(name) ?? this.nextOwnId;
    if (id === this.nextOwnId) this.nextOwnId += 1;
    ids.set(name, id);
    return id;
  }

  private toMovie(film: FilmRecord): Movie {
    const { nameRu: _ru, nameOriginal: _original, nameEn: _en, genres, directors, trailerUrl, ...rest } = film;
    // Not `structuredClone`, which takes most of the time of tests with thousands of films.
    return {
      ...rest,
      countries: [...film.countries],
      fetchedAt: film.fetchedAt && new Date(film.fetchedAt),
      title: titleOf(film),
      originalTitle: originalTitleOf(film),
      genres: genres.map((name) => ({ id: this.ownIdOf(this.genreIds, name), name })),
      directors: (directors ?? []).map(({ id, name }) => ({ id: id ?? this.ownIdOf(this.ownDirectorIds, name), name })),
      trailerUrl: trailerUrl ?? null,
      isEnriched: directors !== undefined && trailerUrl !== undefined,
    };
  }
}

/** The rating that the reader sees. */
export function ratingOf(movie: Movie, teasers: TeaserFilms | undefined): number | null {
  return isVisible(movie, teasers) ? movie.rating : null;
}

function isVisible(movie: Movie, teasers: TeaserFilms | undefined): boolean {
  return teasers === undefined || !isTeaser(movie, teasers);
}
