import { given } from '../shared/given.ts';
import type { DayOrder, UnorderedDay } from './day-order.ts';
import { DayOrderTally } from './day-order.ts';
import type { RatingScale, ScaleDecider } from './rating-scale.ts';
import { RatingTally } from './rating-scale.ts';

/** The meanings that a column of a list may have. */
export const LIST_FIELDS = [
  'kinopoisk_id',
  'imdb_id',
  'link',
  'title',
  'original_title',
  'year',
  'release_date',
  'type',
  'season',
  'episode',
  'user_rating',
  'note',
  'watched_at',
  'added_at',
] as const;
export type ListField = (typeof LIST_FIELDS)[number];

/** Maximum length of a column's name, in characters; the rest is cut off. */
export const MAX_COLUMN_NAME = 100;

/**
 * A column of a list, and how it was understood. `field`: `null` when it was not understood, so that it is not
 * imported. `scale`: the scale of a column with ratings; `dayOrder`: the order of a column with days such as
 * `5/1/2024`, `null` if both orders are possible.
 */
export type ListColumn = {
  readonly name: string;
  readonly field: ListField | null;
  readonly scale?: RatingScale;
  readonly scaleDecidedBy?: ScaleDecider;
  readonly dayOrder?: DayOrder | null;
};

/**
 * Why a cell was ignored. `unreadable`: not a value of this kind; `out_of_range`: a value that is not allowed;
 * `ambiguous`: a day such as `5/1/2024` in a column that does not show which number is the month; `too_long`: a note is
 * cut, any other value is ignored; `not_well_formed`: not well-formed Unicode; a note is cleaned, any other value is
 * ignored.
 */
export const CELL_FAULTS = ['unreadable', 'out_of_range', 'ambiguous', 'too_long', 'not_well_formed'] as const;
export type CellFault = (typeof CELL_FAULTS)[number];

/** A cell that was ignored or changed, while the rest of its row was used. `column`: the name of the column. */
export type IgnoredCell = { readonly column: string; readonly reason: CellFault };

/** A value whose meaning depends on the whole column. `column`: the name of the column. */
export type UndecidedRating = { readonly column: string; readonly rating: number };
export type UndecidedDay = { readonly column: string; readonly day: UnorderedDay };
export type Undecided = {
  readonly userRating?: UndecidedRating;
  readonly watchedAt?: UndecidedDay;
  readonly addedAt?: UndecidedDay;
};

type Surveyed = {
  readonly name: string;
  readonly field: ListField | null;
  readonly knownScale: RatingScale | undefined;
  readonly ratings: RatingTally;
  readonly days: DayOrderTally;
  hasUnordered: boolean;
};

/** Collects facts about the columns of a list while its rows are read, in memory bounded by the number of columns. */
export class ListSurvey {
  private readonly surveyed = new Map<string, Surveyed>();

  constructor(private readonly maxColumns: number) {}

  /** Adds a column. Ignores a known name and columns beyond `maxColumns`. */
  addColumn(name: string, field: ListField | null, knownScale?: RatingScale): void {
    if (this.surveyed.has(name) || this.surveyed.size >= this.maxColumns) return;
    const [ratings, days] = [new RatingTally(), new DayOrderTally()];
    this.surveyed.set(name, { name, field, knownScale, ratings, days, hasUnordered: false });
  }

  addRating({ column, rating }: UndecidedRating): void {
    this.surveyed.get(column)?.ratings.add(rating);
  }

  addDay({ column, day }: UndecidedDay): void {
    const surveyed = this.surveyed.get(column);
    if (surveyed === undefined) return;
    surveyed.days.add(day);
    surveyed.hasUnordered = true;
  }

  /** The name of the first column of this field. */
  nameOf(field: ListField): string | undefined {
    return [...this.surveyed.values()].find((column) => column.field === field)?.name;
  }

  /**
   * The columns as they are understood, after all rows were read. `toldScale`: the scale of ratings that the sender
   * stated.
   */
  columns(toldScale: RatingScale | undefined): ListColumn[] {
    return Array.from(this.surveyed.values(), ({ name, field, knownScale, ratings, days, hasUnordered }) => {
      const decided = ratings.decide(given({ told: toldScale, known: knownScale }));
      return {
        name,
        field,
        ...(decided && { scale: decided.scale, scaleDecidedBy: decided.decidedBy }),
        ...(hasUnordered && { dayOrder: days.decide() ?? null }),
      };
    });
  }
}
