import { afterAll, expect } from 'vitest';
import { written } from './written.ts';

// Registered before any hook of the test file, so it runs after all of them.
afterAll(() => {
  written.count();
  expect(written.search(), 'lines that tell a secret').toEqual([]);
});
