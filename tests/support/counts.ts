/** How often each value occurs: `[200, 404, 200]` → `{200: 2, 404: 1}`. */
export function countsOf(values: readonly (string | number)[]): Record<string | number, number> {
  const groups = Map.groupBy(values, (value) => value);
  return Object.fromEntries(Array.from(groups, ([value, all]) => [value, all.length]));
}
