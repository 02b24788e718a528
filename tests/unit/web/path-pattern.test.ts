import { describe, expect, it } from 'vitest';
import { matchPath } from '../../../web/src/shared/routing/path-pattern.ts';

describe('matchPath', () => {
  it.each([
    { pattern: '', path: '', values: {} },
    { pattern: 'films/:id', path: 'films/301', values: { id: '301' } },
    { pattern: 'films/:id', path: 'films/%D0%B0', values: { id: 'а' } },
    { pattern: 'films/:id', path: 'films/%', values: undefined },
    { pattern: 'films/:id', path: 'films', values: undefined },
    { pattern: 'films/:id', path: 'films/', values: undefined },
    { pattern: 'films/:id', path: 'films/301/more', values: undefined },
    { pattern: 'search', path: 'Search', values: undefined },
    { pattern: 'search', path: '', values: undefined },
  ])('matches $path with $pattern', ({ pattern, path, values }) => {
    expect(matchPath(pattern, path)).toEqual(values);
  });
});
