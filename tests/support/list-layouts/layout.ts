/**
 * A list as a service or a person writes it, and the expected result of each row. The layouts are real; the rows are
 * invented, about bundled films.
 */
export type Layout = {
  readonly name: string;
  readonly lines: readonly string[];
  readonly type?: 'json';
  /** UTF-8 by default. */
  readonly encoding?: 'windows-1251' | 'koi8-r' | 'utf-16le' | 'utf-8 with a mark';
  /** The encoding that the sender declares; `lines` are then in Latin-1. */
  readonly declared?: 'windows-1252' | 'iso-8859-1';
  readonly rows: readonly Expected[];
  /** The scale of the ratings, if there are any, and who decided it. */
  readonly scale?: readonly [number, 'column' | 'values' | 'assumption'];
};

/** The expected film with its rating, days and note, or the fault of the row. */
export type Expected =
  | {
      readonly film: number;
      readonly rating: number | null;
      readonly watched?: string;
      readonly added?: string;
      readonly note?: string;
      readonly ignored?: readonly string[];
    }
  | 'not_a_film'
  | 'not matched';

export const is = (
  film: number,
  rating: number | null = null,
  more: Omit<Expected & object, 'film' | 'rating'> = {},
) => ({
  film,
  rating,
  ...more,
});
export const [ON_COLUMN, ON_VALUES, ASSUMED] = [
  [10, 'column'],
  [10, 'values'],
  [10, 'assumption'],
] as const;
export const [STARS, STARS_BY_VALUES] = [
  [5, 'column'],
  [5, 'values'],
] as const;
