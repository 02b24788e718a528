import { afterAll, expect } from 'vitest';
import { written } from './written.ts';

// Registered before any hook of the test file, so it runs after all of them.
afterAll(() => {
  written.count();
  const told = written.search();
  // The worker keeps this module for its next test file.
  written.forget();
  expect(told, 'lines that tell a secret').toEqual([]);
});
