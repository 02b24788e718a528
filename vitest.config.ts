import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** These wait for half a minute, most of it for time-outs of the service. */
const WAITING = ['tests/e2e/films/kinopoisk-*.test.ts'];

const NEEDS_POSTGRES = ['tests/support/postgres.global-setup.ts'];
const NEEDS_BUNDLE = ['tests/support/service.global-setup.ts'];

export default defineConfig({
  test: {
    // Files of a worker share what is loaded, and its engines (tests/support/pglite-pool.ts): loading is the slow part.
    isolate: false,
    // Many files wait for others: a process, a time-out, a browser. A worker that opens PGlite takes up to 600 MiB.
    maxWorkers: Math.max(4, Math.floor(availableParallelism() / 2)),
    // Fewer collections of short-lived objects: a tenth of a worker's processor time.
    execArgv: ['--max-semi-space-size=32'],
    setupFiles: ['tests/support/written.setup.ts'],
    reporters: ['default', ['json', { outputFile: 'coverage/tests.json' }]],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000 } },
    restoreMocks: true,
    unstubEnvs: true,
    // In the order of their names; the largest files of each first.
    projects: [
      { extends: true, test: { name: '1 waiting', include: WAITING, globalSetup: NEEDS_BUNDLE } },
      {
        extends: true,
        test: { name: '2 service', include: ['tests/e2e/**/*.test.ts'], exclude: WAITING, globalSetup: NEEDS_BUNDLE },
      },
      {
        extends: true,
        test: {
          name: '3 engines',
          include: ['tests/contract/**/*.test.ts', 'tests/http/**/*.test.ts'],
          globalSetup: NEEDS_POSTGRES,
        },
      },
      {
        extends: true,
        test: { name: '4 unit', include: ['tests/unit/**/*.test.ts', 'tests/architecture/**/*.test.ts'] },
      },
    ],
    coverage: {
      // Instrumented code is slower, so only CI measures the coverage.
      enabled: process.env['CI'] !== undefined,
      // It counts in our source alone. V8's own counters (`v8`) are in every package too, and take twice as long.
      provider: 'custom',
      customProviderModule: 'tests/support/coverage.ts',
      include: ['src/**/*.ts', 'clients/*/src/**/*.ts'],
      exclude: ['**/*.generated.ts'],
      // Pages to look at are made when they are wanted: `--coverage.reporter=html`.
      reporter: ['text-summary', 'json-summary'],
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
