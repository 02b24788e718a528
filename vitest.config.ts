import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: ['tests/support/bundle.global-setup.ts', 'tests/support/postgres.global-setup.ts'],
    // A worker that opens PGlite takes up to 600 MiB: never more than half the cores of a large machine.
    maxWorkers: Math.max(2, Math.floor(availableParallelism() / 2)),
    reporters: ['default', ['json', { outputFile: 'coverage/tests.json' }]],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000 } },
    restoreMocks: true,
    unstubEnvs: true,
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
