import { comparableTitle, likenessOf, trigramsOf } from '../films/title-likeness.ts';

/** What somebody's list says of a film. `isSeries`: `null` when it does not say. */
export type SaidFilm = {
  readonly kinopoiskId: number | null;
  readonly imdbId: string | null;
  /** Title and original title, as far as there are any. */
  readonly titles: readonly string[];
  readonly year: number | null;
  readonly isSeries: boolean | null;
};

/** A film by all its names. `type`: Kinopoisk's word. */
export type NamedFilm = {
  readonly kinopoiskId: number;
  readonly names: readonly string[];
  readonly year: number | null;
  readonly imdbId: string | null;
  readonly type: string | null;
};

/** What told the film: an id, its title with its year, or the owner of the list. */
export const MATCHED_BY = ['kinopoisk_id', 'imdb_id', 'title_and_year', 'owner'] as const;
export type MatchedBy = (typeof MATCHED_BY)[number];

/** A film that may be meant. `confidence`: 0 to 1. */
export type Candidate = {
  readonly kinopoiskId: number;
  readonly title: string | null;
  readonly year: number | null;
  readonly confidence: number;
};

export type FilmMatch =
  | { readonly outcome: 'matched'; readonly by: MatchedBy; readonly kinopoiskId: number; readonly confidence: number }
  | { readonly outcome: 'ambiguous'; readonly candidates: readonly Candidate[] }
  | { readonly outcome: 'not_found' };

/** More candidates than this help nobody to choose. */
export const MAX_CANDIDATES = 5;

/** A row is compared by so many titles at most. What a row costs must not depend on how many titles somebody joins in it. */
export const MAX_TITLES_COMPARED = 8;

const CONFIDENCE = { kinopoisk_id: 1, imdb_id: 0.99, bothTitlesAndYear: 0.98, titleAndYear: 0.95, nextYear: 0.85 };

/** Titles less alike than this are different ones. */
const LEAST_LIKENESS = 0.6;
/** How much a candidate's confidence is of what its title's likeness would be. */
const TITLE_ALONE = 0.9;
const TITLE_NEAR = 0.8;
const YEAR_UNKNOWN = 0.8;
const LESS_BY_YEAR = 0.15;
/** Years in which a film of the very title may still be the one meant, and one of a title that is like it. */
const MOST_YEARS_APART = 3;
const MOST_YEARS_APART_WHEN_NEAR = 1;
/** Letters of a title that hardly another film of these years has. */
const DISTINCTIVE_LENGTH = 12;

const SERIES_TYPES: ReadonlySet<string> = new Set(['TV_SERIES', 'MINI_SERIES', 'TV_SHOW']);

type Compared = {
  readonly film: NamedFilm;
  /** How many different titles of the list are this film's. */
  readonly equalTitles: number;
  /** `null` when one of the years is not known. */
  readonly yearsApart: number | null;
};

/** `likeness`: 0 to 1, which is an equal title. */
type Rated = Compared & { readonly likeness: number };

type Title = { readonly title: string; readonly trigrams: ReadonlySet<string> };

export function matchedById(by: 'kinopoisk_id' | 'imdb_id', kinopoiskId: number): FilmMatch {
  return { outcome: 'matched', by, kinopoiskId, confidence: CONFIDENCE[by] };
}

/**
 * Which of the films is meant by title and year. Precision comes first: only an equal title decides, and only with its
 * year; the year before or after is enough where both titles agree or, once everybody was asked (`isExhaustive`), for a title that is
 * not a common word. Whatever is merely possible is left to the owner.
 */
export function matchByTitle(
  said: SaidFilm,
  films: readonly NamedFilm[],
  { isExhaustive }: { isExhaustive: boolean },
): FilmMatch {
  const decided = decideByTitle(said, films, { isExhaustive });
  if (decided) return decided;
  const titles = comparableTitlesOf(said).map((title) => ({ title, trigrams: trigramsOf(title) }));
  const candidates = films
    .filter((film) => !isAnother(said, film))
    .map((film) => rate(film, titles, said))
    .filter(isPossible)
    .map(toCandidate)
    .toSorted((a, b) => b.confidence - a.confidence || a.kinopoiskId - b.kinopoiskId)
    .slice(0, MAX_CANDIDATES);
  return candidates.length > 0 ? { outcome: 'ambiguous', candidates } : { outcome: 'not_found' };
}

/** The film that {@link matchByTitle} is sure of. Takes films of an equal title; others make no difference. */
export function decideByTitle(
  said: SaidFilm,
  films: readonly NamedFilm[],
  { isExhaustive }: { isExhaustive: boolean },
): FilmMatch | undefined {
  const titles = new Set(comparableTitlesOf(said));
  const equal = films
    .filter((film) => !isAnother(said, film))
    .map((film) => compare(film, titles, said))
    .filter(({ equalTitles, yearsApart }) => equalTitles > 0 && (yearsApart ?? 0) <= MOST_YEARS_APART);
  const decided = decide(equal, { titles, isExhaustive });
  return decided && { outcome: 'matched', by: 'title_and_year', ...decided };
}

/** What may be a title of the film: its titles first, then the parts of each, {@link MAX_TITLES_COMPARED} in all. */
export function titlesOf(said: SaidFilm): string[] {
  return [...new Set([...said.titles, ...said.titles.flatMap(partsOf)])].slice(0, MAX_TITLES_COMPARED);
}

/** Of a film that the owner of a list may not view, matching knows what its teaser shows: id, title, year and type. */
export function teaserNames({ kinopoiskId, names, year, type }: NamedFilm): NamedFilm {
  return { kinopoiskId, names: names.slice(0, 1), year, imdbId: null, type };
}

/** `Матрица / The Matrix` and `Матрица (The Matrix)` hold two titles, and perhaps are one. */
function partsOf(title: string): string[] {
  const parts = title.split(' / ', MAX_TITLES_COMPARED);
  const [, before, inside] = /^(.+?)\s*\(((?!\d+\))[^()]+)\)$/.exec(title) ?? [];
  return [...(parts.length > 1 ? parts : []), ...(before && inside ? [before, inside] : [])];
}

function comparableTitlesOf(said: SaidFilm): string[] {
  return [...new Set(titlesOf(said).map(comparableTitle))];
}

/** Where both are known, another id is another film, and a series is no film. */
function isAnother(said: SaidFilm, { kinopoiskId, imdbId, type }: NamedFilm): boolean {
  if (said.kinopoiskId !== null && said.kinopoiskId !== kinopoiskId) return true;
  if (said.imdbId !== null && imdbId !== null && said.imdbId !== imdbId) return true;
  return said.isSeries !== null && type !== null && said.isSeries !== SERIES_TYPES.has(type);
}

function compare(film: NamedFilm, titles: ReadonlySet<string>, { year }: SaidFilm): Compared {
  return {
    film,
    equalTitles: new Set(film.names.map(comparableTitle).filter((name) => titles.has(name))).size,
    yearsApart: year === null || film.year === null ? null : Math.abs(year - film.year),
  };
}

function rate(film: NamedFilm, titles: readonly Title[], said: SaidFilm): Rated {
  const compared = compare(film, new Set(titles.map(({ title }) => title)), said);
  if (compared.equalTitles > 0) return { ...compared, likeness: 1 };
  const names = film.names.map((name) => trigramsOf(comparableTitle(name)));
  const pairs = titles.flatMap(({ trigrams }) => names.map((name) => likenessOf(trigrams, name)));
  return { ...compared, likeness: Math.max(0, ...pairs) };
}

function isPossible({ likeness, equalTitles, yearsApart }: Rated): boolean {
  const most = equalTitles > 0 ? MOST_YEARS_APART : MOST_YEARS_APART_WHEN_NEAR;
  return likeness >= LEAST_LIKENESS && (yearsApart ?? 0) <= most;
}

function decide(
  equal: readonly Compared[],
  { titles, isExhaustive }: { titles: ReadonlySet<string>; isExhaustive: boolean },
): Pick<Candidate, 'kinopoiskId' | 'confidence'> | undefined {
  const ofYear = onlyBest(equal.filter(({ yearsApart }) => yearsApart === 0));
  if (ofYear) {
    const confidence = ofYear.equalTitles > 1 ? CONFIDENCE.bothTitlesAndYear : CONFIDENCE.titleAndYear;
    return { kinopoiskId: ofYear.film.kinopoiskId, confidence };
  }
  const [only, another] = equal;
  if (only?.yearsApart !== 1 || another !== undefined) return undefined;
  const isDistinctive = [...titles].some((title) => title.length >= DISTINCTIVE_LENGTH && isNamed(only.film, title));
  const isSure = only.equalTitles > 1 || (isExhaustive && isDistinctive);
  return isSure ? { kinopoiskId: only.film.kinopoiskId, confidence: CONFIDENCE.nextYear } : undefined;
}

function isNamed({ names }: NamedFilm, title: string): boolean {
  return names.some((name) => comparableTitle(name) === title);
}

/** The one with more equal titles than any other. */
function onlyBest(compared: readonly Compared[]): Compared | undefined {
  const [best, second] = compared.toSorted((a, b) => b.equalTitles - a.equalTitles);
  return best && best.equalTitles > (second?.equalTitles ?? 0) ? best : undefined;
}

function toCandidate({ film, likeness, equalTitles, yearsApart }: Rated): Candidate {
  const byYear = yearsApart === null ? YEAR_UNKNOWN : 1 - yearsApart * LESS_BY_YEAR;
  const confidence = likeness * byYear * (equalTitles > 0 ? TITLE_ALONE : TITLE_NEAR);
  const { kinopoiskId, names, year } = film;
  return { kinopoiskId, title: names[0] ?? null, year, confidence: Math.round(confidence * 100) / 100 };
}
