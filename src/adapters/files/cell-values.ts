import { IMDB_ID_PATTERN } from '../../domain/films/imdb-id.ts';
import { isFilmYear, MAX_KINOPOISK_ID } from '../../domain/films/movie.ts';
import type { FilmKind } from '../../domain/imports/film-kind.ts';
import { kindOf } from '../../domain/imports/film-kind.ts';
import { dayIn } from './cell-days.ts';

/** Spellings of an unknown value. Kinopoisk writes `zero` for a film that was seen and not rated. */
const NOTHING = /^(?:|0|0[.,]0+|zero|null|none|nan|n\/a|unrated|not rated|не оценено|без оценки|нет|\\n|[-–—])$/i;

export function isNothing(cell: string): boolean {
  return NOTHING.test(cell);
}

/** A whole number as spreadsheets and data frames write it: `301`, `301.0`. */
const WHOLE_NUMBER = /^(\d{1,10})(?:[.,]0+)?$/;

/** The pages of Kinopoisk that identify a film: `/film/301/`, `/series/77044`, and the old `/level/1/film/301/`. */
const KINOPOISK_LINK = /kinopoisk\.ru\/(?:level\/\d{1,2}\/)?(?:film|series|movie)\/(?:[^/?#]*-)?(\d{1,10})(?=[/?#]|$)/i;

const IMDB_ID = new RegExp(
  String.raw`(?:^|imdb\.com/(?:[a-z]{2}(?:-[a-z]{2})?/)?title/)(${IMDB_ID_PATTERN})(?=[/?#]|$)`,
  'i',
);

/** IMDb's ids have at least seven digits; spreadsheets remove leading zeros. */
const IMDB_DIGITS = 7;
const BARE_IMDB_ID = /^(\d{5,9})(?:[.,]0+)?$/;

export function kinopoiskIdIn(text: string): number | undefined {
  const id = Number(WHOLE_NUMBER.exec(text)?.[1] ?? kinopoiskIdInLink(text) ?? 0);
  return id >= 1 && id <= MAX_KINOPOISK_ID ? id : undefined;
}

export function kinopoiskIdInLink(link: string): number | undefined {
  const id = Number(KINOPOISK_LINK.exec(link)?.[1] ?? 0);
  return id >= 1 && id <= MAX_KINOPOISK_ID ? id : undefined;
}

/** `tt0133093`, or a page of IMDb. */
export function imdbIdIn(text: string): string | undefined {
  const id = IMDB_ID.exec(text)?.[1];
  return id === undefined ? undefined : imdbId(id.slice(2));
}

/** Like {@link imdbIdIn}, and also reads digits without `tt`. */
export function bareImdbIdIn(text: string): string | undefined {
  const digits = BARE_IMDB_ID.exec(text)?.[1];
  return digits === undefined ? imdbIdIn(text) : imdbId(digits);
}

function imdbId(digits: string): string {
  return `tt${digits.padStart(IMDB_DIGITS, '0')}`;
}

const YEAR =
  /^\(?(\d{4})(?:[.,]0+)?\)?(?:\s*(?:г\.?|гг\.?|год))?(?:\s*[-–—/]\s*(?:\d{2,4}|\.{3}|…)?)?(?:\s*(?:г\.?|гг\.?))?$/;

/** Longer text is not a year. The limit is needed because the pattern takes quadratic time for blanks around a dash. */
const MAX_YEAR_LENGTH = 60;

/** `2010`, `2010.0`, or for a series `2010-2015`; the year of a date. */
export function yearIn(text: string): number | undefined {
  if (text.length > MAX_YEAR_LENGTH) return undefined;
  const year = Number(YEAR.exec(text)?.[1] ?? yearOfDay(text));
  return isFilmYear(year) ? year : undefined;
}

function yearOfDay(text: string): number {
  const said = dayIn(text);
  if (said === undefined) return 0;
  return 'day' in said ? Number(said.day.slice(0, 4)) : said.unordered.year;
}

/** A rating as written, above 0. `outOf`: the highest possible rating, if the cell states it. */
export type SaidRating = { readonly rating: number; readonly outOf?: number };

const HALF = '½';
const FRACTIONS: ReadonlyMap<string, number> = new Map([
  ['¼', 0.25],
  [HALF, 0.5],
  ['¾', 0.75],
  ['⅓', 1 / 3],
  ['⅔', 2 / 3],
]);
const NUMBER = String.raw`(\d{1,3}(?:[.,]\d{1,4})?)?([¼½¾⅓⅔])?`;
const RATING = new RegExp(String.raw`^${NUMBER}\s*(?:(?:/|из|out of|of)\s*(5|10|100)|(%)|([★⭐]))?$`, 'i');
const STARS = /^([★⭐]{1,10})([½])?([☆✩]{0,10})$/u;

/** `8`, `4,5`, `2½`, `8/10`, `85%`, `★★★★½`. @returns `undefined` when it is not a rating */
export function ratingIn(text: string): SaidRating | undefined {
  const [, filled, half, empty] = STARS.exec(text.replaceAll('\ufe0f', '')) ?? [];
  if (filled !== undefined) {
    const all = filled.length + (empty ?? '').length;
    return { rating: filled.length + valueOf(half), outOf: all > 5 ? 10 : 5 };
  }
  const [, whole, fraction, outOf, percent, star] = RATING.exec(text) ?? [];
  if (whole === undefined && fraction === undefined) return undefined;
  const rating = Number((whole ?? '0').replace(',', '.')) + valueOf(fraction);
  const highest = outOf === undefined ? highestOf(percent, star) : Number(outOf);
  return { rating, ...(highest !== undefined && { outOf: highest }) };
}

function valueOf(fraction: string | undefined): number {
  return fraction === undefined ? 0 : (FRACTIONS.get(fraction) ?? 0);
}

function highestOf(percent: string | undefined, star: string | undefined): number | undefined {
  if (percent !== undefined) return 100;
  return star === undefined ? undefined : 5;
}

export type SaidTitle = { readonly title: string; readonly year: number | null; readonly kind?: FilmKind };

/** Longer text is not a title. */
const MAX_TITLE_WITH_SUFFIX = 600;
const SUFFIX = /^(.*\S)\s*[([]([^()[\]]{2,40})[)\]]$/;
const KIND_AND_YEARS =
  /^(?:([\p{L}\p{M} .-]*\p{L}\.?)(?:,\s*|\s+|$))?(?:(\d{4})(?:\s*г\.?)?(?:\s*[-–—]\s*(?:\d{4}|\.{3}|…)?)?)?$/u;
/** A film made for television or for video. */
const NOT_FOR_CINEMAS = /^(?:тв|tv|видео|video)$/i;
const PART = '(?:сезон|season|серия|эпизод|episode)';
const PART_OF_SERIES = new RegExp(String.raw`^(?:${PART}\s*\d{1,3}|\d{1,3}(?:-?[йя])?\s*${PART})$`, 'i');

/** `Матрица (1999)`, `Во все тяжкие (сериал, 2008 – 2013)`, `Breaking Bad (TV Series 2008–2013)` */
export function titleIn(text: string): SaidTitle {
  const bare = { title: text, year: null };
  const [, title, suffix = ''] = (text.length <= MAX_TITLE_WITH_SUFFIX ? SUFFIX.exec(text) : null) ?? [];
  if (title === undefined) return bare;
  if (PART_OF_SERIES.test(suffix)) return { ...bare, kind: 'other' };
  const said = kindAndYearIn(suffix);
  return said === undefined ? bare : { title, ...said };
}

/** The kind and the year in brackets after a title. @returns `undefined` when the text may belong to the title */
function kindAndYearIn(suffix: string): Omit<SaidTitle, 'title'> | undefined {
  const [matched, word = '', years = ''] = KIND_AND_YEARS.exec(suffix) ?? [];
  const year = yearIn(years) ?? null;
  if (matched === undefined) return undefined;
  if (word === '' || NOT_FOR_CINEMAS.test(word)) return { year };
  const kind = kindOf(word);
  return kind === 'series' || (kind !== undefined && year !== null) ? { year, kind } : undefined;
}
