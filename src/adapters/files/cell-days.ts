import type { UnorderedDay } from '../../domain/imports/day-order.ts';
import { dayOf, orderedDay } from '../../domain/imports/day-order.ts';
import type { CalendarDay } from '../../domain/shelf/favorite-movie.ts';

/**
 * A day read from a cell. `moment`: set when the cell also has a time and a zone. `unordered`: a date such as
 * `5/1/2024`, in which either number may be the month.
 */
export type SaidDay = { readonly day: CalendarDay; readonly moment?: Date } | { readonly unordered: UnorderedDay };

/** Longer text is not a date, and would take long to parse. */
const MAX_LENGTH = 60;

const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/;
const YEAR_FIRST = /^(\d{4})([-./])(\d{1,2})\2(\d{1,2})(?!\d)/;
const DAY_FIRST = /^(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})(?:\s*г\.?)?$/;
const UNORDERED = /^(\d{1,2})([-/])(\d{1,2})\2(\d{4}|\d{2})$/;
const SECONDS = /^\d{9,10}$/;
const MILLISECONDS = /^\d{12,13}$/;

const TIME = String.raw`\d{1,2}:\d{2}(?::\d{2})?(?:\.\d{1,9})?(?:\s*[ap]\.?m\.?)?`;
const ZONE = String.raw`(?:\s*(?:utc|gmt|msk|мск|z|[+-]\d{2}:?\d{2}))?`;
const TIME_BEFORE = new RegExp(`^${TIME}[,\\s]+`, 'i');
const TIME_AFTER = new RegExp(`[,\\s]+${TIME}${ZONE}$`, 'i');

/** A year of two digits belongs to the 20th century from this one on, and to the 21st before it. */
const FIRST_YEAR_OF_CENTURY = 70;

/** The beginnings of the names of each month, without accents, in English, Russian and the languages of IMDb. */
const MONTHS: readonly (readonly string[])[] = [
  ['jan', 'янв', 'ene', 'gen'],
  ['feb', 'фев', 'fev'],
  ['mar', 'мар'],
  ['apr', 'апр', 'avr', 'abr'],
  ['may', 'май', 'мая', 'mai', 'mag'],
  ['jun', 'июн', 'juin', 'giu'],
  ['jul', 'июл', 'juil', 'lug'],
  ['aug', 'авг', 'ago', 'aou'],
  ['sep', 'сен', 'set'],
  ['oct', 'окт', 'okt', 'ott', 'out'],
  ['nov', 'ноя'],
  ['dec', 'дек', 'dez', 'dic'],
].map((names) => names.map(withoutAccents));

/** Words that may stand beside a day, a month and a year. */
const FILLERS = /^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*|пн|вт|ср|чт|пт|сб|вс|г|год|года|of|de|del|utc|gmt|msk)$/;

/** @returns `undefined` when the text names no day */
export function dayIn(text: string): SaidDay | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  return momentIn(text) ?? numericDay(text.replace(TIME_BEFORE, '').replace(TIME_AFTER, '')) ?? dayInWords(text);
}

function momentIn(text: string): SaidDay | undefined {
  if (SECONDS.test(text)) return atMoment(new Date(Number(text) * 1000));
  if (MILLISECONDS.test(text)) return atMoment(new Date(Number(text)));
  const day = MOMENT.test(text) ? numericDay(text) : undefined;
  const moment = new Date(text);
  return day && 'day' in day && !Number.isNaN(moment.getTime()) ? { day: day.day, moment } : undefined;
}

function atMoment(moment: Date): SaidDay {
  return { day: moment.toISOString().slice(0, 10), moment };
}

function numericDay(text: string): SaidDay | undefined {
  const [, firstYear, , month, day] = YEAR_FIRST.exec(text) ?? [];
  if (firstYear !== undefined) return certain(dayOf(Number(firstYear), Number(month), Number(day)));
  const [, dayBefore, monthAfter, lastYear] = DAY_FIRST.exec(text) ?? [];
  if (lastYear !== undefined) return certain(dayOf(yearOf(lastYear), Number(monthAfter), Number(dayBefore)));
  const [, first, , second, year] = UNORDERED.exec(text) ?? [];
  if (year === undefined) return undefined;
  const unordered = { first: Number(first), second: Number(second), year: yearOf(year) };
  const isDay = orderedDay(unordered, 'day_first') ?? orderedDay(unordered, 'month_first');
  return isDay === undefined ? undefined : { unordered };
}

/** `Fri Nov  7 09:07:24 2014`, `7 ноября 2014 г.`, `November 7th, 2014` */
function dayInWords(text: string): SaidDay | undefined {
  let [day, month, year]: (number | undefined)[] = [];
  for (const word of withoutAccents(text.toLowerCase()).split(/[\s,./-]+/)) {
    const named = MONTHS.findIndex((names) => names.some((name) => word.startsWith(name))) + 1;
    const [, digits] = /^(\d{1,2})(?:st|nd|rd|th)?$/.exec(word) ?? [];
    if (/^\d{4}$/.test(word) && year === undefined) year = Number(word);
    else if (digits !== undefined && day === undefined) day = Number(digits);
    else if (named > 0 && month === undefined) month = named;
    else if (word !== '' && !word.includes(':') && !FILLERS.test(word)) return undefined;
  }
  if (day === undefined || month === undefined || year === undefined) return undefined;
  return certain(dayOf(year, month, day));
}

function certain(day: CalendarDay | undefined): SaidDay | undefined {
  return day === undefined ? undefined : { day };
}

function yearOf(digits: string): number {
  const year = Number(digits);
  if (digits.length === 4) return year;
  return year < FIRST_YEAR_OF_CENTURY ? 2000 + year : 1900 + year;
}

function withoutAccents(text: string): string {
  return text.normalize('NFD').replace(/\p{M}+/gu, '');
}
