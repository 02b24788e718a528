/** A film as the stand-in stores it; `wire.ts` turns it into answers. */
export type Film = {
  readonly kinopoiskId: number;
  /** The peculiarity of Kinopoisk that this film is an example of. */
  readonly shows: string;
  readonly nameRu: string | null;
  readonly nameOriginal: string | null;
  readonly year: number | null;
  readonly lengthMinutes: number | null;
  /** 0 to 10. */
  readonly rating: number | null;
  readonly voteCount: number;
  readonly ratingImdb: number | null;
  readonly imdbId: string | null;
  readonly type: string;
  /** `age0` … `age18`. */
  readonly ratingAgeLimits: string | null;
  readonly countries: readonly string[];
  readonly genres: readonly string[];
  readonly description: string | null;
  /** The day of the premiere in Russia (YYYY-MM-DD), for the list of its month. */
  readonly premiereRu?: string;
  readonly videos: readonly Video[] | 'not-found';
  /** Absent: an invented crew of 82 rows. */
  readonly staff?: readonly StaffRow[] | 'not-found';
  /** Replaces fields of the search result; `undefined` removes one. */
  readonly inSearch?: Json;
  /** Replaces fields of the card; `undefined` removes one. */
  readonly inDetails?: Json;
};

export type FilmFacts = Pick<Film, 'kinopoiskId'> & Partial<Film>;

export type Json = Readonly<Record<string, unknown>>;

export type Video = { readonly url: string; readonly name: string; readonly site: string };

export type StaffRow = {
  readonly staffId: number;
  readonly nameRu: string | null;
  readonly nameEn: string | null;
  readonly description: string | null;
  readonly posterUrl: string;
  readonly professionText: string;
  readonly professionKey: string;
};

/** A film with these facts. All other facts are those of a usual Russian drama. */
export function inventFilm(facts: FilmFacts): Film {
  return {
    shows: 'an ordinary film',
    nameRu: `Выдуманный фильм ${facts.kinopoiskId}`,
    nameOriginal: null,
    year: 2001,
    lengthMinutes: 101,
    rating: 7.1,
    voteCount: 4_812,
    ratingImdb: 6.8,
    imdbId: null,
    type: 'FILM',
    ratingAgeLimits: 'age12',
    countries: ['Россия'],
    genres: ['драма'],
    description: 'Выдуманное описание фильма, которого никто не снимал.',
    videos: [{ url: youtubeUrl(facts.kinopoiskId), name: 'Трейлер', site: 'YOUTUBE' }],
    ...facts,
  };
}

/** The address of the invented trailer of a film, with an id of 11 characters as YouTube has them. */
export function youtubeUrl(kinopoiskId: number): string {
  return `https://www.youtube.com/watch?v=${youtubeId(kinopoiskId)}`;
}

export function youtubeId(kinopoiskId: number): string {
  return `kp${kinopoiskId}`.padEnd(11, '_').slice(0, 11);
}
