import { z } from 'zod';
import { IMDB_ID } from '../../domain/films/imdb-id.ts';
import { FIRST_OWN_ID, MAX_KINOPOISK_ID } from '../../domain/films/movie.ts';

/**
 * Fields as Kinopoisk sends them in practice: any may be missing, null, empty, the word "null" or of another type. Each
 * schema here returns the value or `null` and never fails.
 */

const MAX_NAME_CHARACTERS = 300;
const MAX_NAMES = 50;
/** More rows than names are read, because some rows are empty or equal. */
const MAX_ROWS_OF_NAMES = 2 * MAX_NAMES;
const MAX_URL_CHARACTERS = 2048;
const MAX_LENGTH_MINUTES = 100_000;

const UNSTORABLE = /\p{Surrogate}|\0/gu;
const HALF_A_PAIR = /[\uD800-\uDBFF]$/;

/**
 * Well-formed, trimmed, without NUL and no-break spaces, truncated to `maxCharacters` UTF-16 units; empty text becomes
 * `null`.
 */
export function text(maxCharacters: number) {
  return z
    .string()
    .catch('')
    .transform((raw) => {
      const plain = raw.replaceAll(UNSTORABLE, '').replaceAll('\u00A0', ' ').trim();
      const cut = plain.slice(0, maxCharacters).replace(HALF_A_PAIR, '').trimEnd();
      return cut === '' || cut === 'null' ? null : cut;
    });
}

export const name = text(MAX_NAME_CHARACTERS);

export const filmId = z.int().min(1).max(MAX_KINOPOISK_ID).nullable().catch(null);

/** This service assigns the ids from `FIRST_OWN_ID` upwards, so an id of Kinopoisk has to be smaller. */
export const personId = z
  .int()
  .min(1)
  .max(FIRST_OWN_ID - 1)
  .nullable()
  .catch(null);

export const count = z.int().min(0).nullable().catch(null);

/** Film lists send strings, cards send numbers; both are accepted everywhere. */
const numberOrText = z.union([z.number().transform(String), text(40)]).catch(null);

/** 0 to 10. Before a film's release the field may hold a percentage or a date in words. */
export const rating = numberOrText.transform((value) => {
  if (value === null || !/^\d+(\.\d+)?$/.test(value)) return null;
  const number = Number(value);
  return number <= 10 ? number : null;
});

/** The first year of a range like `2010-2015`; 0 means unknown. */
export const year = numberOrText.transform((value) => {
  const digits = /^([1-9]\d{3})(?!\d|\.\d)/.exec(value ?? '')?.[1];
  return digits === undefined ? null : Number(digits);
});

/** Whole minutes, or `h:mm`. */
export const lengthMinutes = numberOrText.transform((value) => {
  const [, hours = '0', rest] = /^(?:(\d{1,2}):(?=[0-5]\d$))?(\d{1,6})$/.exec(value ?? '') ?? [];
  const minutes = Number(hours) * 60 + Number(rest ?? 0);
  return minutes > 0 && minutes <= MAX_LENGTH_MINUTES ? minutes : null;
});

/** `age16`; formerly a plain number. */
export const ageLimit = numberOrText.transform((value) => {
  const digits = /^(?:age)?(\d{1,2})$/.exec(value ?? '')?.[1];
  return digits === undefined ? null : Number(digits);
});

/** Kinopoisk's name for the type of film. `UNKNOWN` becomes `null`. */
export const filmType = text(40).transform((value) => (value === 'UNKNOWN' ? null : value));

export const imdbId = text(40).transform((value) => (value !== null && IMDB_ID.test(value) ? value : null));

/** An http(s) URL. An overlong one is dropped, because a truncated URL leads elsewhere. */
export const webAddress = text(MAX_URL_CHARACTERS + 1).transform((value) => {
  const href = value !== null && URL.canParse(value) ? new URL(value).href : '';
  const isWhole = value !== null && Math.max(value.length, href.length) <= MAX_URL_CHARACTERS;
  return isWhole && /^https?:/.test(href) ? href : null;
});

/**
 * The first rows of a list, not parsed yet. A body of 1 MiB may have half a million rows, and each wrong one takes
 * microseconds.
 */
export function firstRows(max: number) {
  return z.custom<readonly unknown[]>(Array.isArray).transform((rows) => rows.slice(0, max));
}

/** The distinct names in a list; `row` parses one of them. */
export function namesIn(row: z.ZodType<string | null>) {
  return firstRows(MAX_ROWS_OF_NAMES)
    .catch([])
    .transform((rows) => {
      const names = rows.map((each) => row.safeParse(each).data ?? null);
      return [...new Set(names.filter((each) => each !== null))].slice(0, MAX_NAMES);
    });
}
