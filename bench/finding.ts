/** One line of the results. */
export type Finding = {
  readonly what: string;
  /** The floor, or whatever else it is compared with. */
  readonly beside?: string;
  readonly service: string;
  readonly ratio?: string;
  readonly target: string;
  readonly isMet: boolean;
};

/** `rounds` of `seconds` each; `favorites`: rows in the big table; `films`: in the long list. */
export type Effort = {
  readonly rounds: number;
  readonly seconds: number;
  readonly favorites: number;
  readonly films: number;
};

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
