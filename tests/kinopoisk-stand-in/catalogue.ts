import type { Film } from './film.ts';
import type { RatedFilm } from './wire.ts';

export type Vote = { readonly kinopoiskId: number; readonly userRating: number };
export type Profile = readonly Vote[] | 'private';

/** What the stand-in knows: films in the order they were added, and profiles with their votes. */
export class Catalogue {
  readonly #films = new Map<number, { film: Film; names: string; themes: string }>();
  readonly #profiles = new Map<number, Profile>();

  /** Replaces a film of the same id. */
  addFilm(film: Film): void {
    const names = normalize([film.nameRu, film.nameOriginal].join(' '));
    const themes = normalize([names, ...film.genres, ...film.countries].join(' '));
    this.#films.set(film.kinopoiskId, { film, names, themes });
  }

  addProfile(userId: number, profile: Profile): void {
    this.#profiles.set(userId, profile);
  }

  findFilm(kinopoiskId: number): Film | undefined {
    return this.#films.get(kinopoiskId)?.film;
  }

  /** The films with this IMDb id, of which there is one or none. */
  filmsOf(imdbId: string): Film[] {
    return [...this.#films.values()].flatMap(({ film }) => (film.imdbId === imdbId ? [film] : []));
  }

  /** Films with every word in a title. If key words are joined by a comma, they may also be genres and countries. */
  search(keyword: string): Film[] {
    const words = normalize(keyword)
      .split(/[\s,]+/)
      .filter(Boolean);
    const place = keyword.includes(',') ? 'themes' : 'names';
    return [...this.#films.values()]
      .filter((entry) => words.length > 0 && words.every((word) => entry[place].includes(word)))
      .map(({ film }) => film);
  }

  get films(): readonly Film[] {
    return Array.from(this.#films.values(), ({ film }) => film);
  }

  /** Leaves out votes for films that the stand-in does not have; an unknown profile counts as an empty one. */
  votesOf(userId: number): readonly RatedFilm[] | 'private' {
    const profile = this.#profiles.get(userId) ?? [];
    if (profile === 'private') return profile;
    return profile.flatMap(({ kinopoiskId, userRating }) => {
      const film = this.findFilm(kinopoiskId);
      return film === undefined ? [] : [{ film, userRating }];
    });
  }
}

function normalize(text: string): string {
  return text.toLowerCase().replaceAll('ё', 'е').replaceAll('\u00a0', ' ');
}
