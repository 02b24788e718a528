import type { Film } from './film.ts';

/** The documented bound of `page`, so no collection shows more films. */
export const LAST_COLLECTION_PAGE = 50;
const MOST_FILMS = 1_000;
/** Assumed: no answer about a collection of a theme was recorded. */
const MOST_OF_A_THEME = 100;
const BEST = 250;
/** Films with fewer votes are in no list of the best. */
const VOTES_OF_THE_BEST = 10_000;

const SERIES: ReadonlySet<string> = new Set(['TV_SERIES', 'MINI_SERIES', 'TV_SHOW']);

const isSeries = ({ type }: Film) => SERIES.has(type);
const all = () => true;
const isFilm = (film: Film) => !isSeries(film);
const ofGenre = (genre: string) => (film: Film) => film.genres.includes(genre);

const COLLECTIONS: Readonly<Record<string, (films: readonly Film[]) => readonly Film[]>> = {
  TOP_POPULAR_ALL: (films) => popular(films, all),
  TOP_POPULAR_MOVIES: (films) => popular(films, isFilm),
  POPULAR_SERIES: (films) => popular(films, isSeries),
  TOP_250_MOVIES: (films) => best(films, isFilm),
  TOP_250_TV_SHOWS: (films) => best(films, isSeries),
  CLOSES_RELEASES: () => [],
  FAMILY: (films) => popular(films, ofGenre('семейный'), MOST_OF_A_THEME),
  KIDS_ANIMATION_THEME: (films) => popular(films, ofGenre('мультфильм'), MOST_OF_A_THEME),
  LOVE_THEME: (films) => popular(films, ofGenre('мелодрама'), MOST_OF_A_THEME),
  COMICS_THEME: () => [],
  OSKAR_WINNERS_2021: () => [],
  CATASTROPHE_THEME: () => [],
  VAMPIRE_THEME: () => [],
  ZOMBIE_THEME: () => [],
};

const MONTHS = [
  ...['JANUARY', 'FEBRUARY', 'MARCH', 'APRIL', 'MAY', 'JUNE'],
  ...['JULY', 'AUGUST', 'SEPTEMBER', 'OCTOBER', 'NOVEMBER', 'DECEMBER'],
];

/** The films of a collection in its order; `undefined` if Kinopoisk has no such collection. */
export function collectionOf(films: readonly Film[], type: string): readonly Film[] | undefined {
  return Object.hasOwn(COLLECTIONS, type) ? COLLECTIONS[type]?.(films) : undefined;
}

/** The films of a month by day; `undefined` when there is no such month. */
export function premieresIn(films: readonly Film[], year: string, month: string): readonly Film[] | undefined {
  const at = MONTHS.indexOf(month);
  if (at < 0 || !/^\d{4}$/.test(year)) return undefined;
  const prefix = `${year}-${String(at + 1).padStart(2, '0')}-`;
  return films
    .filter(({ premiereRu }) => premiereRu?.startsWith(prefix))
    .toSorted((a, b) => (a.premiereRu ?? '').localeCompare(b.premiereRu ?? ''));
}

function popular(films: readonly Film[], belongs: (film: Film) => boolean, most = MOST_FILMS): readonly Film[] {
  return films
    .filter(belongs)
    .toSorted((a, b) => b.voteCount - a.voteCount)
    .slice(0, most);
}

function best(films: readonly Film[], belongs: (film: Film) => boolean): readonly Film[] {
  return films
    .filter((film) => belongs(film) && film.voteCount >= VOTES_OF_THE_BEST)
    .toSorted((a, b) => (b.rating ?? 0) - (a.rating ?? 0))
    .slice(0, BEST);
}
