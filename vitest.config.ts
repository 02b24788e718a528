import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** What is about seconds that pass, and mostly waits: nothing that computes runs beside it. */
const ALONE = ['tests/e2e/films/kinopoisk-*.test.ts'];

/** Nothing of it outlives its file, so that a worker need not begin anew for each. */
const UNIT = ['tests/unit/**/*.test.ts'];

export default defineConfig({
  test: {
    setupFiles: ['tests/support/written.setup.ts'],
    globalSetup: ['tests/support/bundle.global-setup.ts', 'tests/support/postgres.global-setup.ts'],
    // A worker that opens PGlite takes up to 600 MiB: never more than half the cores of a large machine.
    maxWorkers: Math.max(2, Math.floor(availableParallelism() / 2)),
    reporters: ['default', ['json', { outputFile: 'coverage/tests.json' }]],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000 } },
    restoreMocks: true,
    unstubEnvs: true,
    projects: [
      {
        extends: true,
        test: {
          name: 'all',
          include: ['tests/**/*.test.ts'],
          exclude: [...ALONE, ...UNIT],
          sequence: { groupOrder: 0 },
        },
      },
      { extends: true, test: { name: 'unit', include: [...UNIT], isolate: false, sequence: { groupOrder: 0 } } },
      { extends: true, test: { name: 'alone', include: [...ALONE], sequence: { groupOrder: 1 } } },
    ],
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      reporter: ['text-summary', 'json-summary', 'html'],
      thresholds: {
        lines: 80,
        branches: 80,
        functions: 80,
        statements: 80,
        'src/domain/**': { lines: 90, branches: 90 },
        'src/application/**': { lines: 90, branches: 90 },
      },
    },
  },
});
