/**
 * The numbers of the rounds of a test for races. On PostgreSQL, one round may miss a race. PGlite and the fakes run one
 * call after the other, so a second round would only repeat the first.
 */
export function roundsOn(adapter: string, count: number): number[] {
  const rounds = adapter.includes('PostgreSQL') ? count : 1;
  return Array.from({ length: rounds }, (_, at) => at + 1);
}
