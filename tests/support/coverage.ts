import istanbul from '@vitest/coverage-istanbul';
import type { CoverageProviderModule } from 'vitest/node';

/** The global variable in which the instrumented modules of a worker count. */
const STORE = '__VITEST_COVERAGE__';

type Counted = { readonly s: Counts; readonly f: Counts };
type Counts = Readonly<Record<string, number>>;

/**
 * Istanbul, with less to write, read and merge. A worker counts in all modules that it has loaded. After every test
 * file, Vitest would take the counts of all of them, even of modules in which nothing ran.
 */
const provider: CoverageProviderModule = {
  ...istanbul,
  takeCoverage(options) {
    const store = globalThis as { [STORE]?: Readonly<Record<string, Counted>> };
    const all = store[STORE];
    if (all) store[STORE] = Object.fromEntries(Object.entries(all).filter(([, counted]) => hasRun(counted)));
    try {
      return istanbul.takeCoverage?.(options);
    } finally {
      if (all) store[STORE] = all;
    }
  },
};

export default provider;

function hasRun({ s, f }: Counted): boolean {
  return [s, f].some((counts) => Object.values(counts).some((count) => count > 0));
}
