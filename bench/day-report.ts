import type { Operation } from '../tests/kinopoisk-stand-in/operation.ts';
import type { Finding, Goal, Section } from './finding.ts';

/**
 * The results of a simulated day. `day`: from 1. `films`, `searches`: the number of requests for each outcome, which is
 * the source of the answer or the code of a refusal. `typed`: number of whole titles that were typed; `found`: how many
 * of these had the film on the first page.
 */
export type DayReport = {
  readonly day: number;
  readonly people: number;
  readonly calls: readonly { readonly operation: Operation }[];
  readonly films: ReadonlyMap<string, number>;
  readonly searches: ReadonlyMap<string, number>;
  readonly typed: number;
  readonly found: number;
  readonly known: number;
};

/** The number of people for which the share of refused requests has targets. */
const USUAL_PEOPLE = 1_000;
/** Percent of the requests for films, from the first day on. */
const MOST_REFUSED = [10, 3];
const MOST_REFUSED_LATER = 1;
const MOST_CALLS = 500;

const SOURCES = ['cache', 'catalogue', 'kinopoisk'] as const;

export function printDay({ day, calls, films, searches, typed, found, known }: DayReport): void {
  const spent = (['film', 'search', 'staff', 'videos', 'collections', 'premieres'] as const).map(
    (operation) => `${operation} ${callsFor(calls, operation)}`,
  );
  console.log(`\nDay ${day}: ${calls.length} calls (${spent.join(', ')}); ${known} films known at its end`);
  const shown = (counts: ReadonlyMap<string, number>) => {
    const parts = Array.from(counts).toSorted(([, a], [, b]) => b - a);
    const shares = parts.map(([outcome, part]) => [outcome, `${part} (${percent(part, totalOf(counts))})`] as const);
    return { requests: String(totalOf(counts)), ...Object.fromEntries(shares) };
  };
  console.table({ films: shown(films), searches: shown(searches) });
  console.log(`whole titles typed: ${typed}, the film was on the first page: ${percent(found, typed)}`);
}

/** The section `days` of the results. */
export function daysSection(reports: readonly DayReport[]): Section {
  return {
    columns: [
      'calls spent on',
      'films: cached, catalogue, Kinopoisk',
      'refused',
      'searches: cached, catalogue, Kinopoisk',
      'typed titles on the first page',
      'films known at the end',
    ],
    findings: reports.map(findingOf),
    note:
      '`npm run bench:day` from an empty catalogue, ten requests a day for each person, 1,000 people where no number is ' +
      'named. Before this was built, the same requests of 1,000 people were refused by 29, 17, 7, 3 and 2 %.',
  };
}

function findingOf({ day, people, calls, films, searches, typed, found, known }: DayReport): Finding {
  const answered = SOURCES.reduce((sum, source) => sum + (films.get(source) ?? 0), 0);
  const [refused, all] = [totalOf(films) - answered, totalOf(films)];
  const lists = callsFor(calls, 'collections', 'premieres');
  const isUsual = people === USUAL_PEOPLE;
  const limit = MOST_REFUSED[day - 1] ?? MOST_REFUSED_LATER;
  const goals: Goal[] = [{ value: calls.length, bound: 'at most', limit: MOST_CALLS }];
  if (isUsual) goals.push({ value: (100 * refused) / all, bound: 'at most', limit });
  return {
    what: isUsual ? `day ${day}` : `day ${day}, ${people.toLocaleString('en')} people`,
    cells: [
      `${calls.length}: ${callsFor(calls, 'film')} films, ${callsFor(calls, 'search')} searches, ${lists} pages of lists, ` +
        `${callsFor(calls, 'staff', 'videos')} background`,
      sharesOf(films),
      isUsual ? `${percent(refused, all)} (≤ ${limit} %)` : percent(refused, all),
      sharesOf(searches),
      percent(found, typed),
      known.toLocaleString('en'),
    ],
    goals,
  };
}

function callsFor(calls: DayReport['calls'], ...operations: Operation[]): number {
  return calls.filter(({ operation }) => operations.includes(operation)).length;
}

function sharesOf(counts: ReadonlyMap<string, number>): string {
  return SOURCES.map((source) => percent(counts.get(source) ?? 0, totalOf(counts))).join(', ');
}

function totalOf(counts: ReadonlyMap<string, number>): number {
  return Array.from(counts.values()).reduce((sum, count) => sum + count, 0);
}

function percent(part: number, all: number): string {
  return `${((100 * part) / all).toFixed(1)} %`;
}
