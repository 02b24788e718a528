import type { CalendarDay } from '../shelf/favorite-movie.ts';
import { isCalendarDay } from '../shelf/favorite-movie.ts';

/** Whether the day or the month comes first in `5/1/2024`. */
export const DAY_ORDERS = ['day_first', 'month_first'] as const;
export type DayOrder = (typeof DAY_ORDERS)[number];

/** A date that does not say which number is the month: `5/1/2024`. */
export type UnorderedDay = { readonly first: number; readonly second: number; readonly year: number };

const MONTHS = 12;

/** Finds the order of a column from the dates in which one number is above 12, in constant memory. */
export class DayOrderTally {
  private dayFirst = 0;
  private monthFirst = 0;

  add({ first, second }: UnorderedDay): void {
    if (first > MONTHS) this.dayFirst += 1;
    if (second > MONTHS) this.monthFirst += 1;
  }

  /** @returns `undefined` when no date decides, or dates contradict each other */
  decide(): DayOrder | undefined {
    if (this.dayFirst > 0 === this.monthFirst > 0) return undefined;
    return this.dayFirst > 0 ? 'day_first' : 'month_first';
  }
}

/**
 * The day. If only one order gives a valid day, or both give the same, it is that day. Otherwise the order of the
 * column decides. @returns `undefined` when no order gives a valid day, or when the orders give two days and the order
 * of the column is unknown
 */
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
