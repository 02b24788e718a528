import type { CalendarDay } from '../shelf/favorite-movie.ts';
import { isCalendarDay } from '../shelf/favorite-movie.ts';

/** What comes first in `5/1/2024`, before the year. */
export const DAY_ORDERS = ['day_first', 'month_first'] as const;
export type DayOrder = (typeof DAY_ORDERS)[number];

/** A day whose order is not known from itself: `5/1/2024`. */
export type UnorderedDay = { readonly first: number; readonly second: number; readonly year: number };

const MONTHS = 12;

/** Finds the order of a column from the days that have only one reading, in constant memory. */
export class DayOrderTally {
  private dayFirst = 0;
  private monthFirst = 0;

  add({ first, second }: UnorderedDay): void {
    if (first > MONTHS) this.dayFirst += 1;
    if (second > MONTHS) this.monthFirst += 1;
  }

  /** @returns `undefined` when no day tells, or days contradict each other */
  decide(): DayOrder | undefined {
    if (this.dayFirst > 0 === this.monthFirst > 0) return undefined;
    return this.dayFirst > 0 ? 'day_first' : 'month_first';
  }
}

/** The day, in the order of its column or, where that is unknown, in the only order that gives a day. */
export function orderedDay(
  { first, second, year }: UnorderedDay,
  order: DayOrder | undefined,
): CalendarDay | undefined {
  const dayFirst = dayOf(year, second, first);
  const monthFirst = dayOf(year, first, second);
  if (dayFirst === undefined || monthFirst === undefined || dayFirst === monthFirst) return dayFirst ?? monthFirst;
  if (order === undefined) return undefined;
  return order === 'day_first' ? dayFirst : monthFirst;
}

/** `month`: from 1. @returns `undefined` when there is no such day */
export function dayOf(year: number, month: number, day: number): CalendarDay | undefined {
  const text = [String(year).padStart(4, '0'), String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-');
  return isCalendarDay(text) ? text : undefined;
}
