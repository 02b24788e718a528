/** A figure that has a target. `drawn`: the panel and the name under which the plot shows it. */
export type Goal = {
  readonly value: number;
  readonly bound: 'at least' | 'at most';
  readonly limit: number;
  readonly drawn?: { readonly panel: string; readonly name: string };
};

/** One line of the results: a cell for each column, and the goals that the line must meet. */
export type Finding = { readonly what: string; readonly cells: readonly string[]; readonly goals: readonly Goal[] };

/** The results of a scenario. `columns`: names of the cells. `note`: a sentence below the table. */
export type Section = {
  readonly columns: readonly string[];
  readonly findings: readonly Finding[];
  readonly note?: string;
};

/**
 * How long to measure: `rounds` of `seconds` each, after warming up. `people`: number of people in the large database
 * of the scenario `scale`, which has as many films, and ten films on each shelf; `films`: number of films in the long
 * list of `memory`.
 */
export type Effort = {
  readonly rounds: number;
  readonly seconds: number;
  readonly warmUpSeconds: number;
  readonly people: number;
  readonly films: number;
};

export function isMet({ value, bound, limit }: Goal): boolean {
  return bound === 'at least' ? value >= limit : value <= limit;
}

/** `0.62 (≥ 0.6)` */
export function inWords({ value, bound, limit }: Goal): string {
  return `${figure(value)} (${bound === 'at least' ? '≥' : '≤'} ${limit.toLocaleString('en')})`;
}

export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}

/** `1,234` or `12.3` or `0.52`. */
export function figure(number: number): string {
  const digits = number >= 100 ? 0 : number >= 10 ? 1 : 2;
  return number.toLocaleString('en', { maximumFractionDigits: digits, minimumFractionDigits: digits });
}

/** A line with one figure of the service, such as `1,610 ms`, and its target. */
export function lineOf(what: string, unit: string, goal: Goal): Finding {
  const limit = `${goal.bound} ${goal.limit.toLocaleString('en')} ${unit}`.trimEnd();
  return { what, cells: [`${figure(goal.value)} ${unit}`.trimEnd(), limit], goals: [goal] };
}

/** The columns of {@link lineOf}. */
export const LINE_COLUMNS = ['service', 'target'];
