import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/**
 * V8 creates a hidden class for each object literal with an accessor. The hidden classes are in the old space and refer
 * to everything that the accessor uses. A getter in the input of an action kept every request in memory until the next
 * full garbage collection, and requests took a third more CPU time. All objects of a class share its accessors. The
 * pattern does not find accessors of classes, because they are indented by two spaces.
 */
const ACCESSOR = /^ {3,}(?:get|set) \w+\(/;
const DEFINED = /\bdefineProperty\([^)]*\{\s*(?:get|set)\b/;

/**
 * Creates one object for each film in memory, not for each request. Without the accessor, an answer takes the same
 * time.
 */
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
