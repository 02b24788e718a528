import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/**
 * V8 creates a hidden class for each object literal with an accessor. The classes live in the old space and refer to what
 * the accessor closes over: one in the input of an action kept every request until the next full collection, and requests
 * took a third more CPU time. Members of classes, which share their accessors, are indented by two spaces.
 */
const ACCESSOR = /^ {3,}(?:get|set) \w+\(/;
const DEFINED = /\bdefineProperty\([^)]*\{\s*(?:get|set)\b/;

/** One per film in memory, not per request; an answer is no cheaper without it. */
const MEASURED = ['adapters/persistence/films/movie-document-rows.ts'];

const isFound = (text: string) => text.split('\n').some((line) => ACCESSOR.test(line)) || DEFINED.test(text);

it.each([
  ['a getter of a literal', '    const input = {\n      get isOverTls() {'],
  ['a setter of a literal', '      set isDumped(value) {'],
  ['a defined accessor', "Object.defineProperty(film, 'fetchedAt', {\n  get: () => null"],
])('finds %s', (_, planted) => {
  expect(isFound(planted)).toBe(true);
  expect(isFound('class Queue {\n  get size(): number {')).toBe(false);
});

it('no object literal of the source has an accessor', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  expect(files.length).toBeGreaterThan(300);
  expect(files.filter((file) => isFound(readFileSync(`src/${file}`, 'utf8')))).toEqual(MEASURED);
});
