/**
 * The numbers of the rounds of a race. One cold round misses races on PostgreSQL; PGlite and the fakes do one thing after the
 * other, and a second round would only repeat the first.
 */
export function roundsOn(adapter: string, count: number): number[] {
  const rounds = adapter.includes('PostgreSQL') ? count : 1;
  return Array.from({ length: rounds }, (_, at) => at + 1);
}
