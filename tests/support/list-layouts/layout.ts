/**
 * How services and people write lists, with what has to come of each row. The rows are made up of bundled films, the
 * layouts are real. Columns are separated by the sign that the layout uses, lines by line breaks.
 */
export type Layout = {
  readonly name: string;
  readonly lines: readonly string[];
  readonly type?: 'json';
  /** UTF-8 by default. */
  readonly encoding?: 'windows-1251' | 'koi8-r' | 'utf-16le' | 'utf-8 with a mark';
  /** As the sender declares it; then `lines` are in Latin-1. */
  readonly declared?: 'windows-1252' | 'iso-8859-1';
  readonly rows: readonly Expected[];
  /** The scale of the ratings, if there are any, and who decided it. */
  readonly scale?: readonly [number, 'column' | 'values' | 'assumption'];
};

/** The film with its rating, days and note; or why the row is none. */
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
