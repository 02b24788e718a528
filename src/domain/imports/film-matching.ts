import { comparableTitle, likenessOf, trigramsOf } from '../films/title-likeness.ts';

/**
 * A film as a row describes it. `isSeries`: `null` when the row does not say. `isKindUnclear`: whether the row names
 * its kind in unknown words. It may be about an episode, so only an id identifies the film.
 */
export type DescribedFilm = {
  readonly kinopoiskId: number | null;
  readonly imdbId: string | null;
  /** Title and original title, if given. */
  readonly titles: readonly string[];
  readonly year: number | null;
  readonly isSeries: boolean | null;
  readonly isKindUnclear?: true;
};

/** A film with all its names. `type`: as Kinopoisk names it. */
export type NamedFilm = {
  readonly kinopoiskId: number;
  readonly names: readonly string[];
  readonly year: number | null;
  readonly imdbId: string | null;
  readonly type: string | null;
};

/** How the film was identified: by an id, by title and year, or by the owner's choice. */
export const MATCHED_BY = ['kinopoisk_id', 'imdb_id', 'title_and_year', 'owner'] as const;
export type MatchedBy = (typeof MATCHED_BY)[number];

/** A film that the row may mean. `confidence`: 0 to 1. */
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

/** A longer list of candidates does not help anybody to choose. */
export const MAX_CANDIDATES = 5;

/** Limits the cost of a row with many titles. */
const MAX_TITLES_COMPARED = 8;

const CONFIDENCE = { kinopoisk_id: 1, imdb_id: 0.99, bothTitlesAndYear: 0.98, titleAndYear: 0.95, nextYear: 0.85 };

/** Minimum similarity at which two titles may name the same film. */
const LEAST_LIKENESS = 0.6;
/** Factor for the confidence of a candidate if only its title is known to match. */
const TITLE_ALONE = 0.9;
const TITLE_NEAR = 0.8;
const YEAR_UNKNOWN = 0.8;
const LESS_BY_YEAR = 0.15;
/** Maximum difference in years for a film with an equal title, and for one with a similar title. */
const MOST_YEARS_APART = 3;
const MOST_YEARS_APART_WHEN_NEAR = 1;
/** Titles at least this long are hardly shared by two films of the same years. */
const DISTINCTIVE_LENGTH = 12;

const SERIES_TYPES: ReadonlySet<string> = new Set(['TV_SERIES', 'MINI_SERIES', 'TV_SHOW']);

type Compared = {
  readonly film: NamedFilm;
  /** The number of different titles in the row that are titles of this film. */
  readonly equalTitles: number;
  /** `null` when one of the years is unknown. */
  readonly yearsApart: number | null;
};

/** `likeness`: 0 to 1, where 1 means equal titles. */
type Rated = Compared & { readonly likeness: number };

type Title = { readonly title: string; readonly trigrams: ReadonlySet<string> };

export function matchedById(by: 'kinopoisk_id' | 'imdb_id', kinopoiskId: number): FilmMatch {
  return { outcome: 'matched', by, kinopoiskId, confidence: CONFIDENCE[by] };
}

/**
 * Decides by title and year which film a row means. Precision comes first: only an equal title decides, and only with
 * its year. The year before or after is accepted if both titles are equal. If every source was asked (`isExhaustive`),
 * it is also accepted for a distinctive title. The owner decides about any other candidate.
 */
export function matchByTitle(
  described: DescribedFilm,
  films: readonly NamedFilm[],
  { isExhaustive }: { isExhaustive: boolean },
): FilmMatch {
  const decided = decideByTitle(described, films, { isExhaustive });
  if (decided) return decided;
  const titles = comparableTitlesOf(described).map((title) => ({ title, trigrams: trigramsOf(title) }));
  const candidates = films
    .filter((film) => !isAnother(described, film))
    .map((film) => rate(film, titles, described))
    .filter(isPossible)
    .map(toCandidate)
    .toSorted((a, b) => b.confidence - a.confidence || a.kinopoiskId - b.kinopoiskId)
    .slice(0, MAX_CANDIDATES);
  return candidates.length > 0 ? { outcome: 'ambiguous', candidates } : { outcome: 'not_found' };
}

/**
 * The film of which {@link matchByTitle} is certain. Expects films with an equal title; others do not change the
 * result.
 */
export function decideByTitle(
  described: DescribedFilm,
  films: readonly NamedFilm[],
  { isExhaustive }: { isExhaustive: boolean },
): FilmMatch | undefined {
  if (described.isKindUnclear) return undefined;
  const titles = new Set(comparableTitlesOf(described));
  const equal = films
    .filter((film) => !isAnother(described, film))
    .map((film) => compare(film, titles, described))
    .filter(({ equalTitles, yearsApart }) => equalTitles > 0 && (yearsApart ?? 0) <= MOST_YEARS_APART);
  const decided = decide(equal, { titles, isExhaustive });
  return decided && { outcome: 'matched', by: 'title_and_year', ...decided };
}

/**
 * Possible titles of the film: the titles as given, then the parts of each, at most {@link MAX_TITLES_COMPARED} in all.
 */
export function titlesOf(described: DescribedFilm): string[] {
  return [...new Set([...described.titles, ...described.titles.flatMap(partsOf)])].slice(0, MAX_TITLES_COMPARED);
}

/** For a film that the list's owner may not view, matching uses only the teaser: id, title, year and type. */
export function teaserNames({ kinopoiskId, names, year, type }: NamedFilm): NamedFilm {
  return { kinopoiskId, names: names.slice(0, 1), year, imdbId: null, type };
}

/** `Матрица / The Matrix` and `Матрица (The Matrix)` may be two titles or a single one. */
function partsOf(title: string): string[] {
  const parts = title.split(' / ', MAX_TITLES_COMPARED);
  const [, before, inside] = /^(.*\S)\s*\(((?!\d+\))[^()]+)\)$/.exec(title) ?? [];
  return [...(parts.length > 1 ? parts : []), ...(before && inside ? [before, inside] : [])];
}

function comparableTitlesOf(described: DescribedFilm): string[] {
  return [...new Set(titlesOf(described).map(comparableTitle))];
}

/** Whether it is another film, because it has a different id, or because one is a series and the other a film. */
function isAnother(described: DescribedFilm, { kinopoiskId, imdbId, type }: NamedFilm): boolean {
  if (described.kinopoiskId !== null && described.kinopoiskId !== kinopoiskId) return true;
  if (described.imdbId !== null && imdbId !== null && described.imdbId !== imdbId) return true;
  return described.isSeries !== null && type !== null && described.isSeries !== SERIES_TYPES.has(type);
}

function compare(film: NamedFilm, titles: ReadonlySet<string>, { year }: DescribedFilm): Compared {
  return {
    film,
    equalTitles: new Set(film.names.map(comparableTitle).filter((name) => titles.has(name))).size,
    yearsApart: year === null || film.year === null ? null : Math.abs(year - film.year),
  };
}

function rate(film: NamedFilm, titles: readonly Title[], described: DescribedFilm): Rated {
  const compared = compare(film, new Set(titles.map(({ title }) => title)), described);
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

/** The candidate with more equal titles than any other, if there is exactly one. */
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
